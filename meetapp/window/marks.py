"""Bookmarks and notes of the meeting that is shown: read when it is shown, kept with its other edits."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from meetapp.edits import AddBookmark, Change, RemoveBookmark, RenameBookmark, SetNotes
from meetapp.window.notes_panel import NotesPanel
from meetapp.window.session import Session
from meetapp.window.times import gutter
from sts_model.units import seconds

if TYPE_CHECKING:
    from meetapp.window.main_window import MainWindow


class MeetingMarks(QObject):
    """Between the panel and the library."""

    def __init__(self, window: "MainWindow", panel: NotesPanel) -> None:
        super().__init__(window)
        self._window, self._panel = window, panel
        self._session: Session | None = None
        panel.opened.connect(window.page.go_to)
        panel.renamed.connect(lambda mark, words: self.add(RenameBookmark(mark, words)))
        panel.removed.connect(lambda mark: self.add(RemoveBookmark(mark)))
        panel.noted.connect(lambda text: self.add(SetNotes(text)))
        panel.notes.left.connect(window.page.transcript.setFocus)

    def follow(self, session: Session) -> None:
        """Shows what belongs to this meeting."""
        self._panel.notes.keep()
        if self._session is not None:
            self._session.edited_changed.disconnect(self._show)
        self._session = session
        session.edited_changed.connect(self._show)
        self._panel.show_marks((), "")
        self._show()
        if session.edited is None:
            session.reread()

    def add(self, change: Change) -> None:
        """Keeps a change to bookmarks or notes, which can be undone as any other."""
        if self._session is None:
            return
        if isinstance(change, AddBookmark):
            words = self.tr("Bookmark at %1").replace("%1", gutter(seconds(change.at_samples)))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, words))
        self._session.edit([change])

    def write(self) -> None:
        """Puts the cursor into the notes."""
        self._window.people_wanted = True
        self._window.place_people()
        self._panel.notes.setFocus()

    def _show(self) -> None:
        edited = self._session.edited if self._session is not None else None
        if edited is not None:
            self._panel.show_marks(edited.bookmarks, edited.notes)
