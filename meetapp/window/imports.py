"""Imports, one after the other: begins them, watches them, and after a restart takes them up where they were."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from meetapp.window import keeping
from meetapp.window.catalog import Entry
from meetapp.window.import_queue import ImportQueue, Waiting
from meetapp.window.jobs import Jobs
from meetapp.window.session import Session


class Imports(QObject):
    """The first of the queue is at work; what it works on outlives the window."""

    began = Signal(object)  # Session
    changed = Signal()
    trouble = Signal(str)

    def __init__(
        self, path: Path, jobs: Jobs, open_session: Callable[[Entry], Session], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._queue = ImportQueue(path)
        self._jobs, self._open_session = jobs, open_session
        self._at_work = False
        self._is_loaded = False
        jobs.run(self._queue.load, self._on_loaded)

    def is_mine(self, meeting: int) -> bool:
        """Whether that meeting is an import of this queue."""
        return any(each.meeting == meeting for each in self._queue.waiting)

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """What has not begun."""
        return tuple(each for each in self._queue.waiting if not each.meeting)

    def add(self, files: list[tuple[Path, str]], *, model: str, home: str, names: str = "", speakers: int = 0) -> None:
        """Puts files with their titles at the end of the queue, to be imported with these choices."""
        jobs = [Waiting(str(file), title, model, home, names=names, speakers=speakers) for file, title in files]
        self._add(jobs)

    def add_tracks(
        self, files: list[Path], title: str, *, model: str, home: str, names: str = "", speakers: int = 0
    ) -> None:
        """Puts files that are tracks of one meeting at the end of the queue."""
        first, *more = map(str, files)
        self._add([Waiting(first, title, model, home, names=names, speakers=speakers, tracks=tuple(more))])

    def _add(self, jobs: list[Waiting]) -> None:
        self._queue.add(jobs)
        self._save()
        self.go_on()

    def cancel(self, job: Waiting) -> None:
        """Takes a job out of the queue that has not begun."""
        self._queue.remove(job)
        self._save()

    def resume(self, entries: list[Entry]) -> None:
        """Takes up the import that was at work when the program ended, now that all meetings are known."""
        first = self._queue.first
        if self._at_work or first is None or not first.meeting:
            self.go_on()
            return
        entry = next((each for each in entries if each.id == first.meeting), None)
        if entry is not None and entry.state == "working":
            self._attach(entry)
        elif entry is not None and entry.state == "interrupted":
            self._at_work = True
            self._jobs.run(partial(keeping.take_up_import, entry, first), self._on_begun, self._on_refused)
        else:
            self._on_ended()

    def go_on(self) -> None:
        """Begins the first of the queue, unless one is at work."""
        first = self._queue.first
        if self._at_work or not self._is_loaded or first is None or first.meeting:
            return
        self._at_work = True
        self._jobs.run(partial(keeping.begin_import, first), self._on_begun, self._on_refused)

    def _on_loaded(self, _: object) -> None:
        self._is_loaded = True
        self.changed.emit()
        self.go_on()

    def _on_begun(self, entry: Entry) -> None:
        self._queue.begun(entry.id)
        self._save()
        self._attach(entry)

    def _attach(self, entry: Entry) -> None:
        self._at_work = True
        session = self._open_session(entry)
        session.ended.connect(self._on_ended)
        self.began.emit(session)

    def _on_refused(self, sentence: str) -> None:
        self.trouble.emit(sentence)
        self._on_ended()

    def _on_ended(self) -> None:
        self._at_work = False
        if self._queue.first is not None:
            self._queue.remove(self._queue.first)
        self._save()
        self.go_on()

    def _save(self) -> None:
        self._jobs.run(self._queue.save)
        self.changed.emit()
