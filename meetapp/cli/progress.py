"""Progress of a transcription on standard error: a bar for people, one line a file for people and logs."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from meetapp.events import Event, Finished, Progress, RecordingStopped


@contextmanager
def shown(name: str) -> Iterator["Meter"]:
    """A meter for the file `name`: a moving bar where standard error is a terminal, and a line once it is done."""
    meter = Meter()
    if sys.stderr.isatty():
        with _moving_bar(name, meter):
            yield meter
    else:
        yield meter
    if meter.finished:
        spent_s = time.monotonic() - meter.began
        line = f"{name}: {meter.done_s:.1f} s in {spent_s:.1f} s (real-time factor {meter.rtf:.2f})"
        print(line, file=sys.stderr)


class Meter:
    """How far the work on one file is; `on_change` is told of every step."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.done_s = self.rtf = 0.0
        self.total_s: float | None = None
        self.finished = False
        self.on_change: Callable[[], None] = _nothing
        self._decoded = False

    def saw(self, event: Event) -> None:
        if isinstance(event, RecordingStopped):
            self.total_s, self._decoded = event.duration_s, True
        elif isinstance(event, Progress):
            self.done_s, self.rtf = event.done_s, event.rtf
            if not self._decoded:
                self.total_s = event.available_s
        elif isinstance(event, Finished):
            self.done_s, self.finished = event.duration_s, True
        self.on_change()


@contextmanager
def _moving_bar(name: str, meter: Meter) -> Iterator[None]:
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
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(name, total=None, rtf="")

        def show() -> None:
            bars.update(task, completed=meter.done_s, total=meter.total_s, rtf=f"rtf {meter.rtf:.2f}")

        meter.on_change = show
        yield


def _nothing() -> None:
    pass
