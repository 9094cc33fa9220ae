"""Talk time and speaker lanes: who spoke how long and where on the timeline; no Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meetapp.window.packed_rows import Spoken


@dataclass(frozen=True)
class TalkTime:
    """How long a speaker spoke, and the share of the longest talker's time (0 to 1), which is a bar's length."""

    speaker: int
    seconds: float
    share: float


Stretches = dict[int, list[tuple[float, float]]]
"""When each speaker speaks: begin and end of every turn in seconds, in order."""


def stretches(spans: Iterable[Spoken]) -> Stretches:
    """When each speaker speaks, by number."""
    found: Stretches = {}
    for speaker, start_s, end_s in spans:
        found.setdefault(speaker, []).append((start_s, end_s))
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


def lane(spoken: Sequence[tuple[float, float]], first_s: float, last_s: float, share: float) -> list[Span]:
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
