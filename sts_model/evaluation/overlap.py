"""Words found while two speak at once: those of the voice that began later, and of the one that was there before."""

from collections.abc import Sequence
from dataclasses import dataclass

from sts_model.evaluation.matching import Match
from sts_model.evaluation.segments import Segment, timed_words


@dataclass(frozen=True)
class OverlapWords:
    """Reference words in overlapped seconds, and how many of them were heard, by which voice said them."""

    second: int = 0
    second_heard: int = 0
    first: int = 0
    first_heard: int = 0

    def __add__(self, other: "OverlapWords") -> "OverlapWords":
        return OverlapWords(
            self.second + other.second,
            self.second_heard + other.second_heard,
            self.first + other.first,
            self.first_heard + other.first_heard,
        )


def overlap_words(reference: Sequence[Segment], match: Match) -> OverlapWords:
    """The words of one recording whose middle lies where turns of two speakers overlap.

    A word is of the second voice when a turn that began before its own is still going on; else of the first.
    """
    counts = OverlapWords()
    for i, turn in enumerate(reference):
        beside = [(k, other) for k, other in enumerate(reference) if other.speaker != turn.speaker]
        for k, word in enumerate(timed_words(turn)):
            around = [(n, other) for n, other in beside if other.start_time <= word.middle_s < other.end_time]
            if not around:
                continue
            heard = int((i, k) in match.heard)
            later = any((other.start_time, n) < (turn.start_time, i) for n, other in around)
            counts += OverlapWords(second=1, second_heard=heard) if later else OverlapWords(first=1, first_heard=heard)
    return counts
