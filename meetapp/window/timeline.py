"""Timeline: the waveform over one lane a speaker; a click leads the transcript there."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from meetapp.window import tokens
from meetapp.window.talk import Span
from meetapp.window.theme import Appearance
from meetapp.window.times import clock

HEIGHT, WAVE_HEIGHT, WAVE_TOP, LANE_HEIGHT, LANE_PITCH = 92, 40, 3, 13, 15
MAX_LANES_HEIGHT = 44
SHORTEST_S = 30.0
"""A recording shorter than this does not fill the width: it would crawl backwards with every word."""

BAR_PITCH = 2
STEP = 0.02


class Timeline(QWidget):
    """Paints from a picture that is made again only when the meeting has changed."""

    sought = Signal(float)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._peaks: list[float] = []
        self._peaks_s = self._total_s = 0.0
        self._lanes: dict[int, list[Span]] = {}
        self._marker_s: float | None = None
        self._live = False
        self._picture: QPixmap | None = None
        self.setAccessibleName(self.tr("Timeline"))
        self.setAccessibleDescription(self.tr("Waveform and speakers over time; arrow keys move, Return goes there"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        appearance.changed.connect(self._redraw)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def show_waveform(self, peaks: list[float], peaks_s: float) -> None:
        """Shows `peaks` (0 to 1) as the sound of the first `peaks_s` seconds."""
        self._peaks, self._peaks_s = peaks, peaks_s
        self._redraw()

    def show_lanes(self, lanes: dict[int, list[Span]], total_s: float, *, live: bool) -> None:
        """Shows who spoke when; spans are shares of `axis_s(total_s, live)`."""
        self._lanes, self._total_s, self._live = lanes, total_s, live
        self._redraw()

    def show_marker(self, at_s: float | None) -> None:
        """Marks the place that the reader is at; None while that is the end."""
        self._marker_s = at_s
        self.update()

    @staticmethod
    def axis_s(total_s: float, live: bool) -> float:
        """Seconds that the width stands for."""
        return max(SHORTEST_S, total_s) / (0.975 if live else 1.0) if total_s > 0 else SHORTEST_S

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def resizeEvent(self, event: object) -> None:
        self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            ratio = self.devicePixelRatioF()
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            self._draw(QPainter(self._picture))
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        self._paint_marker(painter)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._appearance.colour("accent"), 1))
            painter.drawRoundedRect(self._frame(), tokens.RADIUS, tokens.RADIUS)

    def _frame(self) -> QRectF:
        return QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(self._frame(), tokens.RADIUS, tokens.RADIUS)
        painter.save()
        painter.setClipPath(outline)
        self._draw_waveform(painter)
        self._draw_lanes(painter)
        painter.restore()
        painter.setPen(QPen(self._appearance.colour("line"), 1))
        painter.drawPath(outline)
        painter.end()

    def _draw_waveform(self, painter: QPainter) -> None:
        share = min(1.0, self._peaks_s / self.axis_s(self._total_s, self._live))
        bars = int(self.width() * share / BAR_PITCH)
        count = len(self._peaks)
        if not count or bars < 1:
            return
        loudest = max(0.02, max(self._peaks))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._appearance.colour("faint"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        middle = WAVE_TOP + WAVE_HEIGHT / 2
        for bar in range(bars):
            first, last = bar * count // bars, max(bar * count // bars + 1, (bar + 1) * count // bars)
            # Softened: speech is mostly far below its loudest moment, and would look like a line.
            reach = max(0.5, (max(self._peaks[first:last]) / loudest) ** 0.7 * (WAVE_HEIGHT / 2 - 1))
            painter.drawRect(QRectF(bar * BAR_PITCH, middle - reach, 1, 2 * reach))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw_lanes(self, painter: QPainter) -> None:
        pitch = min(LANE_PITCH, MAX_LANES_HEIGHT / max(1, len(self._lanes)))
        height = min(LANE_HEIGHT, pitch - 1)
        radius = min(tokens.LANE_RADIUS, height / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, (speaker, spans) in enumerate(self._lanes.items()):
            colour = QColor(self._appearance.theme.speaker(speaker).ink)
            colour.setAlphaF(0.9)
            painter.setBrush(colour)
            top = WAVE_TOP + WAVE_HEIGHT + 2 + place * pitch
            for span in spans:
                left, width = span.start * self.width(), (span.end - span.start) * self.width()
                painter.drawRoundedRect(QRectF(left, top, max(2.0, width), height), radius, radius)

    def _paint_marker(self, painter: QPainter) -> None:
        at_s = self._total_s if self._marker_s is None and self._live else self._marker_s
        if at_s is None or self._total_s <= 0:
            return
        left = at_s / self.axis_s(self._total_s, self._live) * self.width()
        painter.fillRect(QRectF(left, 1, 1.5, self.height() - 2), self._appearance.colour("ink"))

    def _seek(self, share: float) -> None:
        at_s = max(0.0, min(self._total_s, share * self.axis_s(self._total_s, self._live)))
        self.show_marker(at_s)
        self.setToolTip(clock(at_s))
        self.sought.emit(at_s)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._seek(event.position().x() / max(1, self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP, Qt.Key.Key_Return: 0.0}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        now = (self._marker_s or 0.0) / self.axis_s(self._total_s, self._live)
        self._seek(now + step)
