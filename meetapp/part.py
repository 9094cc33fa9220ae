"""Part: which seconds of a recording are wanted, from its beginning to its end unless told otherwise."""

import argparse
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from meetapp.errors import InputError
from sts_model.turns import Turn
from sts_model.units import SAMPLE_RATE, samples


@dataclass(frozen=True)
class Part:
    """From `start_s` to `stop_s`, in seconds of the recording.

    Raises:
        InputError: that is nothing.
    """

    start_s: float = 0.0
    stop_s: float = math.inf

    def __post_init__(self) -> None:
        if not 0 <= self.start_s < self.stop_s:
            raise InputError(
                f"A part starts at 0 seconds or later and stops after that, not {self.start_s} to {self.stop_s}."
            )

    def within(self, first: int, count: int) -> slice:
        """Which of the `count` samples from sample `first` of the recording on are in it."""
        return slice(*(round(min(max(0.0, at_s * SAMPLE_RATE - first), count)) for at_s in (self.start_s, self.stop_s)))

    def is_over(self, num_samples: int) -> bool:
        """Whether none of it comes after the first `num_samples` of the recording."""
        return num_samples >= self.stop_s * SAMPLE_RATE

    def in_recording(self, turns: Iterable[Turn]) -> tuple[Turn, ...]:
        """`turns`, whose times are those of the part alone, at the times that they have in the recording."""
        return tuple(_later(turn, samples(self.start_s)) for turn in turns)

    def options(self) -> list[str]:
        """How a child process is told of it; see `add_options`."""
        return [] if self == WHOLE else ["--start", str(self.start_s), "--stop", str(self.stop_s)]


WHOLE = Part()


def add_options(parser: argparse.ArgumentParser) -> None:
    """Lets `parser` read what `Part.options` wrote; `part_of` makes a part of it again."""
    parser.add_argument("--start", type=float, default=WHOLE.start_s, metavar="S", help="leave out what is before")
    parser.add_argument("--stop", type=float, default=WHOLE.stop_s, metavar="S", help="leave out what is after")


def part_of(options: argparse.Namespace) -> Part:
    """The part that the options name."""
    return Part(options.start, options.stop)


def _later(turn: Turn, by: int) -> Turn:
    words = [
        replace(word, start_samples=word.start_samples + by, end_samples=word.end_samples + by) for word in turn.words
    ]
    return replace(turn, start_samples=turn.start_samples + by, end_samples=turn.end_samples + by, words=tuple(words))
