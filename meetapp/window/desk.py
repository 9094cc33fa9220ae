"""What the window works on: all meetings, the one being recorded, the imports in their queue; no widgets."""

from collections import deque
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QObject, Signal

from meetapp.window import catalog
from meetapp.window.catalog import Entry
from meetapp.window.jobs import Jobs
from meetapp.window.session import Session
from meetapp.window.status import Phase


class Desk(QObject):
    """Starts and finds work, and keeps one session a meeting that is open or being worked on."""

    entries_changed = Signal()
    recording_changed = Signal()
    import_began = Signal(object)  # Session
    began = Signal(object)  # Session: a new one that the user asked for
    trouble = Signal(str)

    def __init__(self, model: Path | None = None, parent: QObject | None = None) -> None:
        """Work begun here uses the model package in `model`; None is the one that comes with the program."""
        super().__init__(parent)
        self._model = model
        self.entries: list[Entry] = []
        self.recording: Session | None = None
        self.is_loaded = False
        self._jobs = Jobs(self)
        self._jobs.failed.connect(self.trouble)
        self._sessions: dict[int, Session] = {}
        self._queue: deque[tuple[Path, str]] = deque()
        self._is_starting = self._importing = False

    @property
    def jobs(self) -> Jobs:
        return self._jobs

    def refresh(self) -> None:
        """Reads the list of meetings again; a meeting that somebody works on is attached to."""
        self._jobs.run(catalog.list_entries, self._on_entries)

    def session(self, entry: Entry) -> Session:
        """The session of a meeting, opened if it is not."""
        session = self._sessions.get(entry.id)
        if session is None:
            session = self._sessions[entry.id] = Session(entry, self._jobs, self)
            session.ended.connect(partial(self._on_ended, session))
        return session

    def close(self, session: Session) -> None:
        """Lets go of a meeting that is not shown any more, unless somebody works on it."""
        if not session.is_active and self._sessions.get(session.entry.id) is session:
            del self._sessions[session.entry.id]
            session.close()
            session.setParent(None)  # a worker thread may still bring it something; then it goes

    def record(self, device: str) -> None:
        """Starts a recording, unless one is going on."""
        if self._is_starting or (self.recording is not None and self.recording.is_recording):
            return
        self._is_starting = True
        now = QLocale().toString(QDateTime.currentDateTime().time(), QLocale.FormatType.ShortFormat)
        title = self.tr("Recording of %1").replace("%1", now)
        self._jobs.run(
            partial(catalog.begin, title, device=device, model=self._model), self._on_recording, self._on_refusal
        )

    def import_files(self, files: list[Path]) -> None:
        """Puts files at the end of the queue; they are imported one after the other."""
        self._queue.extend((file, file.stem) for file in files)
        self._import_next()

    def open_demo(self) -> None:
        """Shows the demo meeting, which is imported as any file would be."""
        title = self.tr("Demo meeting")
        known = next((e for e in self.entries if e.source == str(catalog.DEMO) and e.state == "complete"), None)
        if known is not None:
            self.began.emit(self.session(known))
            return
        self._queue.append((catalog.DEMO, title))
        self._import_next()

    def shut_down(self) -> None:
        """Lets go of everything; whoever records or imports goes on."""
        for session in self._sessions.values():
            session.close()
        self._jobs.wait()

    def _on_entries(self, entries: list[Entry]) -> None:
        self.entries = [self._as_known(entry) for entry in entries]
        self.is_loaded = True
        for entry in self.entries:
            known = self._sessions.get(entry.id)
            if known is not None and not known.is_active:
                known.entry = entry
            elif known is None and entry.state == "working":
                self._attach(self.session(entry))
        self.entries_changed.emit()

    def _as_known(self, entry: Entry) -> Entry:
        """`entry` with what this window knows better: a supervisor may not answer yet, or be clearing up still."""
        session = self._sessions.get(entry.id)
        if session is None:
            return entry
        if session.is_active:
            return replace(entry, state="working")
        return replace(entry, state="complete") if session.status.phase is Phase.COMPLETE else entry

    def _attach(self, session: Session) -> None:
        if session.entry.is_import:
            self.import_began.emit(session)
        else:
            self.recording = session
            self.recording_changed.emit()
            self.began.emit(session)

    def _on_recording(self, entry: Entry) -> None:
        self._is_starting = False
        self._attach(self.session(entry))
        self.refresh()

    def _on_refusal(self, sentence: str) -> None:
        self._is_starting = False
        self.trouble.emit(sentence)

    def _import_next(self) -> None:
        if self._importing or not self._queue:
            return
        self._importing = True
        file, title = self._queue.popleft()
        work = partial(catalog.begin, title, media=file.resolve(), model=self._model)
        self._jobs.run(work, self._on_import, self._on_import_refused)

    def _on_import(self, entry: Entry) -> None:
        session = self.session(entry)
        session.ended.connect(self._on_import_ended)
        self.import_began.emit(session)
        self.began.emit(session)
        self.refresh()

    def _on_import_refused(self, sentence: str) -> None:
        self.trouble.emit(sentence)
        self._on_import_ended()

    def _on_import_ended(self) -> None:
        self._importing = False
        self._import_next()

    def _on_ended(self, session: Session) -> None:
        empty = not session.model.turns and not session.status.recorded_s
        trouble = session.status.trouble
        if session.status.phase is Phase.FAILED and empty:
            # A recording that never began is no meeting: say why, and keep the list clean.
            self.trouble.emit(trouble.message if trouble else self.tr("The recording could not begin."))
            self._jobs.run(partial(catalog.forget, session.entry), lambda _: self.refresh())
        else:
            self.refresh()
        if session is self.recording:
            self.recording_changed.emit()
