"""Round buttons, level meters, lines that end in an ellipsis: the controls that Qt does not have."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from meetapp.window.icons import paint_chevron
from meetapp.window.theme import Appearance

RECORD_PX, ROUND_PX, METER_PX = 38, 34, 6
ROUNDING_PX = 2
"""A box that is made for its text may be narrower than that by so much."""

QUIETEST_DB, LOUD_DB, CLIPPING_DB = -60.0, -12.0, -1.0


class RoundButton(QAbstractButton):
    """A round button with a drawn sign: "record", "stop", "pause" or "resume"."""

    def __init__(self, appearance: Appearance, sign: str, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance, self._sign, self._side = appearance, sign, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_sign(self, sign: str) -> None:
        self._sign = sign
        self.update()

    @property
    def sign(self) -> str:
        return self._sign

    def sizeHint(self) -> QSize:
        side = self._appearance.px(self._side)
        return QSize(side + 4, side + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px(self._side)
        rect = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(rect.adjusted(-1.5, -1.5, 1.5, 1.5))
        filled = self._sign in ("record", "stop")
        ground = look.colour("record") if filled and self.isEnabled() else look.colour("line" if filled else "panel")
        if self.underMouse() or self.isDown():
            ground = ground.darker(112) if filled else look.colour("hover")
        painter.setPen(Qt.PenStyle.NoPen if filled else QPen(look.colour("line"), 1))
        painter.setBrush(ground)
        painter.drawEllipse(rect if filled else rect.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("record_ink" if filled else "ink"))
        self._paint_sign(painter, rect)

    def _paint_sign(self, painter: QPainter, rect: QRectF) -> None:
        unit, centre = rect.width() / 38, rect.center()
        if self._sign == "stop":
            side = 13 * unit
            painter.drawRoundedRect(QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side), 3, 3)
        elif self._sign == "record":
            radius = 7 * unit
            painter.drawEllipse(centre, radius, radius)
        elif self._sign == "pause":
            for left in (-5.5 * unit, 1.5 * unit):
                painter.drawRoundedRect(QRectF(centre.x() + left, centre.y() - 6 * unit, 4 * unit, 12 * unit), 1, 1)
        else:
            painter.setBrush(self._appearance.colour("record"))
            painter.drawEllipse(centre, 6 * unit, 6 * unit)


class LevelMeter(QWidget):
    """A bar as long as the sound is loud; amber when it nears the limit, red when it is cut off."""

    def __init__(self, appearance: Appearance, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._rms_db = self._peak_db = QUIETEST_DB
        self.setAccessibleName(self.tr("Level of %1").replace("%1", name))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(160, METER_PX)

    def set_level(self, rms_db: float, peak_db: float) -> None:
        """Shows the loudness of the last tenth of a second, in dB below full scale."""
        if (rms_db, peak_db) != (self._rms_db, self._peak_db):
            self._rms_db, self._peak_db = rms_db, peak_db
            self.update()

    @property
    def share(self) -> float:
        """The length of the bar, 0 to 1."""
        return _share(self._rms_db)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        rect = QRectF(0, (self.height() - METER_PX) / 2, self.width(), METER_PX)
        painter.setBrush(self._appearance.colour("line"))
        painter.drawRoundedRect(rect, 3, 3)
        if self.share > 0:
            painter.setBrush(self._colour())
            painter.drawRoundedRect(QRectF(0, rect.top(), max(METER_PX, rect.width() * self.share), METER_PX), 3, 3)
            # The peak as a thin mark, since clipping happens in peaks and not in averages.
            painter.drawRect(QRectF(rect.width() * _share(self._peak_db) - 2, rect.top(), 2, METER_PX))

    def _colour(self) -> QColor:
        if self._peak_db >= CLIPPING_DB:
            return self._appearance.colour("record")
        return self._appearance.colour("warning" if self._rms_db >= LOUD_DB else "good")


def _share(level_db: float) -> float:
    return min(1.0, max(0.0, 1 - level_db / QUIETEST_DB))


class TitleLabel(QLabel):
    """A line that ends in an ellipsis where it has no room, and then has a tip with all of it."""

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = elided(self.text(), self.fontMetrics(), self.width())
        painter.drawText(self.rect(), self.alignment(), shown)

    def _tell(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if fits else self.text())


class ContentArea(QScrollArea):
    """Scrolls what is in it only where there is no room for it; else it is as high as that."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._inside.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def elided(text: str, metrics: QFontMetrics, width: int) -> str:
    """`text`, its end cut off where it has no room."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


class ChoiceBox(QComboBox):
    """A combo box with the window's own chevron, which scales with the text; `opening` comes before its list does."""

    opening = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def showPopup(self) -> None:
        self.opening.emit()
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Whoever scrolls the page past it does not mean to choose."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        style = self.style()
        words = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = elided(option.currentText, self.fontMetrics(), words.width() + ROUNDING_PX)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        arrow = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxArrow, self
        )
        side = self._appearance.px(14)
        rect = QRectF(arrow.left() - 2, arrow.center().y() - side / 2 + 0.5, side, side)
        paint_chevron(painter, rect, self._appearance.colour("dim"))
