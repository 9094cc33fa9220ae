"""Reviewing: opens the list of doubtful places, and does in the window what is chosen there."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from meetapp.window.doubts import Doubt, checked, find_doubts
from meetapp.window.doubts_dialog import DoubtsDialog
from meetapp.window.turn_watch import TurnWatch

if TYPE_CHECKING:
    from meetapp.window.main_window import MainWindow

GATHER_MS = 100
"""The list is made again at most this often, however fast turns come."""


class Reviewing(QObject):
    """Has a list while one is open; it is always that of the meeting that is shown."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.dialog: DoubtsDialog | None = None
        self._turns = TurnWatch(GATHER_MS, self)
        self._turns.changed.connect(self._show)

    def open(self) -> None:
        """Opens the list, or brings it to the front."""
        if self.dialog is None:
            self.dialog = dialog = DoubtsDialog(self._window.appearance, self._window)
            dialog.heard.connect(self._hear)
            dialog.corrected.connect(self._correct)
            dialog.checked.connect(self._check)
            dialog.destroyed.connect(self._on_closed)
            self.follow()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.list.setFocus()

    def follow(self) -> None:
        """Turns to the meeting that is shown."""
        if self.dialog is None:
            return
        session = self._window.page.session
        self._turns.follow(None if session is None else session.model)
        self._show()

    def _show(self) -> None:
        session = self._window.page.session
        if self.dialog is not None:
            self.dialog.show_doubts(find_doubts(session.model.pieces) if session is not None else [])

    def _hear(self, doubt: Doubt) -> None:
        self._window.page.transcript.set_cursor_place(doubt.place)
        self._window.page.listening.play_from(doubt.place)

    def _correct(self, doubt: Doubt) -> None:
        self._window.activateWindow()
        self._window.page.editing.edit_text(doubt.place)

    def _check(self, doubt: Doubt) -> None:
        session = self._window.page.session
        if session is not None:
            session.edit([checked(doubt)])

    def _on_closed(self) -> None:
        self.dialog = None
        self._turns.follow(None)
