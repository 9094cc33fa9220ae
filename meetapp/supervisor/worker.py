"""Worker: one child process, started again with growing pauses when it crashes."""

import contextlib
import subprocess
from collections.abc import Callable, Sequence
from typing import IO

MAX_RESTARTS = 5
PAUSE_S = 0.5
LONGEST_PAUSE_S = 8.0
# A child that ran this long was well; its earlier crashes are forgiven.
WELL_AFTER_S = 60.0
PATIENCE_S = 5.0


class Worker:
    """A child process; `tend` it often, with the time of a monotonic clock.

    Args:
        command: what to run.
        log: where the child's standard output and error go.
        is_final: whether an exit code is the child's last word; after any other it is started again.
    """

    def __init__(self, command: Sequence[str], log: IO[bytes], is_final: Callable[[int], bool]) -> None:
        self._command, self._log, self._is_final = command, log, is_final
        self._process: subprocess.Popen[bytes] | None = None
        self._start_at_s: float | None = None
        self._started_s = 0.0
        self._stopping = False
        self.crashes = 0
        self.last_code = 0
        self.first_order = ""  # said to the child whenever it is started
        self.result: int | None = None

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
        if self._stopping or self._is_final(code) or self.crashes >= MAX_RESTARTS:
            self.result = code
            return code
        # At once the first time: each second without a recorder is a second of sound lost.
        self._start_at_s = now_s + min(LONGEST_PAUSE_S, PAUSE_S * (2**self.crashes - 1))
        self.crashes += 1
        return None

    def say(self, order: str) -> None:
        """Writes a line to the child's standard input."""
        if self._process is None or self._process.stdin is None:
            return
        with contextlib.suppress(BrokenPipeError):  # it has just died; `tend` will see that
            self._process.stdin.write(order.encode() + b"\n")
            self._process.stdin.flush()

    def ask_to_stop(self) -> None:
        """Closes the child's standard input, which it takes for an order to stop; it is not started again."""
        self._stopping = True
        if self._process is None:
            self.result = self.result or 0
        elif self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()

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

    def _start_when_due(self, now_s: float) -> None:
        if self._start_at_s is not None and now_s < self._start_at_s:
            return
        self._started_s = now_s
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=self._log, stderr=self._log)
        if self.first_order:
            self.say(self.first_order)
