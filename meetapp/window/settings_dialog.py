"""Settings: sections at the left, a search above them, and every change in use at once."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFont
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from meetapp.window import tokens
from meetapp.window.deletion_question import deletes_more, deletion_question
from meetapp.window.preferences import Preferences
from meetapp.window.settings_fields import SettingRow
from meetapp.window.settings_rows import SECTIONS, Row, section_titles
from meetapp.window.shortcut_row import ShortcutRow
from meetapp.window.shortcuts import effective, give
from meetapp.window.theme import Appearance

SIZE, SECTIONS_PX = (780, 560), 190
Line = SettingRow | ShortcutRow


class SettingsDialog(QDialog):
    """Changes `preferences`; whoever uses a setting listens to them."""

    models_wanted = Signal()

    def __init__(
        self,
        appearance: Appearance,
        preferences: Preferences,
        rows: list[Row],
        titles: Mapping[str, str],
        defaults: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """`titles` and `defaults` are the words and the program's own keys of every action."""
        super().__init__(parent)
        self._appearance, self._preferences = appearance, preferences
        self._titles, self._defaults = titles, defaults
        self.setWindowTitle(self.tr("Settings"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search settings"))
        self.search.setAccessibleName(self.tr("Search settings"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show)
        self.sections = QListWidget()
        self.sections.setObjectName("sections")
        self.sections.setAccessibleName(self.tr("Sections"))
        self.sections.setFrameShape(QFrame.Shape.NoFrame)
        for section, words in section_titles(self.tr).items():
            item = QListWidgetItem(words, self.sections)
            item.setData(Qt.ItemDataRole.UserRole, section)
        self.sections.currentRowChanged.connect(lambda _: self.search.clear() if self.search.text() else self._show())
        self.lines: dict[str, list[Line]] = {section: [] for section in SECTIONS}
        for row in rows:
            self._add_setting(row)
        for name, title in titles.items():
            self._add_shortcut(name, title)
        self._arrange()
        self._show_keys()
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.sections.setCurrentRow(0)
        self.resize(appearance.px(SIZE[0]), appearance.px(SIZE[1]))

    def open_at(self, section: str) -> None:
        """Shows the dialog with that section in front."""
        self.search.clear()
        self.sections.setCurrentRow(SECTIONS.index(section))
        self.show()
        self.raise_()

    def line(self, name: str) -> Line:
        """The row of the setting or action called `name`."""
        return next(line for lines in self.lines.values() for line in lines if self._name(line) == name)

    # Making

    def _add_setting(self, row: Row) -> None:
        line = SettingRow(self._appearance, row, getattr(self._preferences.settings, row.name, row.hint))
        line.changed.connect(partial(self._change, line))
        self.lines[row.section].append(line)

    def _change(self, line: SettingRow, name: str, value: object) -> None:
        """Puts a value to use; one that deletes what nothing brings back only after asking."""
        before = self._preferences.settings
        if not deletes_more(before, name, value):
            self._preferences.change(**{name: value})
            return
        box = deletion_question(self, before, name, value)
        box.accepted.connect(lambda: self._preferences.change(**{name: value}))
        box.rejected.connect(lambda: line.show_choice(getattr(before, name)))
        box.open()

    def _add_shortcut(self, name: str, title: str) -> None:
        line = ShortcutRow(self._appearance, name, title, self._defaults.get(name, ""))
        line.wanted.connect(self._give)
        self.lines["shortcuts"].append(line)

    def _arrange(self) -> None:
        self._headings: dict[str, QLabel] = {}
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(tokens.SPACE_5, tokens.SPACE_4, tokens.SPACE_5, tokens.SPACE_4)
        self._column.setSpacing(0)
        for section, words in section_titles(self.tr).items():
            self._headings[section] = QLabel(words)
            self._column.addWidget(self._headings[section])
            for place, line in enumerate(self.lines[section]):
                if place and section != "shortcuts":
                    self._column.addWidget(self._rule(line))
                self._column.addWidget(line)
        self.reset_keys = QPushButton(self.tr("Reset all keys"))
        self.reset_keys.setProperty("look", "small")
        self.reset_keys.setAccessibleName(self.tr("Reset all keys"))
        self.reset_keys.clicked.connect(lambda: self._keep_keys({}))
        self._column.addWidget(self.reset_keys, 0, Qt.AlignmentFlag.AlignRight)
        self._column.insertWidget(self._column.indexOf(self._headings["appearance"]), self._models_button())
        self._nothing = QLabel(self.tr("No setting says that."))
        self._nothing.setProperty("tone", "dim")
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        area = self.area = QScrollArea()
        area.setObjectName("settings")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(self.tr("Settings"))
        inside.setObjectName("settings")
        area.setWidget(inside)
        left = QVBoxLayout()
        left.setContentsMargins(tokens.SPACE_3, tokens.SPACE_3, tokens.SPACE_3, tokens.SPACE_3)
        left.setSpacing(tokens.SPACE_3)
        left.addWidget(self.search)
        left.addWidget(self.sections, 1)
        self._left = QWidget()
        self._left.setLayout(left)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._left)
        across.addWidget(area, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(self._foot())

    def _models_button(self) -> QPushButton:
        self.models = QPushButton(self.tr("Manage models…"))
        self.models.setProperty("look", "small")
        self.models.setAccessibleName(self.models.text())
        self.models.clicked.connect(self.models_wanted)
        self.models.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return self.models

    def _rule(self, line: QWidget) -> QFrame:
        """A line above a row, there when the row is."""
        rule = QFrame()
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        line.setProperty("rule", rule)
        return rule

    def _foot(self) -> QWidget:
        self.file = QPushButton(self.tr("Open settings.json"))
        self.file.setProperty("look", "quiet")
        self.file.setAccessibleName(self.tr("Open settings.json"))
        self.file.setToolTip(str(self._preferences.path))
        self.file.clicked.connect(self._open_file)
        close = QPushButton(self.tr("Close"))
        close.setAccessibleName(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.close)
        foot = QWidget()
        foot.setObjectName("foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(foot)
        line.setContentsMargins(tokens.SPACE_4, tokens.SPACE_2, tokens.SPACE_4, tokens.SPACE_2)
        line.addWidget(self.file)
        line.addStretch(1)
        line.addWidget(close)
        return foot

    # Showing

    def _show(self) -> None:
        """Shows one section, or from all sections what answers the question."""
        question = self.search.text().strip()
        chosen = self.sections.currentItem().data(Qt.ItemDataRole.UserRole) if self.sections.currentItem() else ""
        found = 0
        for section, lines in self.lines.items():
            here = 0
            for line in lines:
                shown = self._answers(line, question) if question else section == chosen
                line.setVisible(shown)
                rule = line.property("rule")
                if rule is not None:
                    rule.setVisible(shown and here > 0)
                here += shown
            self._headings[section].setVisible(here > 0)
            found += here
        self.models.setVisible(chosen == "recognition" and not question)
        self.reset_keys.setVisible(chosen == "shortcuts" and not question)
        self._nothing.setVisible(not found)

    def _answers(self, line: Line, question: str) -> bool:
        if isinstance(line, SettingRow):
            return line.row.answers(question)
        return all(word in line.title.casefold() for word in question.casefold().split())

    @staticmethod
    def _name(line: Line) -> str:
        return line.row.name if isinstance(line, SettingRow) else line.name

    # Keys

    def _give(self, name: str, keys: str, take: bool) -> None:
        self._keep_keys(give(self._defaults, self._preferences.settings.shortcuts, name, keys, take=take))

    def _keep_keys(self, chosen: dict[str, str]) -> None:
        self._preferences.change(shortcuts=chosen)
        self._show_keys()

    def _show_keys(self) -> None:
        keys = effective(self._defaults, self._preferences.settings.shortcuts)
        for line in self.lines["shortcuts"]:
            if isinstance(line, ShortcutRow):
                line.show_keys(keys, self._titles)

    def _open_file(self) -> None:
        self._preferences.save()
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._preferences.path)))

    def _restyle(self) -> None:
        look = self._appearance
        for heading in self._headings.values():
            heading.setFont(look.font(tokens.TITLE_PX, QFont.Weight.DemiBold))
            heading.setContentsMargins(0, tokens.SPACE_2, 0, tokens.SPACE_2)
        self._left.setFixedWidth(look.px(SECTIONS_PX))
        self.sections.setFont(look.font(tokens.CONTROL_PX))
