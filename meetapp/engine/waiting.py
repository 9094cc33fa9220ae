"""Waiting for sound: until a track begins or more of it comes, as long as somebody is left to see to it."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from meetapp.locks import RoleLock, holder
from meetapp.tracks import TrackReader

POLL_S = 0.05
"""How long to wait when the track has nothing new."""

LOADING_S = 900
"""For so long loading is no hang: where it never ran, the search is compiled, which takes minutes on a busy machine."""

ORPHAN_S = 10.0
"""How long an engine whose supervisor has died may take to notice; two at once would give two turns one number."""


class Waiter:
    """Waits on behalf of the process that started this one.

    Args:
        beat: called often, to show that the engine is at work.
    """

    def __init__(self, beat: Callable[[], None] = lambda: None) -> None:
        self._parent = os.getppid()
        self._beat = beat

    def is_wanted(self) -> bool:
        """False when the process that started this one is gone, who alone would see to it."""
        self._beat()
        return os.getppid() == self._parent

    def wait(self) -> bool:
        """Lets a moment pass; False as for `is_wanted`."""
        time.sleep(POLL_S)
        return self.is_wanted()

    @contextlib.contextmanager
    def loading(self) -> Iterator[None]:
        """Shows signs of life while something is loaded that can show none itself."""
        loaded = threading.Event()

        def beat() -> None:
            for _ in range(LOADING_S):
                self._beat()
                if loaded.wait(1.0):
                    return

        beating = threading.Thread(target=beat, daemon=True)
        beating.start()
        try:
            yield
        finally:
            loaded.set()
            beating.join()

    def track_rate(self, folder: Path) -> int | None:
        """The rate of track 0 once the track has begun; None when nobody is left to begin it."""
        reader = TrackReader(folder)
        while (rate := reader.rate) is None:
            if not self.wait():
                return None
        return rate


def take_over(folder: Path) -> RoleLock:
    """The right to be the only engine of the meeting; one that hangs, left by a dead supervisor, is ended.

    Raises:
        StorageError: the disk refused.
    """
    lock = RoleLock(folder, "engine")
    while not lock.take(ORPHAN_S):
        with contextlib.suppress(ProcessLookupError):
            if orphan := holder(folder, "engine"):
                os.kill(orphan, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    return lock
