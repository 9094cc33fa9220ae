"""The editor of one turn, which stands over its words while they are changed; there is never more than one."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from meetapp.window import tokens
from meetapp.window.theme import Appearance

PAD_X, PAD_Y = 6, 2


class TurnEditor(QTextEdit):
    """Return or a click elsewhere keeps the text, Escape leaves it as it was."""

    accepted = Signal(str)
    given_up = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._place = QRect()
        self.setObjectName("turn-editor")
        self.setAccessibleName(self.tr("Words of this turn"))
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._fit)
        self._is_open = False
        self.hide()

    def edit(self, text: str, character: int) -> None:
        """Comes up with `text`, the cursor before that character; `stand_at` says where."""
        self.setFont(self._appearance.font(tokens.TRANSCRIPT_PX))
        self.setReadOnly(False)
        self.setPlainText(text)
        lines = QTextBlockFormat()
        height = self._appearance.scale * tokens.TRANSCRIPT_PX * tokens.TRANSCRIPT_LINE
        lines.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(lines)
        cursor.clearSelection()
        cursor.setPosition(min(character, len(text)))
        self.setTextCursor(cursor)
        self.document().clearUndoRedoStacks()
        self._is_open = True
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def stand_at(self, words: QRect) -> None:
        """Stands over words in that part of the parent."""
        self._place = words
        self._fit()

    @property
    def is_open(self) -> bool:
        """Whether somebody is writing."""
        return self._is_open

    @property
    def words_before_cursor(self) -> int:
        """How many words stand before the cursor; a word that it is in the middle of is not before it."""
        before = self.toPlainText()[: self.textCursor().position()]
        return len(before.split()) - (1 if before and not before[-1].isspace() and self._inside_word() else 0)

    def accept(self) -> None:
        """Ends with the text that was written, which stays in sight until `leave`."""
        if self._is_open:
            self._is_open = False
            self.setReadOnly(True)
            self.accepted.emit(self.toPlainText())

    def give_up(self) -> None:
        """Ends as if nothing had been written."""
        if self._is_open:
            self._is_open = False
            self.given_up.emit()

    def leave(self) -> None:
        """Goes away."""
        self._is_open = False
        self.hide()

    def _inside_word(self) -> bool:
        after = self.toPlainText()[self.textCursor().position() :]
        return bool(after) and not after[0].isspace()

    def _fit(self) -> None:
        if not self._place.isNull():
            self.document().setTextWidth(self._place.width())
            height = max(self._place.height(), round(self.document().size().height()))
            self.setGeometry(self._place.adjusted(-PAD_X, -PAD_Y, PAD_X, PAD_Y + height - self._place.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.give_up()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.accept()
