"""Confidence: from what the search knows of a word to the probability that it was said."""

import math
from dataclasses import dataclass

CUT = 0.002
"""Probabilities are kept this far from 0 and 1 before their log-odds are taken."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What the search knows of a word.

    Fields:
        clarity: probability of a phone of it on average, given that there is one (geometric mean).
        mass: share of all hypotheses, by probability, that had the word there, on average over the looks at it.
        tokens: phones of it.
    """

    clarity: float
    mass: float
    tokens: int

    @property
    def features(self) -> tuple[float, float, float]:
        """Log-odds of clarity and mass, and the logarithm of the number of phones."""
        return _log_odds(self.clarity), _log_odds(self.mass), math.log(max(1, self.tokens))


@dataclass(frozen=True)
class Calibration:
    """sigma(bias + weights of the features of a word); by itself, the word's clarity as it is.

    Source: logistic calibration, Platt 1999; fitted by `python -m sts_model calibrate`.
    """

    bias: float = 0.0
    clarity: float = 1.0
    mass: float = 0.0
    length: float = 0.0

    def __post_init__(self) -> None:
        if not all(math.isfinite(weight) for weight in (self.bias, self.clarity, self.mass, self.length)):
            raise ValueError("the weights of search.calibration must be numbers")

    def __call__(self, traits: Traits) -> float:
        clarity, mass, length = traits.features
        return 1 / (1 + math.exp(-(self.bias + self.clarity * clarity + self.mass * mass + self.length * length)))


def _log_odds(probability: float) -> float:
    cut = min(1 - CUT, max(CUT, probability))
    return math.log(cut / (1 - cut))
