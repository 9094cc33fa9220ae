"""The model packages of this computer: installed from a folder, checked, chosen and removed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from meetapp import models
from meetapp.models import Model
from meetapp.window import tokens
from meetapp.window.jobs import Jobs
from meetapp.window.offers import Offers
from meetapp.window.preferences import Preferences
from meetapp.window.theme import Appearance

WIDTH_PX = 560
MEGABYTE = 1e6


class ModelLine(QWidget):
    """One package, with what can be done with it."""

    def __init__(self, appearance: Appearance, model: Model, title: str) -> None:
        super().__init__()
        name, detail = QLabel(title), QLabel(self._describe(model))
        name.setFont(appearance.font(tokens.CONTROL_PX, QFont.Weight.DemiBold if model.in_use else QFont.Weight.Normal))
        detail.setFont(appearance.font(tokens.SECONDARY_PX))
        detail.setProperty("tone", "record" if model.fault else "dim")
        detail.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(detail)
        self.use = self._button(self.tr("Use"), title, enabled=not (model.in_use or model.fault))
        self.check = self._button(self.tr("Check"), title)
        self.remove = self._button(self.tr("Remove"), title, enabled=not (model.in_use or model.shipped))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, tokens.SPACE_3, 0, tokens.SPACE_3)
        line.setSpacing(tokens.SPACE_2)
        line.addLayout(words, 1)
        for button in (self.use, self.check, self.remove):
            button.setFont(appearance.font(tokens.NAME_PX))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _describe(self, model: Model) -> str:
        if model.fault:
            return model.fault
        size = self.tr("%1 MB").replace("%1", f"{model.size / MEGABYTE:.1f}")
        said = [self.tr("comes with meetapp")] if model.shipped else []
        return " · ".join([size, *said, *([self.tr("in use")] if model.in_use else [])])

    def _button(self, words: str, title: str, *, enabled: bool = True) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("look", "small")
        button.setAccessibleName(f"{words}: {title}")
        button.setEnabled(enabled)
        return button


class ModelsDialog(QDialog):
    """Everything that reads or writes packages is done by worker threads; `changed` says that the list is another."""

    changed = Signal()

    def __init__(
        self, appearance: Appearance, jobs: Jobs, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance, self._jobs, self._preferences = appearance, jobs, preferences
        self.lines: dict[str, ModelLine] = {}
        self.setWindowTitle(self.tr("Models"))
        self.told = Offers(appearance)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(self.tr("Working"))
        self.install = QPushButton(self.tr("Install from a folder…"))
        self.install.setAccessibleName(self.install.text())
        self.install.clicked.connect(self._choose_folder)
        close = QPushButton(self.tr("Close"))
        close.setAccessibleName(close.text())
        close.setDefault(True)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self.install)
        foot.addWidget(self.busy, 1)
        foot.addStretch(1)
        foot.addWidget(close)
        inside = QVBoxLayout()
        inside.setContentsMargins(tokens.SPACE_5, tokens.SPACE_3, tokens.SPACE_5, tokens.SPACE_4)
        inside.setSpacing(tokens.SPACE_3)
        inside.addLayout(self._list)
        inside.addStretch(1)
        inside.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.told)
        column.addLayout(inside)
        self.setMinimumWidth(appearance.px(WIDTH_PX))

    def show_all(self) -> None:
        """Comes to the front with what there is now."""
        self._work(models.list_models, self._show)
        self.open()

    def _work(self, work: Callable[[], object], done: Callable[[object], object]) -> None:
        """Has `work` done elsewhere; what it refuses is told in its own sentence."""
        self.busy.show()
        self._jobs.run(work, partial(self._end, done), partial(self._end, self._tell))

    def _end(self, then: Callable[[object], object], result: object) -> None:
        self.busy.hide()
        then(result)

    def _tell(self, sentence: object) -> None:
        self.told.offer("told", str(sentence))

    def _show(self, found: object) -> None:
        assert isinstance(found, list)
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.lines = {}
        chosen = self._preferences.settings.model  # the file may not say so yet
        for place, each in enumerate(found):
            model = replace(each, in_use=chosen == ("" if each.shipped else str(each.folder)))
            if place:
                rule = QFrame()
                rule.setObjectName("rule")
                rule.setFixedHeight(1)
                self._list.addWidget(rule)
            title = model.info.title if model.info else model.name
            line = self.lines[model.name] = ModelLine(self._appearance, model, title)
            line.use.clicked.connect(partial(self._use, model))
            line.check.clicked.connect(partial(self._check, model, title))
            line.remove.clicked.connect(partial(self._ask, model, title))
            self._list.addWidget(line)

    def _show_again(self) -> None:
        self.changed.emit()
        self._work(models.list_models, self._show)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder of a model package"))
        if folder:
            self._work(partial(models.install, Path(folder)), self._on_installed)

    def _on_installed(self, model: object) -> None:
        assert isinstance(model, Model) and model.info is not None
        self._tell(self.tr("%1 is installed.").replace("%1", model.info.title))
        self._show_again()

    def _use(self, model: Model) -> None:
        self._preferences.change(model="" if model.shipped else str(model.folder))
        self._show_again()

    def _check(self, model: Model, title: str) -> None:
        self._work(partial(models.find_model, model.name), partial(self._on_checked, title))

    def _on_checked(self, title: str, model: object) -> None:
        assert isinstance(model, Model)
        self._tell(model.fault or self.tr("%1 is whole.").replace("%1", title))
        self._work(models.list_models, self._show)

    def _ask(self, model: Model, title: str) -> None:
        words = self.tr("Delete %1 from this computer?").replace("%1", title)
        self.told.offer("told", words, [(self.tr("Delete"), partial(self._remove, model, title))])

    def _remove(self, model: Model, title: str) -> None:
        gone = self.tr("%1 is deleted.").replace("%1", title)
        self._work(partial(models.remove, model.name), lambda _: self._on_removed(gone))

    def _on_removed(self, sentence: str) -> None:
        self._tell(sentence)
        self._show_again()
