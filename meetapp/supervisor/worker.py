"""Worker: one child process, started again with growing pauses when it crashes."""

import contextlib
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Protocol

MAX_RESTARTS = 5
PAUSE_S = 0.5
# A child that ran this long was well; its earlier crashes are forgiven.
WELL_AFTER_S = 60.0
PATIENCE_S = 5.0


class Process(Protocol):
    """What is needed of a child, or of a process that is treated as one."""

    @property
    def stdin(self) -> IO[bytes] | None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


@dataclass(frozen=True)
class Patience:
    """How often a child that crashed is started again, and the longest pause before that."""

    restarts: int | None = MAX_RESTARTS  # None: for ever
    longest_pause_s: float = 8.0


class Worker:
    """A child process; `tend` it often, with the time of a monotonic clock.

    Args:
        command: what to run.
        log: where the child's standard output and error go.
        is_final: whether an exit code is the child's last word; after any other it is started again.
        running: a process that does the work already.
    """

    def __init__(
        self,
        command: Sequence[str],
        log: IO[bytes],
        is_final: Callable[[int], bool],
        patience: Patience = Patience(),  # frozen
        running: Process | None = None,
    ) -> None:
        self._command, self._log, self._is_final, self._patience = command, log, is_final, patience
        self._process = running
        self._start_at_s: float | None = None
        self._started_s = 0.0
        self._stopping = False
        self.crashes = 0
        self.last_code = 0
        self.first_order = ""  # said to the child whenever it is started
        self.result: int | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a process now, not merely one to come."""
        return self._process is not None

    def tend(self, now_s: float) -> int | None:
        """The child's last exit code (negative: the signal that ended it); None while there is more to come."""
        if self.result is not None:
            return self.result
        if self._process is None:
            self._start_when_due(now_s)
            return self.result
        code = self._process.poll()
        if code is None:
            return None
        self._process = None
        self.last_code = code
        if now_s - self._started_s >= WELL_AFTER_S:
            self.crashes = 0
        if self._stopping or self._is_final(code) or self._is_hopeless():
            self.result = code
            return code
        # At once the first time: each second without a recorder is a second of sound lost.
        self._start_at_s = now_s + min(self._patience.longest_pause_s, PAUSE_S * (2 ** min(self.crashes, 10) - 1))
        self.crashes += 1
        return None

    def say(self, order: str) -> None:
        """Writes a line to the child's standard input."""
        if self._process is None or self._process.stdin is None or self._process.stdin.closed:
            return
        with contextlib.suppress(BrokenPipeError):  # it has just died; `tend` will see that
            self._process.stdin.write(order.encode() + b"\n")
            self._process.stdin.flush()

    def ask_to_stop(self) -> None:
        """Orders the child to stop; it is not started again."""
        if self._stopping:
            return
        self._stopping = True
        if self._process is None:
            self.result = self.result or 0
        elif self._process.stdin is not None:
            self.say("stop")
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()

    def abandon(self) -> None:
        """Ends a child that does not answer; it is started again as after a crash."""
        if self._process is not None:
            self._process.kill()

    def end(self) -> None:
        """Ends the child now, by force if it must be."""
        self.ask_to_stop()
        if self._process is None:
            return
        self._process.terminate()
        try:
            self.result = self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self.result = self._process.wait()

    def _is_hopeless(self) -> bool:
        return self._patience.restarts is not None and self.crashes >= self._patience.restarts

    def _start_when_due(self, now_s: float) -> None:
        if self._start_at_s is not None and now_s < self._start_at_s:
            return
        self._started_s = now_s
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=self._log, stderr=self._log)
        if self.first_order:
            self.say(self.first_order)
