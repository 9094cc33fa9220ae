"""Grips: the begin and end of each turn on the timeline, which can be taken and moved; no Qt."""

from dataclasses import dataclass

from meetapp.window.axis import Axis
from meetapp.window.talk import Spells, Stretches

REACH_PX = 5.0
"""A limit is taken from this near."""

ROOM_PX = 14.0
"""A turn narrower than this is too small to be taken at one of its ends."""

LEAST_S = 0.1
"""No turn is made shorter."""


@dataclass(frozen=True)
class Grip:
    """One end of a turn of `speaker` that lasts from `start_s` to `end_s`."""

    speaker: int
    start_s: float
    end_s: float
    is_end: bool

    def moved(self, at_s: float, total_s: float) -> tuple[float, float]:
        """The turn's limits with this end at that time, as far as the turn itself and the meeting allow."""
        return limits(self.start_s, self.end_s, at_s, is_end=self.is_end, total_s=total_s)


def limits(start_s: float, end_s: float, at_s: float, *, is_end: bool, total_s: float) -> tuple[float, float]:
    """The limits of a turn with one of them moved to `at_s`, in a meeting that lasts `total_s`."""
    if is_end:
        return start_s, max(start_s + LEAST_S, min(at_s, max(total_s, end_s)))
    return min(max(0.0, at_s), max(start_s, end_s - LEAST_S)), end_s


def grip_at(spoken: Stretches, lane: int, x: float, axis: Axis, width: float) -> Grip | None:
    """The end of a turn at `x` of `width` pixels in that lane, counted from 0; None where there is none."""
    if not 0 <= lane < len(spoken):
        return None
    speaker = list(spoken)[lane]
    at_s, reach_s, room_s = axis.time(x / width), REACH_PX / width * axis.span_s, ROOM_PX / width * axis.span_s
    near = [
        (abs(limit_s - at_s), Grip(speaker, start_s, end_s, is_end))
        for start_s, end_s in spoken[speaker]
        if start_s - reach_s <= at_s <= end_s + reach_s and end_s - start_s >= room_s
        for limit_s, is_end in ((start_s, False), (end_s, True))
    ]
    distance_s, grip = min(near, key=lambda each: each[0], default=(reach_s + 1.0, None))
    return grip if distance_s <= reach_s else None


def with_moved(spoken: Stretches, grip: Grip, at_s: float, total_s: float) -> Stretches:
    """`spoken` as it will be once that end lies at that time."""
    old, new = (grip.start_s, grip.end_s), grip.moved(at_s, total_s)
    return {**spoken, grip.speaker: Spells(new if each == old else each for each in spoken[grip.speaker])}
