"""Progress of a transcription on standard error: a bar for people, one line a file for logs."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from meetapp.events import Event, Finished, Progress, RecordingStopped

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class Meter(Protocol):
    """Shows how far the work on one file is."""

    def saw(self, event: Event) -> None: ...


@contextmanager
def shown(name: str) -> Iterator[Meter]:
    """A meter for the file `name`: a moving bar where standard error is a terminal, else a line at the end."""
    if not sys.stderr.isatty():
        line = _Line()
        yield line
        if line.finished:
            spent_s = time.monotonic() - line.began
            print(
                f"{name}: {line.duration_s:.1f} s in {spent_s:.1f} s (real-time factor {line.rtf:.2f})", file=sys.stderr
            )
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[rtf]}"),
    )
    with Bars(*columns, console=Console(stderr=True)) as bars:
        yield _Bar(bars, bars.add_task(name, total=None, rtf=""))


class _Line:
    def __init__(self) -> None:
        self.began = time.monotonic()
        self.duration_s = self.rtf = 0.0
        self.finished = False

    def saw(self, event: Event) -> None:
        if isinstance(event, Progress):
            self.rtf = event.rtf
        elif isinstance(event, Finished):
            self.finished, self.duration_s = True, event.duration_s


class _Bar:
    def __init__(self, bars: "Bars", task: "TaskID") -> None:
        self._bars, self._task = bars, task
        self._total_s: float | None = None

    def saw(self, event: Event) -> None:
        if isinstance(event, RecordingStopped):
            self._total_s = event.duration_s
        elif isinstance(event, Progress):
            total_s = self._total_s or event.available_s
            self._bars.update(self._task, completed=event.done_s, total=total_s, rtf=f"rtf {event.rtf:.2f}")
