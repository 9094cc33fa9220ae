"""The tags of one meeting, written as one line."""

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCompleter, QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from meetapp.window import tokens
from meetapp.window.catalog import Entry
from meetapp.window.dialog_foot import foot
from meetapp.window.theme import Appearance

WIDTH_PX = 420


def parse_tags(line: str) -> tuple[str, ...]:
    """The tags that a line with commas names, each once, whatever its case."""
    found: dict[str, str] = {}
    for each in line.split(","):
        tag = " ".join(each.replace("#", " ").split())
        if tag:
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


class TagsDialog(QDialog):
    """Completes tags that other meetings have."""

    chosen = Signal(tuple)

    def __init__(self, appearance: Appearance, entry: Entry, known: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = known
        self.setWindowTitle(self.tr("Tags"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = QLabel(self.tr("Tags of “%1”").replace("%1", entry.title))
        title.setFont(appearance.font(tokens.CONTROL_PX, QFont.Weight.DemiBold))
        title.setWordWrap(True)
        help_text = QLabel(self.tr("Words that bring meetings together, separated by commas."))
        help_text.setProperty("tone", "dim")
        help_text.setFont(appearance.font(tokens.SECONDARY_PX))
        self.line = QLineEdit(", ".join(entry.tags))
        self.line.setAccessibleName(self.tr("Tags"))
        self.line.setPlaceholderText(self.tr("budget, customers"))
        self._completions = QStringListModel(self)
        completer = QCompleter(self._completions, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.line.setCompleter(completer)
        self.line.textEdited.connect(self._complete)
        self.keep, buttons = foot(self, self._on_keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_5, tokens.SPACE_5, tokens.SPACE_5, tokens.SPACE_4)
        column.setSpacing(tokens.SPACE_2)
        for widget in (title, help_text, self.line):
            column.addWidget(widget)
        column.addSpacing(tokens.SPACE_2)
        column.addLayout(buttons)
        self.setMinimumWidth(appearance.px(WIDTH_PX))

    def _complete(self, text: str) -> None:
        before, comma, _ = text.rpartition(",")
        start = f"{before}{comma} " if comma else ""
        self._completions.setStringList([start + tag for tag in self._known])

    def _on_keep(self) -> None:
        self.chosen.emit(parse_tags(self.line.text()))
        self.accept()
