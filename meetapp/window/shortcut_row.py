"""One action's keys, to be changed: warns when another action has them, and gives back the program's own."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QKeySequenceEdit, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from meetapp.window import tokens
from meetapp.window.shortcuts import holder
from meetapp.window.theme import Appearance

FIELD_PX = 150


class ShortcutRow(QWidget):
    """Says what a person wants; the dialog knows all keys and decides."""

    wanted = Signal(str, str, bool)  # action, keys, whether to take them from whoever has them

    def __init__(self, appearance: Appearance, name: str, title: str, default: str) -> None:
        super().__init__()
        self.name, self.title, self._default = name, title, default
        self._appearance = appearance
        self._keys: Mapping[str, str] = {}
        self._titles: Mapping[str, str] = {}
        self._label = QLabel(title)
        self.field = QKeySequenceEdit()
        self.field.setMaximumSequenceLength(1)
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName(self.tr("Keys of “%1”").replace("%1", title))
        self.field.findChildren(QLineEdit)[0].setAccessibleName(self.field.accessibleName())
        self.field.keySequenceChanged.connect(self._on_keys)
        self.reset = QPushButton(self.tr("Reset"))
        self.reset.setAccessibleName(self.tr("Reset the keys of “%1”").replace("%1", title))
        self.reset.clicked.connect(lambda: self.wanted.emit(self.name, self._default, False))
        self.warning = QLabel()
        self.warning.setProperty("tone", "warning")
        self.warning.setWordWrap(True)
        self.take = QPushButton(self.tr("Use it here"))
        self.take.setAccessibleName(self.tr("Use these keys for “%1”").replace("%1", title))
        self.take.clicked.connect(lambda: self.wanted.emit(self.name, self._typed, True))
        for button in (self.reset, self.take):
            button.setProperty("look", "quiet")
        self._arrange()
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _arrange(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self._label, 1)
        first.addWidget(self.reset)
        first.addWidget(self.field)
        second.addWidget(self.warning, 1)
        second.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.SPACE_1, 0, tokens.SPACE_1)
        column.setSpacing(2)
        column.addLayout(first)
        column.addLayout(second)

    def show_keys(self, keys: Mapping[str, str], titles: Mapping[str, str]) -> None:
        """Shows the keys in use of this action; `keys` and `titles` are those of all."""
        self._keys, self._titles = keys, titles
        mine = keys.get(self.name, "")
        self.field.blockSignals(True)
        self.field.setKeySequence(QKeySequence(mine))
        self.field.blockSignals(False)
        self.reset.setVisible(mine != self._default)
        self._warn(None)

    @property
    def _typed(self) -> str:
        return self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _on_keys(self) -> None:
        other = holder(self._keys, self._typed, self.name)
        self._warn(other)
        if other is None:
            self.wanted.emit(self.name, self._typed, False)

    def _warn(self, other: str | None) -> None:
        words = self.tr("%1 belongs to “%2”.")
        if other is not None:
            shown = self.field.keySequence().toString(QKeySequence.SequenceFormat.NativeText)
            words = words.replace("%1", shown).replace("%2", self._titles.get(other, other))
        self.warning.setText(words if other is not None else "")
        self.warning.setVisible(other is not None)
        self.take.setVisible(other is not None)

    def _restyle(self) -> None:
        look = self._appearance
        self._label.setFont(look.font(tokens.CONTROL_PX))
        for widget in (self.field, self.reset, self.warning, self.take):
            widget.setFont(look.font(tokens.NAME_PX if widget is self.field else tokens.SECONDARY_PX))
        self.field.setFixedWidth(look.px(FIELD_PX))
        self._label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
