"""Waiting for sound: until a track begins or more of it comes, as long as somebody is left to see to it."""

import os
import time
from pathlib import Path

from meetapp.tracks import TrackReader

POLL_S = 0.05
"""How long to wait when the track has nothing new."""


class Waiter:
    """Waits on behalf of the process that started this one."""

    def __init__(self) -> None:
        self._parent = os.getppid()

    def wait(self) -> bool:
        """Lets a moment pass; False when the process that started this one is gone, who alone would see to it."""
        time.sleep(POLL_S)
        return os.getppid() == self._parent

    def track_rate(self, folder: Path) -> int | None:
        """The rate of track 0 once the track has begun; None when nobody is left to begin it."""
        reader = TrackReader(folder)
        while (rate := reader.rate) is None:
            if not self.wait():
                return None
        return rate
