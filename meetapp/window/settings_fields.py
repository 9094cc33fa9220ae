"""The control of each setting: shows its value, and says when a person has changed it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget

from meetapp.settings import RANGES
from meetapp.window import tokens
from meetapp.window.controls import ChoiceBox
from meetapp.window.settings_rows import Row
from meetapp.window.switch import Switch
from meetapp.window.theme import Appearance

CONTROL_PX, CONTROL_MAX_PX = 210, 260


class FolderField(QWidget):
    """A path that can be typed, chosen, or left empty."""

    changed = Signal(str)

    def __init__(self, row: Row, value: str) -> None:
        super().__init__()
        self.path = QLineEdit(value)
        self.path.setPlaceholderText(row.hint)
        self.path.setClearButtonEnabled(True)
        self.path.setAccessibleName(row.title)
        self.path.editingFinished.connect(self._on_edited)
        self.path.textChanged.connect(lambda text: None if text else self.changed.emit(""))
        self.choose = QPushButton(self.tr("Choose…"))
        self.choose.setProperty("look", "small")
        self.choose.setAccessibleName(self.tr("Choose: %1").replace("%1", row.title))
        self.choose.clicked.connect(self._on_choose)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens.SPACE_2)
        line.addWidget(self.path, 1)
        line.addWidget(self.choose)

    def _on_edited(self) -> None:
        self.changed.emit(self.path.text().strip())

    def _on_choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.choose.accessibleName(), self.path.text())
        if folder:
            self.path.setText(folder)
            self.changed.emit(folder)


class SettingRow(QWidget):
    """A setting as its reader sees it: what it is, what it does, and at the right how it stands."""

    changed = Signal(str, object)

    def __init__(self, appearance: Appearance, row: Row, value: object) -> None:
        super().__init__()
        self.row = row
        self._appearance = appearance
        self.control: QWidget = getattr(self, f"_make_{row.kind}")(value)
        if not self.control.accessibleName():
            self.control.setAccessibleName(row.title)
        self.control.setAccessibleDescription(row.help)
        self._title, self._help = QLabel(row.title), QLabel(row.help)
        self._help.setProperty("tone", "dim")
        self._help.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._help)
        below = row.kind in ("folder", "text")  # a field as wide as the page
        line: QHBoxLayout | QVBoxLayout = QVBoxLayout(self) if below else QHBoxLayout(self)
        line.setContentsMargins(0, tokens.SPACE_3, 0, tokens.SPACE_3)
        line.setSpacing(tokens.SPACE_2 if below else tokens.SPACE_5)
        if isinstance(line, QHBoxLayout):
            line.addLayout(words, 1)
            line.addWidget(self.control, 0, Qt.AlignmentFlag.AlignVCenter)
        else:
            line.addLayout(words)
            line.addWidget(self.control)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_options(self, options: tuple[tuple[object, str], ...], value: object) -> None:
        """Offers other choices, of which `value` is made."""
        box = self.control
        assert isinstance(box, ChoiceBox)
        box.clear()
        for each, words in options:
            box.addItem(words, each)
        self.show_choice(value)

    def show_choice(self, value: object) -> None:
        """Shows that `value` is chosen, without telling anybody."""
        assert isinstance(self.control, ChoiceBox)
        self.control.setCurrentIndex(max(0, self.control.findData(value)))

    def _tell(self, value: object) -> None:
        self.changed.emit(self.row.name, value)

    def _make_switch(self, value: bool) -> QWidget:
        switch = Switch(self._appearance)
        switch.setChecked(value)
        switch.toggled.connect(self._tell)
        return switch

    def _make_choice(self, value: object) -> QWidget:
        box = ChoiceBox(self._appearance)
        for each, words in self.row.options:
            box.addItem(words, each)
        values = [each for each, _ in self.row.options]
        if value not in values:  # an input that is not plugged in, a size between two steps
            box.addItem(str(value), value)
            values.append(value)
        box.setCurrentIndex(values.index(value))
        box.activated.connect(lambda place: self._tell(box.itemData(place)))
        return box

    def _make_number(self, value: int) -> QWidget:
        field = QSpinBox()
        field.setRange(*RANGES[self.row.name])
        field.setSuffix(self.row.hint)
        for least, words in self.row.options:
            if least == field.minimum():
                field.setSpecialValueText(words)
        field.setValue(value)
        field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.valueChanged.connect(self._tell)
        return field

    def _make_folder(self, value: str) -> QWidget:
        field = FolderField(self.row, value)
        field.changed.connect(self._tell)
        return field

    def _make_text(self, value: str) -> QWidget:
        field = QLineEdit(value)
        field.setPlaceholderText(self.row.hint)
        field.editingFinished.connect(lambda: self._tell(field.text().strip()))
        return field

    def _make_told(self, value: str) -> QWidget:
        return QLabel(value)

    def _restyle(self) -> None:
        look = self._appearance
        self._title.setFont(look.font(tokens.CONTROL_PX))
        self._help.setFont(look.font(tokens.SECONDARY_PX))
        self.control.setFont(look.font(tokens.NAME_PX))
        if self.row.kind in ("choice", "number"):
            self.control.setMinimumWidth(min(look.px(CONTROL_PX if self.row.kind == "choice" else 96), CONTROL_MAX_PX))
            self.control.setMaximumWidth(look.px(CONTROL_MAX_PX))
        self.control.updateGeometry()
