"""How many people speak in a meeting, as far as somebody knows beforehand."""

from dataclasses import dataclass

from sts_model.config import ConfigError

MOST_SPEAKERS = 100
"""Nobody tells more voices apart, neither people nor the tracker."""


@dataclass(frozen=True)
class SpeakerCount:
    """At least `least` and at most `most` people speak; the same number twice is exact, and 0 says nothing.

    Raises:
        ConfigError: no number of people is both; the message is a sentence.
    """

    least: int = 0
    most: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.least <= MOST_SPEAKERS and 0 <= self.most <= MOST_SPEAKERS):
            raise ConfigError(f"A number of speakers is 1 to {MOST_SPEAKERS}, not {self.least} to {self.most}.")
        if self.most and self.least > self.most:
            raise ConfigError(f"There cannot be at least {self.least} speakers and at most {self.most}.")

    @property
    def is_known(self) -> bool:
        return bool(self.least or self.most)

    def allows_more_than(self, number: int) -> bool:
        """Whether there may be another speaker beside `number` of them."""
        return not self.most or number < self.most


UNKNOWN = SpeakerCount()
