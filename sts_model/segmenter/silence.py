"""When silence ends a turn without `<eot>`: after a pause in which nobody is active, at the latest after a long one.

The speech-activity head hears a voice whose words the search does not get, and so tells a pause from a hard passage.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Active = NDArray[np.bool_]

KEPT_FRAMES = 800
"""How far back activity is remembered; more than any undecided item is old."""


@dataclass(frozen=True)
class SilenceConfig:
    """In encoder frames since the end of the last word."""

    gap_frames: int = 30
    """From here on a turn ends once its channel has not been active for `quiet_frames`."""
    quiet_frames: int = 8
    longest_gap_frames: int = 75
    """Here it ends whatever the activity head says."""

    def __post_init__(self) -> None:
        if not 1 <= self.gap_frames <= self.longest_gap_frames:
            raise ValueError(
                f"a gap of at least 1 and at most {self.longest_gap_frames} frames is needed, not {self.gap_frames}"
            )
        if self.quiet_frames < 1:
            raise ValueError(f"quiet_frames must be at least 1, not {self.quiet_frames}")


@dataclass(frozen=True)
class Activity:
    """Whether each channel was active, from frame `first` on."""

    active_NT: Active
    first: int = 0

    @property
    def stop(self) -> int:
        """The frame after the last."""
        return self.first + int(self.active_NT.shape[1])

    def heard(self, active_NT: Active) -> "Activity":
        """With the next frames; what is older than KEPT_FRAMES goes."""
        joined_NT = np.concatenate([self.active_NT, active_NT], axis=1)
        surplus = max(0, joined_NT.shape[1] - KEPT_FRAMES)
        return Activity(joined_NT[:, surplus:], self.first + surplus)

    def last_open_frame(self, channel: int, word_end: int, config: SilenceConfig) -> int:
        """The last frame in which a word may still continue a turn whose last word ended at `word_end`."""
        first, last = word_end + config.gap_frames, word_end + config.longest_gap_frames
        if first < self.first:  # long ago: who was active then is forgotten, and taken for nobody
            return first
        begin = max(self.first, first - config.quiet_frames + 1)
        quiet = 0 if begin > self.first else config.quiet_frames
        active_T = self.active_NT[channel, begin - self.first : last + 1 - self.first]
        for frame, active in enumerate(active_T.tolist(), start=begin):
            quiet = 0 if active else quiet + 1
            if frame >= first and quiet >= config.quiet_frames:
                return frame
        return last
