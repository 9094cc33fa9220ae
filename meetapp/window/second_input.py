"""The choice of a second input: whether the sound of the computer is recorded too, as a track of its own."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from meetapp.window.controls import ChoiceBox
from meetapp.window.inputs import InputList
from meetapp.window.theme import Appearance


class SecondInput(ChoiceBox):
    """Off, or one of the inputs that have what the computer plays; not there where no input has."""

    chosen = Signal(str)

    def __init__(self, appearance: Appearance, inputs: InputList, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._inputs, self._wanted = inputs, ""
        self.setAccessibleName(self.tr("Computer sound"))
        self.setToolTip(self.tr("Records what the computer plays too, as a track of its own"))
        self.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(self._on_chosen)
        self.opening.connect(inputs.refresh_if_old)
        inputs.changed.connect(self._show)
        self._show()

    @property
    def name(self) -> str:
        """The input to record; empty when none is."""
        return str(self.currentData() or "")

    def want(self, name: str) -> None:
        """Chooses the input of that name once it is known; none for an empty one."""
        self._wanted = name
        self._show()

    def _show(self) -> None:
        self.clear()
        self.addItem(self.tr("Computer sound: off"), "")
        for each in self._inputs.inputs:
            if each.is_monitor:
                self.addItem(self.tr("Computer sound: %1").replace("%1", each.description), each.name)
        self.setCurrentIndex(max(0, self.findData(self._wanted)))
        self.setVisible(self.count() > 1)

    def _on_chosen(self) -> None:
        self._wanted = self.name
        self.chosen.emit(self.name)
