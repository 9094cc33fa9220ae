"""Captions: leads what is being recorded, or else what is heard of the meeting that is shown, to their window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from meetapp.window.caption_lines import captions
from meetapp.window.caption_window import CaptionWindow
from meetapp.window.session import Session
from meetapp.window.turn_watch import TurnWatch

if TYPE_CHECKING:
    from meetapp.window.main_window import MainWindow

GATHER_MS = 40
"""Captions are made again at most this often."""


class Captions(QObject):
    """Has a caption window while one is open."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.view: CaptionWindow | None = None
        self._session: Session | None = None
        self._turns = TurnWatch(GATHER_MS, self)
        self._turns.changed.connect(self._show)
        window.desk.recording_changed.connect(self.follow)
        window.page.playback.moved.connect(self._later)
        window.page.playback.playing_changed.connect(self._later)

    def open(self) -> None:
        """Opens the window, on another screen where there is one; brings it to the front if it is open."""
        if self.view is None:
            chosen = self._window.preferences.settings
            self.view = CaptionWindow(self._window.appearance, chosen.caption_size)
            self.view.resized_text.connect(lambda size: self._window.keep(caption_size=size))
            self.view.closed.connect(self._on_closed)
            others = [screen for screen in QGuiApplication.screens() if screen is not self._window.screen()]
            if others:
                self.view.move(others[0].availableGeometry().topLeft())
            self.follow()
        self.view.show()
        self.view.raise_()
        self.view.activateWindow()

    def close(self) -> None:
        """Closes the window if it is open."""
        if self.view is not None:
            self.view.close()

    def follow(self) -> None:
        """Turns to the meeting that is being recorded, else to the one that is shown."""
        if self.view is None:
            return
        recording = self._window.desk.recording
        live = recording is not None and recording.is_active
        self._session = session = recording if live else self._window.page.session
        self._turns.follow(None if session is None else session.model)
        self._show()

    def _show(self) -> None:
        session = self._session
        if self.view is None:
            return
        if session is None:
            self.view.show_captions([], str)
            return
        playback = self._window.page.playback
        heard = playback.is_playing or not session.is_active
        heard_s = playback.at_s if heard and session is self._window.page.session else None
        pieces = session.model.last_pieces if heard_s is None else session.model.pieces
        self.view.show_captions(captions(pieces, heard_s), session.model.speaker_name)

    def _later(self) -> None:
        if self.view is not None:
            self._turns.later()

    def _on_closed(self) -> None:
        self.view = self._session = None
        self._turns.follow(None)
