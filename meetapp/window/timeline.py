"""Timeline: waveform and speakers over time; a click leads there, the wheel and keys look closer."""

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from meetapp.window import tokens
from meetapp.window.axis import Axis, axis_length_s
from meetapp.window.grips import Grip, grip_at, with_moved
from meetapp.window.talk import Stretches
from meetapp.window.theme import Appearance
from meetapp.window.timeline_picture import Scene, Wave, height_px, lane_at, paint_scene
from meetapp.window.times import clock

STEP, PAN_STEP = 0.02, 0.15
ZOOM_STEP = 1.6
NOTCH = 120
SETTLE_MS = 120
"""A finer waveform is asked for once the zoom has stood still this long."""

THUMB_PX = 3


class Timeline(QWidget):
    """Paints from a picture that is made again only when the meeting or the stretch in sight has changed."""

    sought = Signal(float)
    looked_closer = Signal(float, float)  # first and last second in sight, for a waveform to match
    zoomed = Signal()
    limit_moved = Signal(object, float)  # Grip of a turn, and where it was let go

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._scene, self._whole = Scene(), Wave()
        self._total_s = 0.0
        self._marker_s: float | None = None
        self._live = False
        self._grip: Grip | None = None
        self._pressed_x = 0.0
        self._before: Stretches = {}  # who spoke when before the grip was moved
        self._picture: QPixmap | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self._ask_for_detail)
        self.setAccessibleName(self.tr("Timeline"))
        self.setAccessibleDescription(
            self.tr("Waveform and speakers over time; arrow keys move, Return goes there, plus and minus zoom")
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        appearance.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(400, height_px(self._appearance))

    # What is shown

    def clear(self) -> None:
        """Shows nothing, as before another meeting comes."""
        self._scene, self._whole, self._marker_s = Scene(), Wave(), None
        self._redraw()

    def show_waveform(self, peaks: list[float], peaks_s: float) -> None:
        """Shows `peaks` (0 to 1) as the sound of the first `peaks_s` seconds."""
        self._whole = Wave(peaks, 0.0, peaks_s, max(peaks, default=0.0))
        if self.axis.is_whole or self._live or not self._scene.wave.peaks:
            self._show(wave=self._whole)

    def show_detail(self, peaks: list[float], first_s: float, last_s: float) -> None:
        """Shows `peaks` as the sound between two times, which the whole waveform has more coarsely."""
        if peaks and not self.axis.is_whole:
            self._show(wave=Wave(peaks, first_s, last_s, self._whole.loudest))

    def show_turns(self, spoken: Stretches, total_s: float, *, live: bool) -> None:
        """Shows who spoke when in a meeting that lasts `total_s` so far."""
        self._total_s, self._live = total_s, live
        axis = self.axis.lasting(axis_length_s(total_s, live=live))
        if spoken != self._scene.spoken or axis != self.axis:  # most edits are of words
            self._show(spoken=spoken, axis=axis)

    def show_only(self, speaker: int) -> None:
        """Makes all speakers but one pale; nobody for 0."""
        self._show(only=speaker)

    def show_bookmarks(self, bookmarks: tuple[float, ...]) -> None:
        """Shows flags at these times."""
        self._show(bookmarks=bookmarks)

    def show_marker(self, at_s: float | None, *, follow: bool = False) -> None:
        """Marks the place that is read or heard, None while that is the end; `follow` keeps it in sight."""
        self._marker_s = at_s
        if follow and at_s is not None:
            self._look(self.axis.showing(at_s))
        self.update()

    @property
    def axis(self) -> Axis:
        """The stretch in sight."""
        return self._scene.axis

    @property
    def marker_s(self) -> float | None:
        return self._marker_s

    # Looking closer

    def zoom(self, factor: float, at_s: float | None = None) -> None:
        """Looks closer by `factor` at a time, else at the marker if it is in sight, else at the middle."""
        if at_s is None:
            seen = self._marker_s is not None and self.axis.shows(self._marker_s)
            at_s = self._marker_s if seen and self._marker_s is not None else self.axis.time(0.5)
        self._look(self.axis.zoomed(factor, at_s))

    def zoom_in(self) -> None:
        self.zoom(ZOOM_STEP)

    def zoom_out(self) -> None:
        self.zoom(1 / ZOOM_STEP)

    def show_whole(self) -> None:
        """Shows the whole meeting."""
        self._look(Axis(self.axis.length_s))

    def _look(self, axis: Axis) -> None:
        if axis != self.axis:
            self._show(axis=axis, wave=self._whole if axis.is_whole else self._scene.wave)
            self._settled.start()
            self.zoomed.emit()

    def _ask_for_detail(self) -> None:
        if not self.axis.is_whole and not self._live:
            self.looked_closer.emit(self.axis.first_s, min(self._total_s, self.axis.last_s))

    # Painting

    def _show(self, **changed: object) -> None:
        self._scene = replace(self._scene, **changed)  # type: ignore[arg-type]
        self._redraw()

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def _restyle(self) -> None:
        self.updateGeometry()
        self._redraw()

    def resizeEvent(self, event: object) -> None:
        self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            ratio = self.devicePixelRatioF()
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._picture)
            paint_scene(inner, self._appearance, self._scene, self.width())
            inner.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_marker(painter)
        self._paint_thumb(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._appearance.colour("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens.RADIUS, tokens.RADIUS)

    def _paint_marker(self, painter: QPainter) -> None:
        at_s = self._total_s if self._marker_s is None and self._live else self._marker_s
        if at_s is None or self._total_s <= 0 or not self.axis.shows(at_s):
            return
        left = self.axis.share(at_s) * self.width()
        colour = self._appearance.colour("ink")
        painter.fillRect(QRectF(left - 0.75, 1, 1.5, self.height() - 2), colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(min(max(0.0, left - 4), self.width() - 8.0), 0, 8, 8))

    def _paint_thumb(self, painter: QPainter) -> None:
        """Which part of the meeting is in sight."""
        if self.axis.is_whole:
            return
        inner = self.width() - 2 * tokens.RADIUS
        left = tokens.RADIUS + self.axis.first_s / self.axis.length_s * inner
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._appearance.colour("dim"))
        width = max(12.0, inner / self.axis.zoom)
        painter.drawRoundedRect(QRectF(left, self.height() - THUMB_PX - 1.5, width, THUMB_PX), 1.5, 1.5)

    # Mouse and keys

    def _time_at(self, x: float) -> float:
        return max(0.0, min(self._total_s, self.axis.time(x / max(1, self.width()))))

    def _seek(self, at_s: float) -> None:
        at_s = max(0.0, min(self._total_s, at_s))
        self.show_marker(at_s, follow=True)
        self.sought.emit(at_s)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip, self._pressed_x = self._grip_at(event.position()), event.position().x()
            self._before = self._scene.spoken
            if self._grip is None:
                self._seek(self._time_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at_s = self._time_at(event.position().x())
        self.setToolTip(clock(at_s))
        if not event.buttons() & Qt.MouseButton.LeftButton:
            taken = self._grip_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.SizeHorCursor if taken else Qt.CursorShape.PointingHandCursor)
        elif self._grip is None:
            self._seek(at_s)
        elif self._is_drag(event):
            self._show(spoken=with_moved(self._before, self._grip, at_s, self._total_s))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grip, self._grip = self._grip, None
        if grip is None:
            return
        at_s = self._time_at(event.position().x())
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self._is_drag(event):
            self.limit_moved.emit(grip, at_s)
            return
        self._show(spoken=self._before)
        if is_left:
            self._seek(at_s)

    def _is_drag(self, event: QMouseEvent) -> bool:
        return abs(event.position().x() - self._pressed_x) >= QApplication.startDragDistance()

    def _grip_at(self, point: QPointF) -> Grip | None:
        """The end of a turn that is taken there; a meeting that still goes on has none."""
        if self._live:
            return None
        spoken = self._scene.spoken
        return grip_at(spoken, lane_at(self._appearance, point.y(), len(spoken)), point.x(), self.axis, self.width())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP ** (turned.y() / NOTCH), self.axis.time(event.position().x() / max(1, self.width())))
        elif not self.axis.is_whole:
            self._pan(-_sideways(turned) / NOTCH * PAN_STEP)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        moves = {keys.Key_Left: -STEP, keys.Key_Right: STEP, keys.Key_Return: 0.0}
        looks = {keys.Key_Plus: self.zoom_in, keys.Key_Equal: self.zoom_in, keys.Key_Minus: self.zoom_out}
        looks[keys.Key_0] = self.show_whole
        key = Qt.Key(event.key())
        if key in moves:
            self._seek((self._marker_s or 0.0) + moves[key] * self.axis.span_s)
        elif key in looks and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            looks[key]()
        elif key in (keys.Key_Home, keys.Key_End):
            self._seek(0.0 if key == keys.Key_Home else self._total_s)
        else:
            super().keyPressEvent(event)

    def _pan(self, share: float) -> None:
        self._look(self.axis.moved_to(self.axis.first_s + share * self.axis.span_s))


def _sideways(turned: QPoint) -> int:
    """How far the wheel was turned along the timeline: sideways, or up and down where it has one axis only."""
    return turned.x() or turned.y()
