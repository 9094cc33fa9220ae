"""What is going on with a meeting, worked out from its events; no Qt, no language."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from meetapp.events import (
    EngineStarted,
    Event,
    Finished,
    LevelChanged,
    Progress,
    RecordingStarted,
    RecordingStopped,
    Trouble,
)

SILENCE_DB = -90.0
"""Peaks below this are no signal at all."""

READING_S = 8.0
"""A sentence about a trouble stays at least this long, even when all is well again."""


class Phase(Enum):
    """Where a meeting stands."""

    STARTING = auto()  # nothing heard yet
    LIVE = auto()  # sound comes in
    PAUSED = auto()
    CATCHING_UP = auto()  # all sound is on disk, the engine is still reading it
    COMPLETE = auto()
    FAILED = auto()
    INTERRUPTED = auto()  # nobody works on it, and it is not complete
    RECORDED = auto()  # all sound is on disk, and nobody has begun its text


@dataclass(frozen=True)
class Status:
    """A meeting's state; all times in seconds of the recording."""

    is_import: bool = False
    heard: bool = False
    listening: bool = False  # the engine has its model
    paused: bool = False
    stopped: bool = False
    finished: bool = False
    working: bool = True  # a supervisor is at work
    device: str = ""
    recorded_s: float = 0.0
    done_s: float = 0.0
    rtf: float = 0.0
    duration_s: float | None = None
    trouble: Trouble | None = None
    trouble_at_s: float = 0.0
    levels: dict[int, LevelChanged] = field(default_factory=dict)

    @property
    def phase(self) -> Phase:
        if self.finished:
            return Phase.COMPLETE
        if self.trouble is not None and self.trouble.fatal and not self.heard and not self.recorded_s:
            return Phase.FAILED
        if not self.working:
            if self.trouble is not None and self.trouble.fatal:
                return Phase.FAILED
            return Phase.RECORDED if self.stopped and not self.listening else Phase.INTERRUPTED
        if self.stopped or (self.is_import and self.recorded_s):
            return Phase.CATCHING_UP
        if self.paused:
            return Phase.PAUSED
        return Phase.LIVE if self.heard else Phase.STARTING

    @property
    def behind_s(self) -> float:
        """How far the text is behind the sound."""
        return max(0.0, self.recorded_s - self.done_s)

    @property
    def left_s(self) -> float | None:
        """Time until the engine has caught up at its present speed; None while that is unknown."""
        return self.behind_s * self.rtf if self.rtf > 0 else None

    @property
    def speed(self) -> float | None:
        """Seconds of sound read in a second; None while that is unknown."""
        return 1 / self.rtf if self.rtf > 0 else None

    @property
    def total_s(self) -> float:
        """The length to show on a timeline."""
        return self.duration_s if self.duration_s is not None else max(self.recorded_s, self.done_s)


def advance(status: Status, events: Iterable[Event]) -> Status:
    """`status` after `events`."""
    for event in events:
        status = _after(status, event)
    return status


def _after(status: Status, event: Event) -> Status:
    if isinstance(event, LevelChanged):
        levels = {**status.levels, event.track: event}
        recorded_s = max(status.recorded_s, event.recorded_s)
        status = replace(status, heard=True, levels=levels, recorded_s=recorded_s)
        is_over = event.peak_db > SILENCE_DB and recorded_s - status.trouble_at_s > READING_S
        return _without_passing_trouble(status) if is_over else status
    if isinstance(event, Progress):
        recorded_s = max(status.recorded_s, event.available_s)
        # An import has no levels; that it goes on is what tells that a trouble is over.
        status = _without_passing_trouble(status) if status.is_import else status
        return replace(status, done_s=event.done_s, recorded_s=recorded_s, rtf=event.rtf, listening=True)
    if isinstance(event, RecordingStarted):
        return replace(status, heard=True, device=status.device if event.track else event.device)
    if isinstance(event, RecordingStopped):
        return replace(status, stopped=True, paused=False, recorded_s=event.duration_s, levels={})
    if isinstance(event, EngineStarted):
        return replace(status, listening=True)
    if isinstance(event, Trouble):
        return replace(status, trouble=event, trouble_at_s=status.recorded_s)
    if isinstance(event, Finished):
        return replace(status, finished=True, duration_s=event.duration_s, done_s=event.duration_s, levels={})
    return status


def _without_passing_trouble(status: Status) -> Status:
    """`status` without a trouble that did not end the work."""
    return status if status.trouble is None or status.trouble.fatal else replace(status, trouble=None)
