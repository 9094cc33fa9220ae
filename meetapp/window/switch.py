"""A switch: a check box that looks like what it does."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from meetapp.window.theme import Appearance

WIDTH, HEIGHT, INSET = 38, 22, 3


class Switch(QCheckBox):
    """On is to the right, in the accent colour; to a screen reader it is a check box."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(WIDTH) + 4, self._appearance.px(HEIGHT) + 4)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self._appearance, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        groove = QRectF(2, 2, look.px(WIDTH), look.px(HEIGHT))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 1.5))
            painter.drawRoundedRect(groove.adjusted(-1.2, -1.2, 1.2, 1.2), groove.height() / 2, groove.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent" if self.isChecked() else "faint"))
        painter.drawRoundedRect(groove, groove.height() / 2, groove.height() / 2)
        side = groove.height() - 2 * INSET
        left = groove.right() - side - INSET if self.isChecked() else groove.left() + INSET
        painter.setBrush(look.colour("accent_ink" if self.isChecked() else "panel"))
        painter.drawEllipse(QRectF(left, groove.top() + INSET, side, side))
