"""Imports at the foot of the left place: the one at work, and those that wait their turn."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from meetapp.window import tokens
from meetapp.window.import_queue import Waiting
from meetapp.window.job_card import JobCard
from meetapp.window.session import Session
from meetapp.window.theme import Appearance

MOST_SHOWN = 3
"""Waiting files that are named; the rest are counted."""


class WaitingLine(QWidget):
    """A file that waits, with a way to take it out."""

    def __init__(self, appearance: Appearance, job: Waiting) -> None:
        super().__init__()
        self.job = job
        name = QLabel()
        name.setProperty("tone", "dim")
        name.setFont(appearance.font(tokens.SECONDARY_PX - 0.5))
        width = appearance.px(tokens.SIDEBAR_PX - 100)
        name.setText(QFontMetrics(name.font()).elidedText(job.title, Qt.TextElideMode.ElideMiddle, width))
        name.setToolTip(job.file)
        self.cancel = QPushButton(self.tr("Remove"))
        self.cancel.setProperty("look", "quiet")
        self.cancel.setFont(appearance.font(tokens.SECONDARY_PX - 0.5))
        self.cancel.setAccessibleName(self.tr("Do not import %1").replace("%1", job.title))
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 0, 10, 0)
        line.addWidget(name, 1)
        line.addWidget(self.cancel)


class JobList(QWidget):
    """Follows what it is given; decides nothing."""

    opened = Signal(object)  # Entry
    cancelled = Signal(object)  # Waiting

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._lines: list[QWidget] = []
        self._cards, self._waiting = QVBoxLayout(), QVBoxLayout()
        self._cards.setSpacing(tokens.SPACE_2)
        self._waiting.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_1)
        column.addLayout(self._cards)
        column.addLayout(self._waiting)

    def add_job(self, session: Session) -> None:
        """Shows the progress of an import until it ends."""
        card = JobCard(self._appearance, session, self)
        card.opened.connect(lambda: self.opened.emit(session.entry))
        session.ended.connect(card.deleteLater)
        self._cards.addWidget(card)

    def show_waiting(self, jobs: tuple[Waiting, ...]) -> None:
        """Names the next files and counts the others."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []
        for job in jobs[:MOST_SHOWN]:
            line = WaitingLine(self._appearance, job)
            line.cancel.clicked.connect(partial(self.cancelled.emit, job))
            self._add(line)
        if len(jobs) > MOST_SHOWN:
            more = QLabel(self.tr("and %1 more").replace("%1", str(len(jobs) - MOST_SHOWN)))
            more.setProperty("tone", "dim")
            more.setFont(self._appearance.font(tokens.SECONDARY_PX - 0.5))
            more.setContentsMargins(10, 0, 10, 0)
            self._add(more)

    def _add(self, line: QWidget) -> None:
        self._waiting.addWidget(line)
        self._lines.append(line)
