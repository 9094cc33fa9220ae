"""Adopted: a recorder that outlived its supervisor, for the supervisor after it, as if it were a child of its own."""

import contextlib
import os
import select
import signal
import subprocess
import time
from pathlib import Path

from meetapp.journal import JournalReader, is_stopped

POLL_S = 0.02
UNKNOWN_END = -signal.SIGTERM
"""Only a parent is told how a process ended; this stands for every end that left the track open."""


class Adopted:
    """Process `pid`, which reads its orders from a pipe whose other end is `pipe`; it records into `folder`."""

    def __init__(self, pid: int, pipe: int, folder: Path) -> None:
        self.pid, self._folder = pid, folder
        self.stdin = os.fdopen(pipe, "wb", buffering=0)
        # Another end of the same pipe tells whether somebody still reads, when this one has been closed.
        self._watched = os.dup(pipe)
        self._poll = select.poll()
        self._poll.register(self._watched, select.POLLERR)
        self._code: int | None = None

    def poll(self) -> int | None:
        """None while it lives; then 0 if it completed its track."""
        if self._code is None and self._poll.poll(0):
            self._code = 0 if is_stopped(JournalReader(self._folder).read_new()) else UNKNOWN_END
            os.close(self._watched)
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code.

        Raises:
            subprocess.TimeoutExpired: it still lives after `timeout` seconds.
        """
        give_up = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if give_up is not None and time.monotonic() >= give_up:
                raise subprocess.TimeoutExpired([str(self.pid)], timeout or 0.0)
            time.sleep(POLL_S)
        return code

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)
