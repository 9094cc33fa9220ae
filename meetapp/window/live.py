"""Manners of a recording: keeps the machine awake, warns of what would spoil it, minds silence, takes bookmarks."""

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from meetapp.edits import AddBookmark
from meetapp.window.awake import Awake
from meetapp.window.live_watch import ClippingWatch, SilenceWatch, minutes_left
from meetapp.window.offers import Answer
from meetapp.window.session import Session
from meetapp.window.status import Phase
from sts_model.units import samples

if TYPE_CHECKING:
    from meetapp.window.main_window import MainWindow

LOOK_MS = 1000
DISK_LOOKS = 15
"""How many looks lie between two at the disk, which may be slow to answer."""

SOON_FULL_MIN = 30


class LiveManners(QObject):
    """Watches the one recording there is; what it has to say is offered in the strip above the page."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.awake = Awake(self)
        self._session: Session | None = None
        self._clipping, self._silence = ClippingWatch(), SilenceWatch()
        self._looks = 0
        self._asked_at_s = 0.0
        self._has_stopped = False
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self.look)
        window.desk.recording_changed.connect(self._on_recording)
        window.desk.recording_began.connect(self._remind_of_consent)

    def _on_recording(self) -> None:
        session = self._window.desk.recording
        if session is self._session:
            self.look()
            return
        if self._session is not None:
            self._session.status_changed.disconnect(self._on_status)
        self._session = session
        self._clipping, self._silence = ClippingWatch(), SilenceWatch()
        self._looks, self._asked_at_s, self._has_stopped = 0, 0.0, False
        if session is not None:
            self._window.offers.withdraw("stopped")
            session.status_changed.connect(self._on_status)
            self._look.start()
            self.look()

    def look(self) -> None:
        """Takes stock, every second."""
        session, window = self._session, self._window
        recording = session is not None and session.is_recording
        paused = session is not None and session.status.paused
        self.awake.keep(recording and not paused and window.preferences.settings.keep_awake)
        window.tray.show_recording(recording, session)
        if session is None or not recording:
            self._stop_looking()
            return
        if self._looks % DISK_LOOKS == 0:
            work = partial(_minutes_left, session.entry.folder, len(session.status.levels))
            window.desk.jobs.run(work, self._on_minutes)
        self._looks += 1
        self._mind_silence(session)
        self._tell_clipping()

    # What may go wrong

    def _on_status(self) -> None:
        if self._session is not None:
            for level in self._session.status.levels.values():
                self._clipping.saw(level)
                self._silence.saw(level)

    def _tell_clipping(self) -> None:
        offers = self._window.offers
        if self._clipping.is_clipping:
            offers.offer(
                "clipping", self.tr("The input is too loud: its sound is cut off. Turn it down, or move away.")
            )
        else:
            offers.withdraw("clipping")

    def _on_minutes(self, minutes: int | None) -> None:
        if self._session is None or not self._session.is_recording or minutes is None:
            return
        self._window.dock.show_room(minutes)
        if minutes < SOON_FULL_MIN:
            words = self.tr(
                "The disk has room for %1 more minutes of sound. Free some space; what is recorded is safe."
            )
            self._window.offers.offer("disk", words.replace("%1", str(minutes)))
        else:
            self._window.offers.withdraw("disk")

    # What a person may want

    def _mind_silence(self, session: Session) -> None:
        """Offers to stop after long silence, and stops after longer, each if the settings say so."""
        chosen = self._window.preferences.settings
        silent_s = self._silent_s(session)
        live = session.status.phase is Phase.LIVE
        if live and 0 < 60 * chosen.stop_after_silence <= silent_s:
            self._stop_by_itself(round(silent_s // 60))
        elif live and 0 < 60 * chosen.silence_minutes <= silent_s:
            self._offer_to_stop(session, round(silent_s // 60))
        elif not 0 < 60 * chosen.silence_minutes <= silent_s:
            self._window.offers.withdraw("silence")

    def _silent_s(self, session: Session) -> float:
        """How long nobody has spoken, or answered that it should go on."""
        pieces = session.model.last_pieces
        last_word_s = max((piece.words[-1].end_samples / samples(1) for piece in pieces if piece.words), default=0.0)
        return self._silence.silent_s(session.status, max(last_word_s, self._asked_at_s))

    def _offer_to_stop(self, session: Session, minutes: int) -> None:
        words = self.tr("Nobody has spoken for %1 minutes. Still recording.").replace("%1", str(minutes))
        answers: list[Answer] = [
            (self.tr("Stop recording"), self._window.stop_recording),
            (self.tr("Go on"), partial(self._ask_later, session.status.recorded_s)),
        ]
        self._window.offers.offer("silence", words, answers)

    def _stop_by_itself(self, minutes: int) -> None:
        if self._has_stopped:
            return  # the recorder is about to hear of it
        self._has_stopped = True
        self._window.stop_recording()
        words = self.tr("The recording was stopped: nobody had spoken for %1 minutes.")
        self._window.offers.offer("stopped", words.replace("%1", str(minutes)))

    def _ask_later(self, now_s: float) -> None:
        self._asked_at_s = now_s

    def _remind_of_consent(self) -> None:
        """Asks when a recording begins; a window that comes back to one need not ask again."""
        window = self._window
        if window.preferences.settings.remind_consent:
            words = self.tr("Recording. Has everybody agreed to that?")
            answers: list[Answer] = [
                (self.tr("Yes"), lambda: None),
                (self.tr("Do not remind me"), partial(window.keep, remind_consent=False)),
            ]
            window.offers.offer("consent", words, answers)

    # Bookmarks and notes

    def bookmark(self) -> None:
        """Marks this moment of the recording that is shown, or the place where the reader is."""
        session = self._window.page.session
        if session is not None:
            self._window.marks.add(AddBookmark(samples(self._now_s(session))))

    def write_note(self) -> None:
        """Puts the cursor into the notes beside the meeting that is shown."""
        self._window.marks.write()

    def _now_s(self, session: Session) -> float:
        return session.status.recorded_s if session.is_recording else self._window.page.place_s

    def _stop_looking(self) -> None:
        self._look.stop()
        self._window.dock.show_room(None)
        for key in ("silence", "clipping", "disk", "consent"):
            self._window.offers.withdraw(key)


def _minutes_left(folder: Path, tracks: int) -> int | None:
    """How many minutes of sound the disk of `folder` has room for; None when it does not say."""
    try:
        return minutes_left(shutil.disk_usage(folder).free, tracks)
    except OSError:
        return None
