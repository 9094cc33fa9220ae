"""One meeting as the window holds it: its turns, its waveform and what is going on with it."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from meetapp.edits import Change, EditedMeeting, RenameSpeaker, voice
from meetapp.events import Event, LevelChanged, TurnAdded
from meetapp.journal import has_sound
from meetapp.meeting import events_path
from meetapp.state import State
from meetapp.window import catalog, changes, sounds
from meetapp.window.catalog import Contents, Entry
from meetapp.window.follower import Follower
from meetapp.window.jobs import Jobs
from meetapp.window.peaks import PeakStrip, amplitude
from meetapp.window.status import Phase, Status, advance
from meetapp.window.turn_model import TurnModel

CHECK_MS = 1500
RELOAD_MS = 200
"""An edited meeting is read again this long after the engine has changed turns of it."""

PATIENCE = 6
"""Checks without an answer before a supervisor counts as dead: it may be starting on a busy machine."""


class Session(QObject):
    """A meeting that is open, or being recorded or imported; follows its events while somebody works on it."""

    loaded = Signal()
    status_changed = Signal()
    waveform_changed = Signal()
    detail_read = Signal(list, float, float)  # peaks between two times
    sound_found = Signal()
    sound_lost = Signal()
    edited_changed = Signal()
    ended = Signal()

    def __init__(self, entry: Entry, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self.model = TurnModel(self)
        self.status = Status(is_import=entry.is_import, working=entry.state == "working")
        self.is_loaded = self.has_sound = False
        self.told_speakers = 0
        self.edited: EditedMeeting | None = None
        self._waiting: deque[Callable[[changes.Known], EditedMeeting]] = deque()
        self._is_changing = False
        self.peaks: list[float] = []
        self.peaks_s = 0.0
        self._strip = PeakStrip()
        self._silent = 0
        self._jobs = jobs
        self._follower: Follower | None = None
        self._reload = QTimer(self)
        self._reload.setSingleShot(True)
        self._reload.setInterval(RELOAD_MS)
        self._reload.timeout.connect(self.reread)
        self._check = QTimer(self)
        self._check.setInterval(CHECK_MS)
        self._check.timeout.connect(self._ask_whether_going_on)
        # Who works on a meeting is adding to its end, which is then what one wants to see.
        if entry.state != "working" and (entry.duration_s or 0.0) > catalog.LONG_S:
            jobs.run(partial(catalog.beginning, entry), self._on_beginning, lambda _: self._load())
        else:
            self._load()

    @property
    def is_active(self) -> bool:
        """Whether a supervisor works on it."""
        return self.status.phase in (Phase.STARTING, Phase.LIVE, Phase.PAUSED, Phase.CATCHING_UP)

    @property
    def is_recording(self) -> bool:
        """Whether there is a recording to stop."""
        return not self.entry.is_import and self.status.phase in (Phase.STARTING, Phase.LIVE, Phase.PAUSED)

    def order(self, what: str) -> None:
        """Passes on "stop", "pause" or "resume"."""
        if what in ("pause", "resume"):
            self._set_status(replace(self.status, paused=what == "pause"))
        self._jobs.run(partial(catalog.order, self.entry.folder, what))

    def go_on(self) -> None:
        """Completes the text of a meeting that was cut short."""
        self._jobs.run(partial(catalog.go_on, self.entry), lambda _: self._set_working())

    def name_speaker(self, number: int, name: str) -> None:
        """Gives a speaker a name, shown at once; an empty one takes it back."""
        self.model.set_names({**self.model.names, number: name.strip()})
        self.edit([RenameSpeaker(voice(self.model.turns, number), name.strip())])

    def edit(self, edits: Sequence[Change]) -> None:
        """Changes what is shown of the meeting, for good; `edits` are undone together."""
        self._change(lambda known: changes.apply(self.entry, known, list(edits)))

    def undo(self) -> None:
        """Takes back what a person changed last, be it before the program was started."""
        self._change(partial(changes.undo, self.entry))

    def redo(self) -> None:
        """Does again what was undone last."""
        self._change(partial(changes.redo, self.entry))

    def reread(self) -> None:
        """Shows what others have changed in the library; a meeting that is being loaded brings that anyway."""
        if self.is_loaded:
            self._change(partial(changes.now, self.entry))

    def read_detail(self, first_s: float, last_s: float) -> None:
        """Reads the waveform between two times closely; `detail_read` has it."""
        if self.peaks_s > 0:
            shares = (first_s / self.peaks_s, last_s / self.peaks_s)
            work = partial(sounds.peaks_between, self.entry.folder, *shares)
            self._jobs.run(work, lambda peaks: self.detail_read.emit(peaks, first_s, last_s))

    def close(self) -> None:
        """Lets go of the meeting; whoever works on it goes on."""
        self._check.stop()
        self._reload.stop()
        if self._follower is not None:
            self._follower.stop()

    def _load(self) -> None:
        self._jobs.run(partial(catalog.load, self.entry), self._on_contents)

    def _on_beginning(self, edited: EditedMeeting) -> None:
        """Shows the first turns already; what they are changed to is kept once the rest is there."""
        self.model.set_names(edited.names)
        self.model.set_turns(edited.turns)
        self._load()

    def _on_contents(self, contents: Contents) -> None:
        self.edited, self.told_speakers = contents.edited, contents.speakers
        self.model.set_names(contents.edited.names)
        self.model.set_rows(contents.rows)
        if self.entry.state == "complete":
            duration_s = self.entry.duration_s
            self.status = Status(self.entry.is_import, working=False, finished=True, duration_s=duration_s)
        self.set_peaks(contents.peaks, self.entry.duration_s or 0.0)
        self._on_events(contents.events)
        if self.entry.state == "working":
            self._follow(contents.offset)
        else:
            self.model.close_partials()
        self.is_loaded = True
        self.status_changed.emit()
        self.loaded.emit()
        self._jobs.run(partial(has_sound, self.entry.folder), self._on_sound)
        self.edited_changed.emit()
        self._change_next()

    def set_peaks(self, peaks: list[float], peaks_s: float) -> None:
        """Shows these peaks as the first `peaks_s` seconds of the waveform."""
        self.peaks, self.peaks_s = peaks, peaks_s
        self.waveform_changed.emit()
        self._on_sound(bool(peaks))

    def lose_sound(self) -> None:
        """The sound was deleted: there is nothing to see or hear of it any more."""
        self.has_sound = False
        self.set_peaks([], 0.0)
        self.sound_lost.emit()

    def _follow(self, offset: int) -> None:
        self._follower = Follower(events_path(self.entry.folder), offset, self)
        self._follower.arrived.connect(self._on_events)
        self._check.start()

    def _on_events(self, events: list[Event]) -> None:
        levels = [event for event in events if isinstance(event, LevelChanged)]
        for event in levels:
            self._strip.add(event.recorded_s, amplitude(event.peak_db))
        if levels:
            self.set_peaks(self._strip.peaks, self._strip.duration_s)
        self.model.on_events(self._without_revisions(events))
        self._set_status(advance(self.status, events))
        if self.status.finished:
            self._end()

    def _without_revisions(self, events: list[Event]) -> list[Event]:
        """`events`, those left out that would undo on screen what a person has changed; the library knows better."""
        if self.edited is None or not self.edited.history.done:
            return events
        if any(isinstance(event, TurnAdded) for event in events):
            self._reload.start()
        return [
            event
            for event in events
            if not isinstance(event, TurnAdded) or self.model.piece(("turn", event.turn.id)) is None
        ]

    def _on_sound(self, there: bool) -> None:
        if there and not self.has_sound:
            self.has_sound = True
            self.sound_found.emit()

    # Edits, one after the other

    def _change(self, work: Callable[[changes.Known], EditedMeeting]) -> None:
        self._waiting.append(work)
        self._change_next()

    def _change_next(self) -> None:
        if self.is_loaded and self._waiting and not self._is_changing:
            self._is_changing = True
            known = {turn.id: turn for turn in self.model.turns}
            self._jobs.run(partial(self._waiting.popleft(), known), self._on_edited, self._on_refusal)

    def _on_edited(self, edited: EditedMeeting) -> None:
        self._is_changing = False
        self.edited = edited
        if not self._waiting:
            self.model.revise(edited.turns, edited.names)
            self.edited_changed.emit()
        self._change_next()

    def _on_refusal(self, sentence: str) -> None:
        self._is_changing = False
        self._jobs.failed.emit(sentence)
        self.edited_changed.emit()
        self._change_next()

    def _set_status(self, status: Status) -> None:
        if status != self.status:
            self.status = status
            self.status_changed.emit()

    def _set_working(self) -> None:
        self._set_status(replace(self.status, working=True, trouble=None))
        self.entry = replace(self.entry, state="working")
        self._follow(events_path(self.entry.folder).stat().st_size)

    def _ask_whether_going_on(self) -> None:
        if self.entry.is_import:
            done_s = self.status.recorded_s
            self._jobs.run(partial(catalog.peaks, self.entry.folder), lambda peaks: self.set_peaks(peaks, done_s))
        self._jobs.run(partial(catalog.state_of, self.entry.folder), self._on_answer)

    def _on_answer(self, state: State) -> None:
        self._silent = self._silent + 1 if state == "interrupted" else 0
        if state == "complete" or self._silent >= PATIENCE:
            self._end()

    def _end(self) -> None:
        """Nobody works on the meeting any more."""
        if self._follower is None:
            return
        follower, self._follower = self._follower, None
        self._check.stop()
        follower.stop()
        follower.deleteLater()
        self.model.close_partials()
        self._set_status(replace(self.status, working=False))
        if not self._strip.peaks:
            total_s = self.status.total_s
            self._jobs.run(partial(catalog.peaks, self.entry.folder), lambda peaks: self.set_peaks(peaks, total_s))
        self.ended.emit()
