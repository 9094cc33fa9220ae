"""A fault of ours: a report is written that the user can read and pass on, and a dialog says so.

The report holds where in the program it happened and on which system; no value of any variable, so no word of a
transcript, and no path of the user's.
"""

import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QThread, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFont
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from meetapp.meeting import write_private
from meetapp.paths import make_private
from meetapp.window import tokens
from meetapp.window.theme import Appearance
from meetapp.window.versions import versions

PROGRAM = Path(__file__).resolve().parent.parent.parent
SIZE = (640, 460)


def report(kind: type[BaseException], where: TracebackType | None) -> str:
    """What happened, without what it happened to: messages of exceptions may quote what people said."""
    frames = traceback.extract_tb(where)
    lines = [f"{_place(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([time.strftime("%Y-%m-%d %H:%M:%S"), versions(), "", f"{kind.__name__} at", *lines, ""])


def _place(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(PROGRAM):
        return path.relative_to(PROGRAM).as_posix()
    return f"…/{path.parent.name}/{path.name}"


class CrashDialog(QDialog):
    """Says that it is our fault, that nothing recorded is lost, and shows the whole report."""

    def __init__(self, appearance: Appearance, text: str, path: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setWindowTitle(self.tr("A fault in meetapp"))
        heading = QLabel(self.tr("Something went wrong in meetapp"))
        heading.setFont(appearance.font(tokens.TITLE_PX, QFont.Weight.DemiBold))
        words = QLabel(
            self.tr(
                "That is our fault, not yours. Recordings go on, and all that was recorded is on disk. Below is the"
                " whole report: it holds nothing of what was said, and it is sent to nobody. Please pass it on."
            )
        )
        words.setWordWrap(True)
        self.report = QPlainTextEdit(text)
        self.report.setReadOnly(True)
        self.report.setFont(QFont("monospace"))
        self.report.setAccessibleName(self.tr("Report"))
        self.copy = QPushButton(self.tr("Copy the report"))
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self._text))
        self.folder = QPushButton(self.tr("Open its folder"))
        self.folder.setVisible(path is not None)
        if path is not None:
            url = QUrl.fromLocalFile(str(path.parent))
            self.folder.clicked.connect(lambda: QDesktopServices.openUrl(url))
        close = QPushButton(self.tr("Go on"))
        close.setProperty("look", "primary")
        close.setDefault(True)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        for button in (self.copy, self.folder, close):
            button.setAccessibleName(button.text())
            foot.addWidget(button)
        foot.insertStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_5, tokens.SPACE_5, tokens.SPACE_5, tokens.SPACE_4)
        column.setSpacing(tokens.SPACE_3)
        for widget in (heading, words, self.report):
            column.addWidget(widget)
        column.addLayout(foot)
        self.resize(appearance.px(SIZE[0]), appearance.px(SIZE[1]))


class CrashReporter(QObject):
    """Takes the place of Python's last resort: one dialog at a time, and the window goes on."""

    _told = Signal(str, object)

    def __init__(self, appearance: Appearance, reports: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance, self._reports, self._window = appearance, reports, parent
        self.dialog: CrashDialog | None = None
        self._before: Callable[..., object] = sys.__excepthook__
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        self._before, sys.excepthook = sys.excepthook, self.caught

    def remove(self) -> None:
        if sys.excepthook == self.caught:
            sys.excepthook = self._before

    def caught(self, kind: type[BaseException], err: BaseException, where: TracebackType | None) -> None:
        """Reports a fault that nobody caught, in whichever thread."""
        self._before(kind, err, where)
        if not issubclass(kind, Exception):
            return
        text = report(kind, where)
        path = self._reports / time.strftime("report-%Y%m%d-%H%M%S.txt")
        try:
            make_private(self._reports)
            write_private(path, text)
        except Exception:  # noqa: BLE001  # the disk may be what is wrong; the dialog has the report
            self._told.emit(text, None)
        else:
            self._told.emit(text, path)

    def _show(self, text: str, path: Path | None) -> None:
        assert QThread.currentThread() is self.thread()
        if self.dialog is None:
            self.dialog = CrashDialog(self._appearance, text, path, self._window)
            self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.dialog.destroyed.connect(lambda: setattr(self, "dialog", None))
            self.dialog.show()
