"""The recogniser alone: small models of one voice, trained from nothing, and what recipes claim of each choice."""

from dataclasses import replace

from sts_model.training.ablation.study import Arm, Finding, Study
from sts_model.training.recipe import Recipe

PRESET = "sts-mini"
BASE = Recipe()
WHOLE = "whole"

_BASE_ARM = Arm(WHOLE, BASE, PRESET)
ARMS = (
    _BASE_ARM,
    Arm("letters", replace(BASE, units="letters"), PRESET),
    Arm("plain", replace(BASE, augment=False), PRESET),
    Arm("no-phone-head", replace(BASE, phone_weight=0.0), PRESET),
    Arm("full-lattice", replace(BASE, lattice="full"), PRESET),
    Arm("pre-trained", replace(BASE, pretext_share=0.25), PRESET),
    Arm("synthetic", BASE, PRESET, synthetic=True),
    replace(_BASE_ARM, name="last-weights", like=WHOLE, averaged=False),
    replace(_BASE_ARM, name="n-gram-only", like=WHOLE, search={"neural_share": 0.0}),
    replace(_BASE_ARM, name="no-language-model", like=WHOLE, search={"lm_scale": 0.0, "ilm_scale": 0.0}),
)

FINDINGS = tuple(
    Finding(claim, arm, against, "wer")
    for claim, arm, against in (
        ("phones with a lexicon recognise better than letters with the same search", WHOLE, "letters"),
        ("augmentation helps at this budget", WHOLE, "plain"),
        ("frame-wise phones beside the transducer help", WHOLE, "no-phone-head"),
        ("a band around the alignment is better than the full lattice", WHOLE, "full-lattice"),
        ("guessing hidden frames first (BEST-RQ) is worth its quarter of the budget", "pre-trained", WHOLE),
        ("synthetic speech among the real helps", "synthetic", WHOLE),
        ("averaged weights are better than the last", WHOLE, "last-weights"),
        ("the neural language model beside the n-gram helps", WHOLE, "n-gram-only"),
        ("the language model helps", WHOLE, "no-language-model"),
    )
)

RECOGNISER = Study(
    stage="single",
    arms=ARMS,
    findings=FINDINGS,
    heard="clips of librispeech-dev",
    views={"clips": "Words, by the model of one channel and the lexicon search"},
    search={},
    from_scratch=True,
)
