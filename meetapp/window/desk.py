"""What the window works on: all meetings, the one being recorded, the imports in their queue; no widgets."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QObject, QTimer, Signal

from meetapp import paths
from meetapp.recovery import Interrupted
from meetapp.window import catalog, keeping
from meetapp.window.after_watch import AfterWatch
from meetapp.window.arrivals import Arrivals
from meetapp.window.catalog import Entry
from meetapp.window.copies import Copies
from meetapp.window.imports import Imports
from meetapp.window.jobs import Jobs
from meetapp.window.session import Session
from meetapp.window.status import Phase
from meetapp.window.watch import WatchedFolder

LOOK_AGAIN_MS = 2000


@dataclass(frozen=True)
class Choices:
    """What new work is done with; an empty `model` is the program's own, an empty `home` its own folder."""

    model: str = ""
    home: str = ""
    live_text: bool = True
    audio: str = "keep"
    names: str = ""
    after: str = ""


class Desk(QObject):
    """Starts and finds work, and keeps one session a meeting that is open or being worked on."""

    entries_changed = Signal()
    recording_changed = Signal()
    recording_began = Signal()  # because the user asked for it here
    import_began = Signal(object)  # Session
    began = Signal(object)  # Session: a new one that the user asked for
    trouble = Signal(str)
    aged = Signal(int)  # meetings of which sound, or everything, was deleted because of their age
    cut_short = Signal(list)  # Interrupted: meetings that nobody finished, found at the start

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices = Choices()
        self.entries: list[Entry] = []
        self.recording: Session | None = None
        self.is_loaded = self._is_looked_after = False
        self._jobs = Jobs(self)
        self._jobs.failed.connect(self.trouble)
        self._sessions: dict[int, Session] = {}
        self._hidden: set[int] = set()
        self._redone: set[int] = set()  # meetings of which the text is about to be made anew
        self._is_starting = False
        self._next = 0  # a meeting to show once it is in the list
        self.copies = Copies(self._jobs, self)
        self.imports = Imports(paths.home() / "queue.json", self._jobs, self.session, self)
        self.imports.began.connect(self._on_import)
        self.imports.trouble.connect(self.trouble)
        self.arrivals = Arrivals(self._jobs, self._queue, self)
        self.arrivals.taken.connect(self._show_next)
        self.arrivals.taken.connect(lambda _: self.copies.later())
        self.watched = WatchedFolder(paths.home() / "watched.json", self._jobs, self)
        self.watched.appeared.connect(self.import_files)
        self._again = QTimer(self, interval=LOOK_AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        self._again.start()
        self._after = AfterWatch(self)
        self._after.failed.connect(self.trouble)

    @property
    def jobs(self) -> Jobs:
        return self._jobs

    def refresh(self) -> None:
        """Reads the list of meetings again; a meeting that somebody works on is attached to."""
        if not self._is_looked_after:
            self._jobs.run(catalog.look_after, self._on_looked_after, self._on_looked_after)
            return
        self._jobs.run(catalog.list_entries, self._on_entries)

    def session(self, entry: Entry) -> Session:
        """The session of a meeting, opened if it is not."""
        session = self._sessions.get(entry.id)
        if session is None or self._is_overtaken(session, entry):
            if session is not None:
                session.close()
            session = self._sessions[entry.id] = Session(entry, self._jobs, self)
            session.ended.connect(partial(self._on_ended, session))
            session.edited_changed.connect(self.copies.later)
        return session

    def close(self, session: Session) -> None:
        """Lets go of a meeting that is not shown any more, unless somebody works on it."""
        if not session.is_active and self._sessions.get(session.entry.id) is session:
            del self._sessions[session.entry.id]
            session.close()
            session.setParent(None)  # a worker thread may still bring it something; then it goes

    def hide(self, meeting: int, hidden: bool) -> None:
        """Leaves a meeting out of the list, as one that is about to be deleted."""
        (self._hidden.add if hidden else self._hidden.discard)(meeting)
        self.refresh()

    def delete(self, entry: Entry) -> None:
        """Deletes a meeting that is hidden, for good."""
        session = self._sessions.get(entry.id)
        if session is not None:
            self.close(session)
        self._jobs.run(partial(keeping.delete, entry), lambda _: self.refresh(), partial(self._on_kept, entry.id))

    def discard_sound(self, entry: Entry) -> None:
        """Deletes the sound of a meeting for good, unless somebody still reads it."""
        session = self._sessions.get(entry.id)
        if entry.id in self._redone or (session is not None and session.is_active):
            self.trouble.emit(self.tr("The sound is still needed: the text of this meeting is being made."))
            return
        self._jobs.run(partial(keeping.discard_audio, entry), lambda _: session.lose_sound() if session else None)

    def rename(self, entry: Entry, title: str) -> None:
        self.copies.later()
        self._jobs.run(partial(catalog.rename, entry, title), lambda _: self.refresh())

    def tag(self, entry: Entry, tags: tuple[str, ...]) -> None:
        self._jobs.run(partial(keeping.tag, entry, tags), lambda _: self.refresh())

    def recognise_again(self, entry: Entry) -> None:
        """Makes the text of a meeting once more with the model in use, unless somebody is making it."""
        session = self._sessions.get(entry.id)
        if entry.id in self._redone or (session is not None and session.is_active):
            return
        self._redone.add(entry.id)
        work = partial(keeping.recognise_again, entry, self.choices.model, self.choices.names)
        self._jobs.run(work, self._on_again, partial(self._on_not_again, entry.id))

    def record(self, device: str, *, second: str = "", text: bool | None = None, speakers: int = 0) -> None:
        """Starts a recording, unless one is going on; `text` says whether it is written meanwhile.

        Args:
            second: an input that is recorded too, as a track of its own.
            speakers: how many people will speak; 0 when nobody knows.
        """
        if self._is_starting or (self.recording is not None and self.recording.is_recording):
            return
        self._is_starting = True
        now = QLocale().toString(QDateTime.currentDateTime().time(), QLocale.FormatType.ShortFormat)
        title = self.tr("Recording of %1").replace("%1", now)
        wanted = self.choices.live_text if text is None else text
        work = partial(
            catalog.begin,
            title,
            device=device,
            second=second,
            model=Path(self.choices.model) if self.choices.model else None,
            home=Path(self.choices.home) if self.choices.home else None,
            text=wanted,
            names=self.choices.names,
            speakers=speakers,
        )
        self._jobs.run(work, self._on_recording, self._on_refusal)

    def import_files(self, files: list[Path], speakers: int = 0, *, again: bool = False) -> None:
        """Puts files at the end of the queue, to be imported one after the other.

        What waits there already is passed over, and so is, unless `again`, what is a meeting: of that `arrivals` tells.

        Args:
            speakers: how many people speak in them; 0 leaves that to their voices.
        """
        queued = {each.file for each in self.imports.waiting}
        fresh = dict.fromkeys(file.absolute() for file in files if str(file.absolute()) not in queued)
        self.arrivals.take(list(fresh), self.choices.home, speakers, again=again)

    def import_tracks(self, files: list[Path], speakers: int = 0) -> None:
        """Puts files that were recorded at the same time into the queue as one meeting, a track each."""
        chosen, tracks = self.choices, [file.absolute() for file in files]
        self.imports.add_tracks(
            tracks, files[0].stem, model=chosen.model, home=chosen.home, names=chosen.names, speakers=speakers
        )

    def open_demo(self) -> None:
        """Shows the demo meeting, which is imported as any file would be."""
        known = next((e for e in self.entries if e.source == str(catalog.DEMO) and e.state != "interrupted"), None)
        if known is not None:
            self.began.emit(self.session(known))
        elif all(each.file != str(catalog.DEMO) for each in self.imports.waiting):
            self._queue([(catalog.DEMO, self.tr("Demo meeting"))])

    def shut_down(self) -> None:
        """Lets go of everything; whoever records or imports goes on."""
        self._again.stop()
        self.copies.finish()
        for session in self._sessions.values():
            session.close()
        self._jobs.wait()

    def _queue(self, files: list[tuple[Path, str]], speakers: int = 0) -> None:
        chosen = self.choices
        self.imports.add(files, model=chosen.model, home=chosen.home, names=chosen.names, speakers=speakers)

    def _show_next(self, meeting: int) -> None:
        """Shows a meeting that is new in the library, once it is in the list."""
        self._next = meeting
        self.refresh()

    def _on_looked_after(self, sentence: str) -> None:
        """The library was checked, once; whatever could not be put right stands in the way of the list, too."""
        self._is_looked_after = True
        if sentence:
            self.trouble.emit(sentence)
        self._jobs.run(keeping.delete_old, self._on_aged, self._on_aged)

    def _on_aged(self, told: int | str) -> None:
        """So many meetings were too old, or a sentence says why they are still there."""
        (self.trouble if isinstance(told, str) else self.aged).emit(told)
        self.refresh()

    def _look_again(self) -> None:
        """A meeting that seemed cut short may have had a supervisor that was only just starting, or ending."""
        folders = [entry.folder for entry in self.entries if entry.state == "interrupted"]
        if folders:
            self._jobs.run(partial(catalog.any_goes_on, folders), self._on_looked_again)

    def _on_looked_again(self, some: bool) -> None:
        if some:
            self.refresh()

    def _on_entries(self, entries: list[Entry]) -> None:
        self.entries = [self._as_known(entry) for entry in entries if entry.id not in self._hidden]
        first, self.is_loaded = not self.is_loaded, True
        for entry in self.entries:
            known = self._sessions.get(entry.id)
            if entry.state == "working" and (known is None or self._is_overtaken(known, entry)):
                if not self.imports.is_mine(entry.id) and entry.id not in self._redone:
                    self._attach(self.session(entry))
            elif known is not None and not known.is_active:
                known.entry = entry
        if first:
            self.imports.resume(self.entries)
            self._jobs.run(keeping.cut_short, self._on_cut_short)
            self.copies.later()
        self.entries_changed.emit()
        new = next((entry for entry in self.entries if entry.id == self._next), None)
        if new is not None:
            self._next = 0
            self.began.emit(self.session(new))

    def _as_known(self, entry: Entry) -> Entry:
        """`entry` with what this window knows better: a supervisor may not answer yet, or be clearing up still."""
        session = self._sessions.get(entry.id)
        if session is None:
            return entry
        if session.is_active:
            return replace(entry, state="working")
        return replace(entry, state="complete") if session.status.phase is Phase.COMPLETE else entry

    @staticmethod
    def _is_overtaken(session: Session, entry: Entry) -> bool:
        """Whether the session shows what lay there as if nobody worked on it, and somebody does."""
        return not session.is_active and session.entry.state == "interrupted" and entry.state == "working"

    def _attach(self, session: Session) -> None:
        busy = self.recording is not None and self.recording.is_active
        if session.entry.is_import or busy:  # an old recording may be completed beside a new one
            self.import_began.emit(session)
            return
        self.recording = session
        self.recording_changed.emit()
        self.began.emit(session)

    def _on_recording(self, entry: Entry) -> None:
        self._is_starting = False
        self._attach(self.session(entry))
        self.recording_began.emit()
        self.refresh()

    def finish(self, found: list[Interrupted]) -> None:
        """Has the text of meetings made that were cut short."""
        self._jobs.run(partial(keeping.finish_all, found, self.choices.model), lambda _: self.refresh())

    def _on_cut_short(self, found: list[Interrupted]) -> None:
        mine = {entry.folder for entry in self.entries if self.imports.is_mine(entry.id)}
        others = [each for each in found if each.folder not in mine]
        if others:
            self.cut_short.emit(others)

    def _on_kept(self, meeting: int, sentence: str) -> None:
        """What could not be deleted is shown again."""
        self.trouble.emit(sentence)
        self.hide(meeting, False)

    def _on_again(self, entry: Entry) -> None:
        self._redone.discard(entry.id)
        session = self._sessions.pop(entry.id, None)
        if session is not None:
            session.close()
        self._on_import(self.session(entry))

    def _on_not_again(self, meeting: int, sentence: str) -> None:
        self._redone.discard(meeting)
        self.trouble.emit(sentence)

    def _on_refusal(self, sentence: str) -> None:
        self._is_starting = False
        self.trouble.emit(sentence)

    def _on_import(self, session: Session) -> None:
        self.import_began.emit(session)
        self.began.emit(session)
        self.refresh()

    def _on_ended(self, session: Session) -> None:
        empty = not session.model.rowCount() and not session.status.recorded_s
        trouble = session.status.trouble
        if session.status.phase is Phase.FAILED and empty:
            # A recording that never began is no meeting: say why, and keep the list clean.
            self.trouble.emit(trouble.message if trouble else self.tr("The recording could not begin."))
            self._jobs.run(partial(catalog.forget, session.entry), lambda _: self.refresh())
        else:
            self._put_audio_away(session)
            if self.choices.after and session.status.phase is Phase.COMPLETE:
                self._after.watch(session.entry.folder)
            self.refresh()
        if session is self.recording:
            self.recording_changed.emit()

    def _put_audio_away(self, session: Session) -> None:
        """Does with the sound of a meeting whose text is complete what the user chose."""
        if session.status.phase is not Phase.COMPLETE:
            return
        if self.choices.audio == "discard":
            self.discard_sound(session.entry)
        elif self.choices.audio == "compress":
            self._jobs.run(partial(keeping.compress_audio, session.entry))
