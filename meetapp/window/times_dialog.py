"""When a turn begins and ends, written as two times."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from meetapp.window import tokens
from meetapp.window.dialog_foot import foot
from meetapp.window.grips import LEAST_S
from meetapp.window.theme import Appearance
from meetapp.window.times import exact, parse_time
from sts_model.turns import Turn

WIDTH_PX = 340


class TimesDialog(QDialog):
    """Keeps nothing that cannot be: a sentence says what is wrong with it."""

    chosen = Signal(float, float)

    def __init__(
        self, appearance: Appearance, turn: Turn, speaker: str, total_s: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._turn, self._total_s = turn, total_s
        self.setWindowTitle(self.tr("Times"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = QLabel(self.tr("When %1 speaks").replace("%1", speaker))
        title.setFont(appearance.font(tokens.CONTROL_PX, QFont.Weight.DemiBold))
        help_text = QLabel(self.tr("Minutes and seconds, as in 13:02.5."))
        help_text.setProperty("tone", "dim")
        help_text.setFont(appearance.font(tokens.SECONDARY_PX))
        self.begin, self.end = QLineEdit(exact(turn.start_s)), QLineEdit(exact(turn.end_s))
        self.trouble = QLabel()
        self.trouble.setProperty("tone", "record")
        self.trouble.setWordWrap(True)
        self.trouble.setFont(appearance.font(tokens.SECONDARY_PX))
        self.trouble.hide()
        fields = QFormLayout()
        fields.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        fields.setVerticalSpacing(tokens.SPACE_2)
        fields.setHorizontalSpacing(tokens.SPACE_4)
        for field, name in ((self.begin, self.tr("Begins")), (self.end, self.tr("Ends"))):
            field.setAccessibleName(name)
            field.setFont(appearance.font(tokens.CONTROL_PX, tabular=True))
            fields.addRow(name, field)
        self.keep, buttons = foot(self, self._on_keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_5, tokens.SPACE_5, tokens.SPACE_5, tokens.SPACE_4)
        column.setSpacing(tokens.SPACE_2)
        column.addWidget(title)
        column.addWidget(help_text)
        column.addLayout(fields)
        column.addWidget(self.trouble)
        column.addSpacing(tokens.SPACE_2)
        column.addLayout(buttons)
        self.setMinimumWidth(appearance.px(WIDTH_PX))
        self.begin.selectAll()

    def _on_keep(self) -> None:
        start_s = self._read(self.begin, self._turn.start_s)
        end_s = self._read(self.end, self._turn.end_s)
        if start_s is None or end_s is None:
            self._refuse(self.tr("A time is written as 13:02.5, or in seconds alone."))
        elif end_s > self._total_s:
            self._refuse(self.tr("The meeting ends at %1.").replace("%1", exact(self._total_s)))
        elif end_s - start_s < LEAST_S:
            self._refuse(self.tr("The turn has to end after it begins."))
        else:
            self.chosen.emit(start_s, end_s)
            self.accept()

    def _read(self, field: QLineEdit, known_s: float) -> float | None:
        """What the field says; a time that nobody touched stays as exact as it is."""
        return known_s if field.text() == exact(known_s) else parse_time(field.text())

    def _refuse(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.show()
