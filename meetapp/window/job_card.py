"""The card of a running import: how fast, how far, how long yet, and a way to stop it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from meetapp.window import tokens
from meetapp.window.session import Session
from meetapp.window.theme import Appearance
from meetapp.window.times import gutter


class JobCard(QFrame):
    """Follows the session of one import; a click on the name opens it."""

    opened = Signal()

    def __init__(self, appearance: Appearance, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance, self._session = appearance, session
        self.setProperty("look", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name, self._speed, self._state = QLabel(), QLabel(), QLabel()
        for label in (self._speed, self._state):
            label.setProperty("tone", "dim")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(tokens.SPACE_1)
        self._bar.setAccessibleName(self.tr("Progress of %1").replace("%1", session.entry.title))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setProperty("look", "quiet")
        self._cancel.setAccessibleName(self.tr("Cancel the import of %1").replace("%1", session.entry.title))
        self._cancel.clicked.connect(lambda: session.order("stop"))
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self._name, 1)
        first.addWidget(self._speed)
        second.addWidget(self._state, 1)
        second.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, tokens.SPACE_2, 10, 10)
        column.setSpacing(2)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self._bar)
        session.status_changed.connect(self.refresh)
        appearance.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Takes over the state of the session."""
        look, status = self._appearance, self._session.status
        self._name.setFont(look.font(tokens.SECONDARY_PX - 0.5, QFont.Weight.DemiBold))
        for label in (self._speed, self._state):
            label.setFont(look.font(tokens.SECONDARY_PX - 0.5, tabular=True))
        self._cancel.setFont(look.font(tokens.SECONDARY_PX - 0.5))
        width = look.px(tokens.SIDEBAR_PX - 90)
        title = self._session.entry.title
        self._name.setText(QFontMetrics(self._name.font()).elidedText(title, Qt.TextElideMode.ElideMiddle, width))
        self._speed.setText(f"{status.speed:.0f}×" if status.speed and status.speed >= 10 else self._slow_speed())
        self._state.setText(self._sentence())
        self._bar.setRange(0, 1000 if status.recorded_s else 0)
        self._bar.setValue(round(1000 * status.done_s / status.recorded_s) if status.recorded_s else 0)

    def mousePressEvent(self, event: object) -> None:
        self.opened.emit()

    def _slow_speed(self) -> str:
        speed = self._session.status.speed
        return f"{speed:.1f}×" if speed else ""

    def _sentence(self) -> str:
        status = self._session.status
        if not status.recorded_s:
            return self.tr("Reading the file")
        if not status.listening:
            return self.tr("Loading the model")
        done = self.tr("%1 of %2").replace("%1", gutter(status.done_s)).replace("%2", gutter(status.recorded_s))
        left = status.left_s
        return done if left is None else done + " · " + self.tr("%1 left").replace("%1", gutter(left))
