"""The options of an export as controls; a format shows those that change something in it."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from meetapp.settings import Settings
from meetapp.window import tokens
from meetapp.window.controls import ChoiceBox
from meetapp.window.switch import Switch
from meetapp.window.theme import Appearance

# The setting that remembers each option, and the option that says whether a format heeds it.
_TAKES = {
    "export_timestamps": "timestamps",
    "export_speakers": "speakers",
    "export_wording": "wording",
    "export_merge_s": "merge_s",
    "export_short_subtitles": "max_line_width",
    "export_highlight": "highlight_words",
}


class ExportFields(QWidget):
    """A row an option; `changed` tells that `values` are new."""

    changed = Signal()

    def __init__(self, appearance: Appearance, chosen: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._controls: dict[str, Switch | ChoiceBox] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(tokens.SPACE_4)
        self._form.setVerticalSpacing(tokens.SPACE_2)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        tr = self.tr
        self._add_switch("export_timestamps", tr("Times"), chosen)
        names = (("names", tr("By their names")), ("numbers", tr("By numbers only")), ("none", tr("Not at all")))
        self._add_choice("export_speakers", tr("Speakers"), names, chosen)
        words = (
            ("readable", tr("As people write")),
            ("clean", tr("Without “um” and slips")),
            ("verbatim", tr("Word for word")),
        )
        self._add_choice("export_wording", tr("Wording"), words, chosen)
        pauses = [(s, tr("Over pauses up to %1 s").replace("%1", str(s))) for s in (1, 2, 5, 10)]
        self._add_choice(
            "export_merge_s", tr("Join turns"), ((-1, tr("As fits the format")), (0, tr("No")), *pauses), chosen
        )
        lines = ((False, tr("Whole turns")), (True, tr("Two lines at a time")))
        self._add_choice("export_short_subtitles", tr("Subtitles"), lines, chosen)
        self._add_switch("export_highlight", tr("Underline spoken word"), chosen)

    @property
    def values(self) -> dict[str, Any]:
        """What is chosen, by the names of settings."""
        return {
            name: control.isChecked() if isinstance(control, Switch) else control.currentData()
            for name, control in self._controls.items()
        }

    def control(self, name: str) -> Switch | ChoiceBox:
        """The control of the setting called `name`."""
        return self._controls[name]

    def show_for(self, takes: Iterable[str]) -> None:
        """Shows the options in `takes` and no others."""
        for name, control in self._controls.items():
            self._form.setRowVisible(control, _TAKES[name] in takes)

    def _add_switch(self, name: str, title: str, chosen: Settings) -> None:
        switch = Switch(self._appearance)
        switch.setChecked(getattr(chosen, name))
        switch.toggled.connect(self.changed)
        self._add(name, title, switch)

    def _add_choice(self, name: str, title: str, choices: Iterable[tuple[Any, str]], chosen: Settings) -> None:
        box = ChoiceBox(self._appearance)
        for value, words in choices:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(getattr(chosen, name))))
        box.currentIndexChanged.connect(self.changed)
        self._add(name, title, box)

    def _add(self, name: str, title: str, control: Switch | ChoiceBox) -> None:
        control.setAccessibleName(title)
        label = QLabel(title)
        label.setBuddy(control)
        self._controls[name] = control
        self._form.addRow(label, control)
