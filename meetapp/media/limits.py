"""Limits of the decoder's process: how much memory and processor time a hostile file can take before it is stopped.

The system ends a process that passes them even where the decoder never comes back to Python; `Watch` comes first
where it can, because it leaves a sentence behind.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from meetapp.confined import confine, limit_cpu, peak_bytes
from meetapp.errors import MediaError

POLL_S = 0.25
GRACE_S = 10
"""Processor time between the limit that leaves a sentence and the one that kills."""


@dataclass(frozen=True)
class Limits:
    """Of a process: its memory, time without any sound from one file, and processor time for all of them.

    Processor time may be `cpu_s`, and `cpu_share` of the length of the sound so far on top of it.
    """

    memory_bytes: int = 2 << 30
    stall_s: float = 60.0
    cpu_s: float = 60.0
    cpu_share: float = 0.5

    def cpu_limit_s(self, sound_s: float) -> float:
        return self.cpu_s + self.cpu_share * sound_s


def hold_to(limits: Limits) -> None:
    """Confines this process as `limits` say."""
    confine(limits.memory_bytes, limits.cpu_limit_s(0.0) + GRACE_S)


class Watch:
    """Ends this process, after `tell` has passed on why, when the decoder hangs, crawls or swells.

    `name` is that of the file which the decoder reads just now, and so the one to blame.

    Args:
        name: of the first file.
        tell: takes the error and gives the exit code.
    """

    def __init__(self, name: str, tell: Callable[[MediaError], int], limits: Limits) -> None:
        self.name, self._tell, self._limits = name, tell, limits
        self._sound_s, self._fed_at_s = 0.0, time.monotonic()
        threading.Thread(target=self._watch, daemon=True).start()

    def turn_to(self, name: str) -> None:
        """From now on the decoder reads the file `name`."""
        self.name, self._fed_at_s = name, time.monotonic()

    def fed(self, sound_s: float) -> None:
        """The decoder has delivered `sound_s` more seconds of sound."""
        self._sound_s, self._fed_at_s = self._sound_s + sound_s, time.monotonic()
        limit_cpu(self._limits.cpu_limit_s(self._sound_s) + GRACE_S)

    def _watch(self) -> None:
        while not (why := self._reason()):
            time.sleep(POLL_S)
        os._exit(self._tell(MediaError(f"{self.name} cannot be decoded: {why}.")))

    def _reason(self) -> str:
        if time.monotonic() - self._fed_at_s > self._limits.stall_s:
            return "its decoder hangs"
        if time.process_time() > self._limits.cpu_limit_s(self._sound_s):
            return "it takes far too long"
        return "it needs too much memory" if peak_bytes() > self._limits.memory_bytes else ""
