"""Talk time and speaker lanes: who spoke how long and where on the timeline; no Qt."""

from collections.abc import Iterable
from dataclasses import dataclass

from meetapp.window.rows import Piece


@dataclass(frozen=True)
class TalkTime:
    """How long a speaker spoke, and the share of the longest talker's time (0 to 1), which is a bar's length."""

    speaker: int
    seconds: float
    share: float


def talk_times(pieces: Iterable[Piece]) -> list[TalkTime]:
    """One entry a speaker, in order of appearance in the numbering."""
    spoken: dict[int, float] = {}
    for piece in pieces:
        if not piece.is_partial:
            spoken[piece.speaker] = spoken.get(piece.speaker, 0.0) + max(0.0, piece.end_s - piece.start_s)
    longest = max(spoken.values(), default=0.0)
    return [TalkTime(who, spoken[who], spoken[who] / longest if longest else 0.0) for who in sorted(spoken)]


@dataclass(frozen=True)
class Span:
    """A stretch of a lane, as shares of the timeline's width."""

    start: float
    end: float


def lanes(pieces: Iterable[Piece], total_s: float, resolution: float = 1 / 2000) -> dict[int, list[Span]]:
    """The stretches of each speaker along `total_s` seconds; those nearer than `resolution` are joined.

    Joining bounds what is painted: ten thousand turns are never more than a few hundred spans a lane.
    """
    found: dict[int, list[Span]] = {}
    if total_s <= 0:
        return found
    for piece in pieces:
        if piece.is_partial:
            continue
        start, end = min(1.0, piece.start_s / total_s), min(1.0, piece.end_s / total_s)
        lane = found.setdefault(piece.speaker, [])
        if lane and start - lane[-1].end < resolution:
            lane[-1] = Span(lane[-1].start, max(lane[-1].end, end))
        else:
            lane.append(Span(start, end))
    return dict(sorted(found.items()))
