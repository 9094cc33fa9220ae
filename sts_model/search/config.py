"""Settings of the lexicon search."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sts_model.checked import short
from sts_model.search.confidence import Calibration

# The compiled search holds tables of these sizes.
_COUNTS = {
    "hypotheses": 6000,
    "labels_per_frame": 16,
    "silence_frames": 10_000,
    "settle_frames": 10_000,
    "patience_frames": 10_000,
}


@dataclass(frozen=True)
class SearchConfig:
    """How far the search looks, and how much it believes the language model.

    A word's score is its acoustic score + `lm_scale` * log P(word | words before) + `word_bonus`; `ilm_scale` takes
    away what the transducer itself believes about sequences of phones.
    """

    hypotheses: int = 96
    beam: float = 12.0
    """Hypotheses worse than the best by more (natural log) are dropped."""
    lm_scale: float = 0.6
    neural_share: float = 0.5
    """Of the neural language model in the probability of a word, where a package has one; the n-gram has the rest."""
    word_bonus: float = -1.0
    word_bonuses: Mapping[str, float] = field(default_factory=dict)
    """What single words get beyond `word_bonus`, as they are missed or falsely heard too often."""
    token_bonus: float = 1.25
    """A phone's, against the deletions of a model that is unsure: one blank beats each of ten likely phones."""
    phone_scale: float = 0.0
    """Of ln P(phone | frame), where the model has a head for it, beside what the transducer says of a phone."""
    mark_bonus: float = 1.0
    """The same for `<sot>` and `<eot>`."""
    shy_bonus: float = 1.0
    """More of both on the second channel where it sounds active: silent in most of training, it is too shy."""
    echo_penalty: float = 0.0
    """Less of both there where it sounds inactive: what it has is an echo of the first channel's voice."""
    ilm_scale: float = 0.2
    opening_penalty: float = 1.0
    """Cost of a word in a closed turn without `<sot>`."""
    odd_mark_penalty: float | None = None
    """Cost of `<sot>` in an open turn and of `<eot>` in a closed one, as where voices change channel; None: never."""
    labels_per_frame: int = 3
    silence: float = 0.995
    """Where every hypothesis gives blank at least this probability, a frame is silence and costs next to nothing."""
    silence_frames: int = 25
    """After so many frames of silence only the best hypothesis goes on."""
    settle_frames: int = 15
    """Words older than this are committed if nearly all hypotheses agree on them."""
    patience_frames: int = 75
    """Words older than this are committed even if hypotheses still disagree."""
    show_mass: float = 0.9
    """A word is shown before it is committed once hypotheses of this share agree on it."""
    hot_words: Mapping[str, float] = field(default_factory=dict)
    """Phrases that are likelier than the language model knows, each with its boost in nats a word."""
    calibration: Calibration = field(default_factory=Calibration)
    """Of the confidence of words; a mapping of its weights is taken, too, as it comes from JSON."""

    def __post_init__(self) -> None:
        if not isinstance(self.calibration, Calibration):
            object.__setattr__(self, "calibration", _calibration(self.calibration))
        for name, most in _COUNTS.items():
            if not 1 <= getattr(self, name) <= most:
                raise ValueError(f"search.{name} must be 1 to {most}, not {getattr(self, name)}")
        if not self.beam > 0:
            raise ValueError(f"search.beam must be above 0, not {self.beam}")
        _check_bonuses(self.word_bonuses)
        for name in ("silence", "show_mass"):
            if not 0 < getattr(self, name) <= 1:
                raise ValueError(f"search.{name} must be above 0 and at most 1, not {getattr(self, name)}")
        if not 0 <= self.neural_share <= 1:
            raise ValueError(f"search.neural_share must be 0 to 1, not {self.neural_share}")

    @property
    def odd_mark_cost(self) -> float:
        return math.inf if self.odd_mark_penalty is None else self.odd_mark_penalty


def _check_bonuses(bonuses: Any) -> None:
    numbers = isinstance(bonuses, Mapping) and all(isinstance(value, int | float) for value in bonuses.values())
    if not numbers or not all(math.isfinite(value) for value in bonuses.values()):
        raise ValueError(f"search.word_bonuses must be numbers by word, not {short(bonuses)}")


def _calibration(weights: Any) -> Calibration:
    """The calibration of a mapping of its weights.

    Raises:
        ValueError: it is no mapping of numbers by name.
    """
    try:
        return Calibration(**{name: float(weight) for name, weight in weights.items()})
    except (AttributeError, TypeError) as err:
        raise ValueError(f"search.calibration must be weights by name, not {weights!r}") from err
