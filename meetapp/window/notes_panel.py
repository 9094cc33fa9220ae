"""Bookmarks and notes of the meeting shown: a bookmark leads to its place, and its words are edited in place."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from meetapp.edits import Bookmark
from meetapp.window import tokens
from meetapp.window.controls import ContentArea
from meetapp.window.theme import Appearance
from meetapp.window.times import gutter
from sts_model.units import seconds

REST_MS, NOTES_PX = 1200, 110
"""Notes are kept when the writer rests for so long, and when the cursor leaves them."""


class MarkLine(QWidget):
    """One bookmark."""

    opened = Signal(float)
    renamed = Signal(int, str)
    removed = Signal(int)

    def __init__(self, appearance: Appearance, mark: Bookmark) -> None:
        super().__init__()
        self.mark = mark
        self._appearance = appearance
        time = gutter(seconds(mark.at_samples))
        self.time = QPushButton(time)
        self.time.setProperty("look", "quiet")
        self.time.setAccessibleName(self.tr("Go to %1").replace("%1", time))
        self.time.clicked.connect(lambda: self.opened.emit(seconds(mark.at_samples)))
        self.words = QLineEdit(mark.text)
        self.words.setCursorPosition(0)  # its beginning is what tells bookmarks apart
        self.words.setProperty("look", "plain")
        self.words.setPlaceholderText(self.tr("What is here?"))
        self.words.setAccessibleName(self.tr("Bookmark at %1").replace("%1", time))
        self.words.editingFinished.connect(self._on_edited)
        self.remove = QPushButton("✕")
        self.remove.setProperty("look", "quiet")
        self.remove.setAccessibleName(self.tr("Remove the bookmark at %1").replace("%1", time))
        self.remove.setToolTip(self.remove.accessibleName())
        self.remove.clicked.connect(lambda: self.removed.emit(mark.id))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens.SPACE_1)
        line.addWidget(self.time)
        line.addWidget(self.words, 1)
        line.addWidget(self.remove)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.time.setFont(self._appearance.font(tokens.SECONDARY_PX, tabular=True))
        self.words.setFont(self._appearance.font(tokens.NAME_PX))
        self.remove.setFont(self._appearance.font(tokens.CAPTION_PX))

    def _on_edited(self) -> None:
        if self.words.text().strip() != self.mark.text:
            self.renamed.emit(self.mark.id, self.words.text().strip())


class NotesField(QPlainTextEdit):
    """Text that is kept when its writer rests or leaves; Tab leads out of it."""

    rested = Signal(str)
    left = Signal()  # Escape: its writer is done

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.keep)
        self.textChanged.connect(self._rest.start)
        self._kept = ""

    def show_text(self, text: str) -> None:
        """Shows what is kept, unless somebody is writing."""
        self._kept = text
        if not self.hasFocus() and text != self.toPlainText():
            self.setPlainText(text)

    def keep(self) -> None:
        """Tells of the text, if it is new."""
        self._rest.stop()
        if self.toPlainText() != self._kept:
            self._kept = self.toPlainText()
            self.rested.emit(self._kept)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class NotesPanel(QWidget):
    """Says what the user wants; the window does it."""

    opened = Signal(float)
    renamed = Signal(int, str)
    removed = Signal(int)
    noted = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._shown: tuple[Bookmark, ...] = ()
        self.lines: list[MarkLine] = []
        self._heading = QLabel(self.tr("Bookmarks and notes"))
        self._heading.setProperty("tone", "dim")
        self._hint = QLabel()
        self._hint.setProperty("tone", "dim")
        self._hint.setWordWrap(True)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._area = ContentArea(inside)
        self._area.setAccessibleName(self._heading.text())
        self.notes = NotesField()
        self.notes.setPlaceholderText(self.tr("Notes on this meeting"))
        self.notes.setAccessibleName(self.tr("Notes on this meeting"))
        self.notes.rested.connect(self.noted)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_4, 0, tokens.SPACE_4, tokens.SPACE_3)
        column.setSpacing(tokens.SPACE_2)
        column.addWidget(self._heading)
        for widget in (self._hint, self._area, self.notes):
            column.addWidget(widget)
        column.addStretch(1)
        appearance.changed.connect(self._restyle)
        self._area.hide()
        self._restyle()

    def show_marks(self, marks: tuple[Bookmark, ...], notes: str) -> None:
        """Shows these bookmarks in their order, and the notes."""
        self.notes.show_text(notes)
        if marks == self._shown:
            return
        fresh = {mark.id for mark in marks} - {mark.id for mark in self._shown}
        self._shown = marks
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [self._line(mark) for mark in marks]
        for place, line in enumerate(self.lines):
            self._column.insertWidget(place, line)
        self._area.setVisible(bool(marks))
        self._hint.setVisible(not marks)
        if len(fresh) == 1 and self.lines:
            newest = next(line for line in self.lines if line.mark.id in fresh)
            QTimer.singleShot(0, newest, partial(self._area.ensureWidgetVisible, newest))

    def show_key(self, key: str) -> None:
        """Says which key makes a bookmark; an empty one that none does."""
        self._hint.setText(
            self.tr("No bookmarks yet.")
            if not key
            else self.tr("%1 marks a moment to come back to.").replace("%1", key)
        )

    def _line(self, mark: Bookmark) -> MarkLine:
        line = MarkLine(self._appearance, mark)
        line.opened.connect(self.opened)
        line.renamed.connect(self.renamed)
        line.removed.connect(self.removed)
        return line

    def _restyle(self) -> None:
        look = self._appearance
        self._heading.setFont(look.font(tokens.SECONDARY_PX - 0.5, QFont.Weight.DemiBold))
        self._hint.setFont(look.font(tokens.SECONDARY_PX))
        self.notes.setFont(look.font(tokens.NAME_PX))
        self.notes.setFixedHeight(look.px(NOTES_PX))
        self.setFixedWidth(look.px(tokens.PEOPLE_PX))
