"""What a recording's levels and words say of it: clipping, and long silence; no Qt, no clock but the recording's."""

from collections import deque
from dataclasses import dataclass, field

from meetapp.events import LevelChanged
from meetapp.window.status import Status

CLIPPED_DB = -0.1
CLIP_WINDOW_S, CLIPS_THAT_COUNT, CLIP_FORGIVEN_S = 10.0, 8, 20.0
"""A door that slams is no trouble: within ten seconds, this many tenths of a second have to touch the limit."""

LOUD_DB = -45.0
"""Where no words are made, sound above this counts as somebody speaking."""


@dataclass
class ClippingWatch:
    """Told of every level; `is_clipping` once the input is too loud again and again, until it has been well a while."""

    is_clipping: bool = False
    _clips: deque[float] = field(default_factory=deque)
    _last: LevelChanged | None = None

    def saw(self, level: LevelChanged) -> None:
        """Takes in a level; the same one again counts once."""
        now_s = level.recorded_s
        if level.peak_db >= CLIPPED_DB and level != self._last:
            self._clips.append(now_s)
        self._last = level
        while self._clips and self._clips[0] < now_s - CLIP_FORGIVEN_S:
            self._clips.popleft()
        lately = sum(at_s >= now_s - CLIP_WINDOW_S for at_s in self._clips)
        self.is_clipping = lately >= CLIPS_THAT_COUNT or (self.is_clipping and bool(self._clips))


@dataclass
class SilenceWatch:
    """How long nobody has spoken: by the words where they are made, by loudness where they are not."""

    _loud_s: float | None = None  # None before any level: a window may come back to a recording of hours

    def saw(self, level: LevelChanged) -> None:
        if self._loud_s is None or level.rms_db > LOUD_DB:
            self._loud_s = level.recorded_s

    def silent_s(self, status: Status, last_word_s: float) -> float:
        """Seconds of silence until now; somebody spoke, or asked to go on, at `last_word_s`."""
        if status.listening:
            return max(0.0, status.done_s - last_word_s)
        return 0.0 if self._loud_s is None else max(0.0, status.recorded_s - max(self._loud_s, last_word_s))


def minutes_left(free_bytes: int, tracks: int, rate: int = 48_000) -> int:
    """How many minutes of sound fit on the disk, with a little left for everything else."""
    spare = 64 * 1024 * 1024
    return max(0, (free_bytes - spare) // (2 * rate * max(1, tracks) * 60))
