"""Following a meeting: its events one by one until its supervisor has ended, and what became of it."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from meetapp import supervisor
from meetapp.errors import StorageError
from meetapp.events import AfterRun, Event, EventReader, Finished, Trouble, TurnAdded
from meetapp.meeting import events_path, log_path
from sts_model.turns import Turn, merge_turns

POLL_S = 0.05
OUR_FAULT = 1
INTERRUPTED = 130
"""As shells have it for a command that Ctrl-C ended."""

FULL_BYTES = 1 << 16


@dataclass
class Outcome:
    """What became of a meeting so far; `code` is 0 once its text is complete, else `failure` says why not.

    `told` is for the listener: the user has read the failure already.
    """

    turns: list[Turn] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failure: str = ""
    code: int = OUR_FAULT
    finished: bool = False
    told: bool = False

    def take(self, event: Event) -> None:
        if isinstance(event, TurnAdded):
            self.turns = merge_turns(self.turns, [event.turn])
        elif isinstance(event, Finished):
            self.finished = True
        elif isinstance(event, AfterRun) and event.failure:
            self.warnings.append(event.failure)
        elif isinstance(event, Trouble) and not event.fatal:
            self.warnings.append(event.message)
        elif isinstance(event, Trouble) and not self.failure:
            # The first cause; what fails after it fails because of it.
            self.failure, self.code = event.message, event.exit_code

    def end(self, exit_code: int, folder: Path) -> None:
        """Draws the sum when the supervisor of the meeting in `folder` has ended with `exit_code`."""
        if self.finished and exit_code == 0:
            self.code = 0
        elif not self.failure:
            self._end_untold(exit_code, folder)

    def _end_untold(self, exit_code: int, folder: Path) -> None:
        """No event says why the work ended: a full disk has no room for one."""
        if shutil.disk_usage(folder).free < FULL_BYTES:
            self.failure = f"The disk is full: free some space for {folder} and try again."
            self.code = StorageError.exit_code
        else:
            self.failure = f"The work on this recording ended unexpectedly; see {log_path(folder)}."
            self.code = exit_code if exit_code > 0 else OUR_FAULT


def follow(process: "subprocess.Popen[bytes]", folder: Path, outcome: Outcome) -> Iterator[Event | None]:
    """Each event after `outcome` has taken it; None about every POLL_S when there is nothing new.

    A supervisor that was killed is followed by the one that its recorder starts.
    """
    reader = EventReader(events_path(folder))
    ended = False
    while not ended:
        ended = _has_ended(process, folder)  # before reading: an ended supervisor writes no more
        for event in reader.read_new():
            outcome.take(event)
            yield event
        if not ended:
            yield None
            time.sleep(POLL_S)
    # Nobody here is told how a later supervisor ended; that the text is complete says it.
    killed = process.returncode < 0
    outcome.end(0 if killed and outcome.finished else process.returncode, folder)


def _has_ended(process: "subprocess.Popen[bytes]", folder: Path) -> bool:
    code = process.poll()
    return code is not None and (code >= 0 or not supervisor.running(folder))


class StopRequests:
    """Counts Ctrl-C, and a terminal that is closed, instead of raising in the middle of something."""

    def __init__(self) -> None:
        self.count = 0
        self._names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

    def __enter__(self) -> "StopRequests":
        self._before = [signal.signal(getattr(signal, name), self._more) for name in self._names]
        return self

    def __exit__(self, *_: object) -> None:
        for name, handler in zip(self._names, self._before, strict=True):
            signal.signal(getattr(signal, name), handler)

    def _more(self, _signal: int, _frame: FrameType | None) -> None:
        self.count += 1
