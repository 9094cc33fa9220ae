"""The choice of how many people speak: a number, or none when their voices are to tell."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from meetapp.window.controls import ChoiceBox
from meetapp.window.theme import Appearance

MOST_OFFERED = 12


class PeopleCount(ChoiceBox):
    """Says when a person has chosen another number; 0 is none."""

    chosen = Signal(int)

    def __init__(self, appearance: Appearance, unknown: str, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._told = 0
        self.addItem(unknown, 0)
        for number in range(1, MOST_OFFERED + 1):
            self._offer(number)
        self.activated.connect(self._on_activated)

    @property
    def number(self) -> int:
        """The number that is shown."""
        return int(self.currentData() or 0)

    def show_number(self, number: int) -> None:
        """Shows this number; one that is not among those offered is from now on."""
        if self.findData(number) < 0:
            self._offer(number)
        self.setCurrentIndex(self.findData(number))
        self._told = number

    def _offer(self, number: int) -> None:
        words = self.tr("1 person") if number == 1 else self.tr("%1 people").replace("%1", str(number))
        self.addItem(words, number)

    def _on_activated(self) -> None:
        if self.number != self._told:
            self._told = self.number
            self.chosen.emit(self.number)
