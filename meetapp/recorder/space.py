"""Space: how long the disk can still take sound, told in time, and an end while there is room for its text."""

import shutil
from pathlib import Path

from meetapp.errors import StorageError
from meetapp.events import Trouble
from meetapp.journal import SAMPLE_BYTES, track_numbers

RESERVE_BYTES = 24 << 20
"""Left for turns, events and the library; a library that finds no room loses more than a recording that ends."""

WARN_S = 30 * 60.0
LOOK_S = 5.0


class Space:
    """Looks at the disk under `folder` now and then, for tracks at `rate`."""

    def __init__(self, folder: Path, rate: int) -> None:
        self._folder, self._bytes_per_s = folder, rate * SAMPLE_BYTES
        self._looked_s = float("-inf")
        self._told = False

    def look(self, now_s: float) -> Trouble | None:
        """A warning when less than WARN_S of sound fits, once.

        Raises:
            StorageError: only the reserve is left.
        """
        if now_s - self._looked_s < LOOK_S:
            return None
        self._looked_s = now_s
        bytes_per_s = self._bytes_per_s * max(1, len(track_numbers(self._folder)))
        left_s = (shutil.disk_usage(self._folder).free - RESERVE_BYTES) / bytes_per_s
        if left_s <= 0:
            raise StorageError(
                f"The disk is full but for a reserve: the recording in {self._folder} ends here and is kept; "
                "free some space to record on."
            )
        if left_s >= WARN_S:
            self._told = False
            return None
        if self._told:
            return None
        self._told = True
        return Trouble(f"The disk has room for {max(1, round(left_s / 60))} more minutes: free some space.")
