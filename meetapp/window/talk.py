"""Talk time and speaker lanes: who spoke how long and where on the timeline; no Qt."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from meetapp.window.packed_rows import Spoken


@dataclass(frozen=True)
class TalkTime:
    """How long a speaker spoke, and the share of the longest talker's time (0 to 1), which is a bar's length."""

    speaker: int
    seconds: float
    share: float


class Spells:
    """Begin and end of turns in seconds, in order; 16 bytes each, since a long meeting has ten thousand."""

    def __init__(self, turns: Iterable[tuple[float, float]] = ()) -> None:
        self._times = array("d", [time_s for turn in turns for time_s in turn])

    def add(self, start_s: float, end_s: float) -> None:
        self._times.append(start_s)
        self._times.append(end_s)

    def __iter__(self) -> Iterator[tuple[float, float]]:
        return zip(self._times[::2], self._times[1::2], strict=True)

    def __len__(self) -> int:
        return len(self._times) // 2

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spells) and self._times == other._times


Stretches = dict[int, Spells]
"""When each speaker speaks."""


def stretches(spans: Iterable[Spoken]) -> Stretches:
    """When each speaker speaks, by number."""
    found: Stretches = {}
    for speaker, start_s, end_s in spans:
        found.setdefault(speaker, Spells()).add(start_s, end_s)
    return dict(sorted(found.items()))


def talk_times(spoken: Stretches) -> list[TalkTime]:
    """One entry a speaker, in order of appearance in the numbering."""
    times = {who: sum([max(0.0, end_s - start_s) for start_s, end_s in turns]) for who, turns in spoken.items()}
    longest = max(times.values(), default=0.0)
    return [TalkTime(who, seconds, seconds / longest if longest else 0.0) for who, seconds in times.items()]


@dataclass(frozen=True)
class Span:
    """A stretch of a lane, as shares of the timeline's width."""

    start: float
    end: float


def lane(spoken: Iterable[tuple[float, float]], first_s: float, last_s: float, share: float) -> list[Span]:
    """What lies in sight of a speaker's turns; those nearer than a `share` of the width are joined.

    Joining bounds what is painted: ten thousand turns are never more than a few hundred spans a lane.
    """
    width_s = last_s - first_s
    if width_s <= 0:
        return []
    joined: list[list[float]] = []
    for start_s, end_s in spoken:
        if end_s < first_s or start_s > last_s:
            continue
        if joined and start_s - joined[-1][1] < share * width_s:
            joined[-1][1] = max(joined[-1][1], end_s)
        else:
            joined.append([start_s, end_s])
    return [
        Span(max(0.0, (start_s - first_s) / width_s), min(1.0, (end_s - first_s) / width_s))
        for start_s, end_s in joined
    ]
