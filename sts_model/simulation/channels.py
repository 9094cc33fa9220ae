"""Which of the two output channels each turn of a meeting is written to."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

NUM_CHANNELS = 2
RULES = ("overlap-switch", "heat")


class Timed(Protocol):
    """Anything with a start and an end in one unit."""

    @property
    def start_s(self) -> float: ...

    @property
    def end_s(self) -> float: ...


T = TypeVar("T", bound=Timed)


def assign_channels(turns: Sequence[Timed], rule: str = "overlap-switch") -> tuple[tuple[int, ...], int]:
    """Channel of each turn, in the order given, and the number of turns that found no free channel.

    Turns are placed by start. `overlap-switch` stays on the channel of the turn before while that channel is free;
    `heat` takes the lowest-numbered free one. A turn that begins while both channels are busy (a third voice) goes to
    the one that frees first, where it overlaps what is there: the caller drops it, delays it or lives with it.

    Raises:
        ValueError: `rule` is not one of RULES.
    Source: Raj et al. 2023, SURT 2.0, arXiv 2306.10559 (heat); overlap-switch is ours after Sklyar et al. 2022.
    """
    if rule not in RULES:
        raise ValueError(f"the channel rule must be one of {', '.join(RULES)}, not {rule!r}")
    free_from = [float("-inf")] * NUM_CHANNELS
    channels, last, num_invalid = [0] * len(turns), 0, 0
    for i in sorted(range(len(turns)), key=lambda i: turns[i].start_s):
        free = [c for c in range(NUM_CHANNELS) if free_from[c] <= turns[i].start_s]
        if not free:
            channel = free_from.index(min(free_from))
            num_invalid += 1
        else:
            channel = last if rule == "overlap-switch" and last in free else free[0]
        free_from[channel] = max(free_from[channel], turns[i].end_s)
        channels[i] = last = channel
    return tuple(channels), num_invalid


def without_third_voices(turns: Sequence[T]) -> tuple[tuple[T, ...], int]:
    """The turns by their start, less those that begin while two of the others are on, and the number of these.

    What is kept fits two channels by either rule.
    """
    kept: list[T] = []
    for turn in sorted(turns, key=lambda turn: turn.start_s):
        if sum(other.end_s > turn.start_s for other in kept) < NUM_CHANNELS:
            kept.append(turn)
    return tuple(kept), len(turns) - len(kept)
