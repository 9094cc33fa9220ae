"""Icons of the window, drawn in the colours of the theme; and the program's own icon."""

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

PROGRAM = Path(__file__).resolve().parent.parent.parent / "assets" / "icons" / "meetapp.svg"


def program_icon() -> QIcon:
    """The icon of the program, as the desktop shows it."""
    return QIcon(str(PROGRAM))


def recording_icon(colour: QColor, size: int = 32) -> QIcon:
    """The program's icon with a dot that says: it records."""
    pixmap = program_icon().pixmap(size, size)
    painter = _painter(pixmap)
    painter.setPen(QPen(Qt.GlobalColor.white, size / 16))
    painter.setBrush(colour)
    painter.drawEllipse(QRectF(size * 0.5, size * 0.5, size * 0.44, size * 0.44))
    painter.end()
    return QIcon(pixmap)


def dot_icon(colour: QColor, size: int, ratio: float = 2.0) -> QIcon:
    """A round dot in a square of `size` pixels."""
    pixmap = _blank(size, ratio)
    painter = _painter(pixmap)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QRectF(size * 0.2, size * 0.2, size * 0.6, size * 0.6))
    painter.end()
    return QIcon(pixmap)


def menu_icon(colour: QColor, size: int, ratio: float = 2.0) -> QIcon:
    """Three lines: opens the menu."""
    pixmap = _blank(size, ratio)
    painter = _painter(pixmap)
    painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for share in (0.28, 0.5, 0.72):
        painter.drawLine(QPointF(size * 0.2, size * share), QPointF(size * 0.8, size * share))
    painter.end()
    return QIcon(pixmap)


def chevron_icon(colour: QColor, size: int, ratio: float = 2.0) -> QIcon:
    """A small mark that says: opens a list."""
    pixmap = _blank(size, ratio)
    painter = _painter(pixmap)
    paint_chevron(painter, QRectF(0, 0, size, size), colour)
    painter.end()
    return QIcon(pixmap)


def paint_chevron(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    pen = QPen(colour, max(1.4, rect.width() / 9))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    reach, centre = rect.width() * 0.24, rect.center()
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(centre.x() - reach, centre.y() - reach / 2),
                QPointF(centre.x(), centre.y() + reach / 2),
                QPointF(centre.x() + reach, centre.y() - reach / 2),
            ]
        )
    )


def _blank(size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _painter(pixmap: QPixmap) -> QPainter:
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter
