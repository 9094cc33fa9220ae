"""The bar to find in the meeting that is shown, and to replace what was found."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from meetapp.window import tokens
from meetapp.window.finding import MOST
from meetapp.window.theme import Appearance

FIELD_PX, NARROW_PX = 260, 120


class FindBar(QWidget):
    """Says what is asked; what was found is told to it."""

    asked = Signal(str)
    stepped = Signal(int)  # 1 forward, -1 back
    replaced = Signal(str)
    all_replaced = Signal(str)
    closed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.field, self.by = QLineEdit(), QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in this meeting"))
        self.field.setAccessibleName(self.tr("Find in this meeting"))
        self.field.textChanged.connect(self.asked)
        self.by.setPlaceholderText(self.tr("Replace with"))
        self.by.setAccessibleName(self.tr("Replace with"))
        for field in (self.field, self.by):
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            field.setMinimumWidth(NARROW_PX)
            field.installEventFilter(self)
        self.count = QLabel()
        self.count.setProperty("tone", "dim")
        self.count.setAccessibleName(self.tr("What was found"))
        self.back = self._button("‹", self.tr("Previous match"))
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.forward = self._button("›", self.tr("Next match"))
        self.forward.clicked.connect(lambda: self.stepped.emit(1))
        self.close_button = self._button("✕", self.tr("Close the find bar"))
        self.close_button.clicked.connect(self.leave)
        self.one = self._button(self.tr("Replace"), self.tr("Replace this match"), "small")
        self.one.clicked.connect(lambda: self.replaced.emit(self.by.text()))
        self.all = self._button(self.tr("Replace all"), self.tr("Replace all matches"), "small")
        self.all.clicked.connect(lambda: self.all_replaced.emit(self.by.text()))
        self._arrange()
        self.show_count(0, 0)
        self.hide()
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _button(self, words: str, name: str, look: str = "tool") -> QPushButton:
        button = QPushButton(words)
        button.setProperty("look", look)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(tokens.SPACE_5, 0, tokens.SPACE_5, tokens.SPACE_2)
        grid.setSpacing(tokens.SPACE_2)
        grid.addWidget(self.field, 0, 0)
        steps = QHBoxLayout()
        steps.setSpacing(tokens.SPACE_1)
        for widget in (self.back, self.forward, self.count):
            steps.addWidget(widget)
        steps.addStretch(1)
        steps.addWidget(self.close_button)
        grid.addLayout(steps, 0, 1)
        grid.addWidget(self.by, 1, 0)
        replace = QHBoxLayout()
        replace.setSpacing(tokens.SPACE_1)
        for widget in (self.one, self.all):
            replace.addWidget(widget)
        replace.addStretch(1)
        grid.addLayout(replace, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def enter(self, *, replace: bool, question: str = "") -> None:
        """Comes up with the cursor in the field; with a second line to replace where that is wanted."""
        for widget in (self.by, self.one, self.all):
            widget.setVisible(replace)
        self.show()
        if question and question != self.field.text():
            self.field.setText(question)
        else:
            self.asked.emit(self.field.text())
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def leave(self) -> None:
        """Goes away, and takes its marks along."""
        self.hide()
        self.closed.emit()

    def show_count(self, number: int, total: int) -> None:
        """Says that the match shown is `number` of `total`, counted from 1."""
        if total:
            many = f"{total}+" if total >= MOST else str(total)
            words = self.tr("%1 of %2").replace("%1", str(number)).replace("%2", many)
        else:
            words = self.tr("Not found") if self.field.text().strip() else ""
        if words != self.count.text():
            self.count.setText(words)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.count, words))
        for button in (self.back, self.forward, self.one, self.all):
            button.setEnabled(bool(total))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return goes on to the next match, with Shift to the one before; in the second field it replaces."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.by and not event.modifiers():
                    self.replaced.emit(self.by.text())
                else:
                    back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                    self.stepped.emit(-1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)

    def _restyle(self) -> None:
        look = self._appearance
        for field in (self.field, self.by):
            field.setFont(look.font(tokens.NAME_PX))
            field.setMaximumWidth(look.px(FIELD_PX))
        for widget in (self.count, self.back, self.forward, self.one, self.all, self.close_button):
            widget.setFont(look.font(tokens.SECONDARY_PX))
