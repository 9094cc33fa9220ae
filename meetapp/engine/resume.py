"""Resume: after a crash, from which sample the engine goes on and which turns are known already."""

from collections.abc import Iterable
from dataclasses import dataclass

from meetapp.engine.resample import GRID_SAMPLES
from meetapp.events import BleedLeftOut, Event, PartialChanged, TurnAdded
from sts_model.turns import Turn, merge_turns
from sts_model.units import samples


@dataclass(frozen=True)
class ResumePoint:
    """Where the engine begins: at sample 0 with turn 0, or where a dead engine left off.

    `unannounced` are turns that the library has and no event tells of; `known` are all turns so far.
    """

    start_samples: int = 0
    next_turn_id: int = 0
    known: tuple[Turn, ...] = ()
    unannounced: tuple[Turn, ...] = ()

    def repeats(self, turn: Turn) -> bool:
        """Whether `turn` of the new engine was final before the crash.

        Going back to where an unfinished turn began makes the turns beside it a second time, at nearly the same times.
        """
        return any(
            abs(turn.start_samples - old.start_samples) <= SAME_SAMPLES
            and abs(turn.end_samples - old.end_samples) <= SAME_SAMPLES
            for old in self.known
        )


SAME_SAMPLES = samples(0.5)


CHANNELS = 2
"""What a pipeline hears apart in its track; the channels of track n are the n-th two."""


def track_of(channel: int) -> int:
    """The track in which `channel` was heard."""
    return channel // CHANNELS


def resume_point(events: Iterable[Event], stored: Iterable[Turn], track: int = 0) -> ResumePoint:
    """From the end of the last final turn of `track`, or from the start of a turn that was still open then.

    Args:
        events: all of the meeting so far.
        stored: the meeting's turns in the library; none when it has no library.
    """
    announced: dict[int, Turn] = {}
    open_starts: dict[int, int] = {}
    left_out_to = 0
    for event in events:
        if isinstance(event, TurnAdded) and track_of(event.turn.channel) == track:
            announced[event.turn.id] = event.turn
            if open_starts.get(event.turn.channel, -1) <= event.turn.start_samples:
                open_starts.pop(event.turn.channel, None)
        elif isinstance(event, BleedLeftOut) and track_of(event.channel) == track:
            left_out_to = max(left_out_to, event.end_samples)
            open_starts.pop(event.channel, None)
        elif isinstance(event, PartialChanged) and track_of(event.partial.channel) == track:
            if event.partial.words:
                open_starts[event.partial.channel] = event.partial.start_samples
            else:
                open_starts.pop(event.partial.channel, None)
    stored = [turn for turn in stored if track_of(turn.channel) == track]
    known = merge_turns(announced.values(), stored)
    if not known and not left_out_to:
        return ResumePoint()
    start = min([max([left_out_to, *(turn.end_samples for turn in known)]), *open_starts.values()])
    return ResumePoint(
        start_samples=max(0, start) // GRID_SAMPLES * GRID_SAMPLES,
        next_turn_id=max((turn.id for turn in known), default=-1) + 1,
        known=tuple(known),
        unannounced=tuple(turn for turn in stored if announced.get(turn.id) != turn),
    )
