"""Successor: a recorder whose supervisor has died starts the next one, and goes on recording meanwhile."""

import os
import subprocess
import time
from collections.abc import Sequence

MOST_TRIES = 8
PAUSE_S = 0.5
LONGEST_PAUSE_S = 8.0
# A supervisor that lived this long was well: what ended it is not what ended the ones before.
WELL_AFTER_S = 2.0


class Successor:
    """Starts supervisors with `command`, telling each how to adopt this process.

    Nobody could stop a recording without a supervisor, so that one is not sought for ever.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._started_s = 0.0
        self._tries = 0

    def start(self) -> int | None:
        """The pipe that a new supervisor gives its orders through; None when too many have died at once."""
        if self._process is not None:
            self._process.wait()
            if time.monotonic() - self._started_s >= WELL_AFTER_S:
                self._tries = 0
        if self._tries >= MOST_TRIES:
            return None
        # At once the first time: until then nobody passes on what the user orders.
        time.sleep(min(LONGEST_PAUSE_S, PAUSE_S * (2**self._tries - 1)))
        self._tries += 1
        self._started_s = time.monotonic()
        orders, theirs = os.pipe()
        command = [*self._command, "--adopt", f"{os.getpid()}:{theirs}"]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs], start_new_session=True)
        os.close(theirs)
        return orders
