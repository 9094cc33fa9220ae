"""Turns that are shown beside turns of a file: which stand for each other, though limits or their number changed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sts_model.turns import Turn
from sts_model.units import samples
from sts_model.wording import WORDINGS, worded

SAME_SAMPLES = samples(0.05)
"""Files keep times to the millisecond or the hundredth of a second; a lesser difference is none."""

LEAST_SHARED = 0.5
"""What two turns must have in common, of the time of both, to be one turn with other limits."""


@dataclass(frozen=True)
class Match:
    """Turns that are shown, and turns of the file for them; either may be several, or none."""

    shown: tuple[Turn, ...]
    read: tuple[Turn, ...]


def match_turns(shown: Sequence[Turn], read: Sequence[Turn]) -> list[Match]:
    """All turns of both, each in one match: by equal limits first, then by likely ones, else alone.

    Args:
        shown: in order of start, ids unique; `read` likewise.
    """
    found: list[Match] = []
    for pairs in (_equal, _cues, _parts, _likely):
        taken: set[int] = set()
        taken_read: set[int] = set()
        for match in pairs(_Side(shown), _Side(read)):
            mine, theirs = {turn.id for turn in match.shown}, {turn.id for turn in match.read}
            if not (mine & taken or theirs & taken_read):
                found.append(match)
                taken |= mine
                taken_read |= theirs
        shown = [turn for turn in shown if turn.id not in taken]
        read = [turn for turn in read if turn.id not in taken_read]
    return [*found, *(Match((turn,), ()) for turn in shown), *(Match((), (turn,)) for turn in read)]


def says(turns: Sequence[Turn], text: str) -> bool:
    """Whether `text` is what the turns say in one of the wordings."""
    words = text.split()
    return any(" ".join(worded(turn, wording).text for turn in turns).split() == words for wording in WORDINGS)


class _Side:
    """Turns in order of start, for finding those that begin about some time."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self.turns = turns
        self._starts = [turn.start_samples for turn in turns]

    def begun(self, first: int, last: int) -> Sequence[Turn]:
        """Turns that begin at one of these times, a little earlier or later."""
        return self.turns[
            bisect_left(self._starts, first - SAME_SAMPLES) : bisect_right(self._starts, last + SAME_SAMPLES)
        ]


def _equal(shown: _Side, read: _Side) -> Iterator[Match]:
    """One for one; of turns with equal limits, as when two people talk at once, those with equal words first."""
    pairs = [
        Match((turn,), (other,))
        for turn in shown.turns
        for other in read.begun(turn.start_samples, turn.start_samples)
        if _is_near(turn, other)
    ]
    yield from sorted(pairs, key=lambda match: not says(match.shown, match.read[0].text))


def _cues(shown: _Side, read: _Side) -> Iterator[Match]:
    """A turn that a file of subtitles has in several."""
    for turn in shown.turns:
        cues = _filling(turn, read)
        if cues:
            yield Match((turn,), cues)


def _parts(shown: _Side, read: _Side) -> Iterator[Match]:
    """Turns of one speaker that were joined for the file."""
    for turn in read.turns:
        parts = _filling(turn, shown)
        if parts:
            yield Match(parts, (turn,))


def _likely(shown: _Side, read: _Side) -> Iterator[Match]:
    """One for one where a person moved the limits, the most alike first."""
    pairs = [
        (_shared(turn, other), Match((turn,), (other,)))
        for turn in shown.turns
        for other in read.begun(2 * turn.start_samples - turn.end_samples, turn.end_samples)
        if _shared(turn, other) >= LEAST_SHARED
    ]
    yield from (match for _, match in sorted(pairs, key=lambda pair: pair[0], reverse=True))


def _filling(whole: Turn, side: _Side) -> tuple[Turn, ...]:
    """Turns of one speaker that begin and end together with `whole`; none if there are none."""
    within = [
        turn
        for turn in side.begun(whole.start_samples, whole.end_samples)
        if turn.end_samples <= whole.end_samples + SAME_SAMPLES
    ]
    for speaker in dict.fromkeys(turn.speaker for turn in within):
        mine = tuple(turn for turn in within if turn.speaker == speaker)
        span = replace(mine[0], end_samples=max(turn.end_samples for turn in mine))
        if _is_near(span, whole):
            return mine
    return ()


def _is_near(turn: Turn, other: Turn) -> bool:
    """Whether both begin and end at the same time."""
    starts, ends = turn.start_samples - other.start_samples, turn.end_samples - other.end_samples
    return abs(starts) <= SAME_SAMPLES and abs(ends) <= SAME_SAMPLES


def _shared(turn: Turn, other: Turn) -> float:
    """The time that both last as a share of that in which one does."""
    both = min(turn.end_samples, other.end_samples) - max(turn.start_samples, other.start_samples)
    either = max(turn.end_samples, other.end_samples) - min(turn.start_samples, other.start_samples)
    return both / max(1, either)
