"""Separation and turns: arms of stage multi, and what the paper or we say of each choice."""

from dataclasses import replace

from sts_model.training.ablation.study import Arm, Finding, Study
from sts_model.training.recipe import Recipe

BASE = Recipe(activity_weight=0.0, band_width=16, band_late=15)
"""STS tokens and nothing else. The band lets a label come 600 ms late: in the narrow band that ships, nothing could
be later than 200 ms, and neither FastEmit nor the end-of-turn penalty would have much to do."""

EOT = replace(BASE, eot_early=0.1, eot_clamp_nats=None)


BASE_ARM, FRESH = "sot-eot", "masks-anew"
ARMS = (
    Arm(BASE_ARM, BASE),
    Arm("cot", replace(BASE, turn_tokens="cot"), search={"odd_mark_penalty": 0.0, "opening_penalty": 0.0}),
    Arm("fastemit", replace(BASE, fastemit=0.005, fastemit_marks=0.0025)),
    Arm("activity", replace(BASE, activity_weight=0.2)),
    Arm("eot-0.02", replace(EOT, eot_late=0.02)),
    Arm("eot-0.05", replace(EOT, eot_late=0.05)),
    Arm("eot-0.1", replace(EOT, eot_late=0.1)),
    Arm("eot-0.05-clamped", replace(EOT, eot_late=0.05, eot_clamp_nats=5.0)),
    Arm("heat", replace(BASE, rule="heat")),
    Arm("overlap-switch", replace(BASE, rule="overlap-switch")),
    Arm(FRESH, BASE, fresh_masks=True),
    Arm("implicit", BASE, preset="sts-small", fresh_masks=True),
    Arm("drop-edges", replace(BASE, drop_edge_tokens=True)),
    Arm("narrow-band", replace(BASE, band_width=Recipe().band_width, band_late=Recipe().band_late)),
)


_STRENGTHS = ("eot-0.02", "eot-0.05", "eot-0.1")
FINDINGS = (
    Finding("start and end tokens count turns better than a change token (1.1 a)", BASE_ARM, "cot", "counting"),
    Finding("start and end tokens count turns better, more than 2 turns (1.1 a)", BASE_ARM, "cot", "counting_large"),
    Finding("start and end tokens cost no recognition (1.1 a)", BASE_ARM, "cot", "orc", no_loss=True),
    Finding("FastEmit improves recognition (1.1 b)", "fastemit", BASE_ARM, "orc"),
    Finding("FastEmit improves segmentation (1.1 b)", "fastemit", BASE_ARM, "counting"),
    Finding("FastEmit ends turns sooner (1.5)", "fastemit", BASE_ARM, "ep_p50"),
    Finding("speech activity beside it improves recognition (1.1 b)", "activity", BASE_ARM, "orc"),
    Finding("speech activity beside it improves segmentation (1.1 b)", "activity", BASE_ARM, "counting"),
    *(Finding(f"the penalty ends turns sooner, {arm} (1.1 c)", arm, BASE_ARM, "ep_p50") for arm in _STRENGTHS),
    *(Finding(f"the penalty shortens the slowest ends, {arm} (1.1 c)", arm, BASE_ARM, "ep_p90") for arm in _STRENGTHS),
    *(Finding(f"the penalty costs no recognition, {arm}", arm, BASE_ARM, "orc", no_loss=True) for arm in _STRENGTHS),
    Finding("the clamp costs no end-pointing (ours)", "eot-0.05-clamped", "eot-0.05", "ep_p90", no_loss=True),
    Finding("the clamp counts turns better (ours)", "eot-0.05-clamped", "eot-0.05", "counting"),
    Finding("masks separate better (ours, 7)", FRESH, "implicit", "second"),
    Finding("masks recognise better (ours, 7)", FRESH, "implicit", "orc"),
    Finding("overlap-switch recognises better than heat (1.4)", "overlap-switch", "heat", "orc"),
    Finding("overlap-switch keeps more of the second voice than heat (1.4)", "overlap-switch", "heat", "second"),
    Finding("tokens at the edges cost no turn counting (1.3, ours)", BASE_ARM, "drop-edges", "counting", no_loss=True),
    Finding("a narrow band ends turns sooner (ours)", "narrow-band", BASE_ARM, "ep_p50"),
)

TURNS = Study(
    stage="multi",
    arms=ARMS,
    findings=FINDINGS,
    heard="groups of `evaluation/groups.jsonl`",
    views={
        "phones": "Phones, by greedy search of the model alone",
        "words": "Words, by the whole streaming pipeline",
    },
    search={"shy_bonus": 0.0, "echo_penalty": 0.0, "odd_mark_penalty": 1.0},
)
"""The search helps no channel, and lost marks are possible."""
