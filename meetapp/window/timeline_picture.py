"""The picture of the timeline: times along the top, the waveform, one lane a speaker; made again when it changes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from meetapp.window import tokens
from meetapp.window.axis import Axis
from meetapp.window.talk import Stretches, lane
from meetapp.window.theme import Appearance
from meetapp.window.times import gutter

WAVE_HEIGHT, LANE_HEIGHT, LANE_PITCH, LANES_GAP = 40, 13, 15, 2
LANES_HEIGHT = 46
TICK_PX = 15
"""Height of the line of times, at 100 %."""

LABEL_ROOM_PX = 96
GAP_PX = 1.5
"""Less than this between two turns is not seen."""

BAR_PITCH = 2
SOFTEN = 0.7


@dataclass(frozen=True)
class Wave:
    """Peaks (0 to 1) of the sound between two times, drawn against the `loudest` of the whole meeting."""

    peaks: Sequence[float] = ()
    first_s: float = 0.0
    last_s: float = 0.0
    loudest: float = 0.0


@dataclass(frozen=True)
class Scene:
    """What is to be seen: the stretch in sight, the sound, who spoke when, and places that somebody marked."""

    axis: Axis = field(default_factory=Axis)
    wave: Wave = field(default_factory=Wave)
    spoken: Stretches = field(default_factory=dict)
    only: int = 0  # the speaker who alone is played; 0 for everybody
    bookmarks: tuple[float, ...] = ()


def height_px(look: Appearance) -> int:
    """How high the timeline is."""
    return look.px(TICK_PX) + WAVE_HEIGHT + LANES_GAP + LANES_HEIGHT + 2


def lane_pitch(lanes: int) -> float:
    """How far the lanes of so many speakers lie apart."""
    return min(LANE_PITCH, LANES_HEIGHT / max(1, lanes))


def lane_at(look: Appearance, y: float, lanes: int) -> int:
    """The lane at that height, counted from 0; -1 above the first."""
    return math.floor((y - look.px(TICK_PX) - WAVE_HEIGHT - LANES_GAP) / lane_pitch(lanes))


def paint_scene(painter: QPainter, look: Appearance, scene: Scene, width: float) -> None:
    """Paints `scene` from the top left corner on, `width` pixels wide."""
    height = height_px(look)
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), tokens.RADIUS, tokens.RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.setClipPath(outline)
    top = float(look.px(TICK_PX))
    _paint_ticks(painter, look, scene.axis, width, height)
    _paint_wave(painter, look, scene, width, top)
    _paint_lanes(painter, look, scene, width, top + WAVE_HEIGHT + LANES_GAP)
    _paint_bookmarks(painter, look, scene, width, top)
    painter.restore()
    painter.setPen(QPen(look.colour("line"), 1))
    painter.drawPath(outline)


def _paint_ticks(painter: QPainter, look: Appearance, axis: Axis, width: float, height: float) -> None:
    font = look.font(tokens.CAPTION_PX - 1, tabular=True)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    for at_s in axis.ticks(max(1, int(width / look.px(LABEL_ROOM_PX)))):
        x = axis.share(at_s) * width
        painter.fillRect(QRectF(round(x), 0, 1, height), look.colour("line"))
        if 0 <= x <= width - metrics.horizontalAdvance(gutter(at_s)) - 8:
            painter.setPen(look.colour("dim"))
            painter.drawText(QPointF(x + 4, metrics.ascent() + 2), gutter(at_s))


def _paint_wave(painter: QPainter, look: Appearance, scene: Scene, width: float, top: float) -> None:
    wave, axis = scene.wave, scene.axis
    count, lasts_s = len(wave.peaks), wave.last_s - wave.first_s
    if not count or lasts_s <= 0:
        return
    loudest = max(0.02, wave.loudest)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("faint"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    middle = top + WAVE_HEIGHT / 2
    for x in range(0, int(width), BAR_PITCH):
        begin = (axis.time(x / width) - wave.first_s) / lasts_s * count
        end = (axis.time((x + BAR_PITCH) / width) - wave.first_s) / lasts_s * count
        if end <= 0 or begin >= count:
            continue
        first = max(0, int(begin))
        peak = max(wave.peaks[first : max(first + 1, int(end))], default=0.0)
        # Softened: speech is mostly far below its loudest moment, and would look like a line.
        reach = max(0.5, (min(1.0, peak / loudest)) ** SOFTEN * (WAVE_HEIGHT / 2 - 1))
        painter.drawRect(QRectF(x, middle - reach, 1, 2 * reach))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _paint_lanes(painter: QPainter, look: Appearance, scene: Scene, width: float, top: float) -> None:
    pitch = lane_pitch(len(scene.spoken))
    height = min(LANE_HEIGHT, pitch - 1)
    radius = min(tokens.LANE_RADIUS, height / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    for place, (speaker, spoken) in enumerate(scene.spoken.items()):
        colour = QColor(look.theme.speaker(speaker).ink)
        colour.setAlphaF(0.9 if scene.only in (0, speaker) else 0.25)
        painter.setBrush(colour)
        for span in lane(spoken, scene.axis.first_s, scene.axis.last_s, GAP_PX / width):
            left, right = span.start * width, span.end * width
            rect = QRectF(left, top + place * pitch, max(2.0, right - left), height)
            painter.drawRoundedRect(rect, radius, radius)


def _paint_bookmarks(painter: QPainter, look: Appearance, scene: Scene, width: float, top: float) -> None:
    """Flags under the line of times, which can be read beside them."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("warning"))
    for at_s in scene.bookmarks:
        if scene.axis.shows(at_s):
            x, half, tall = scene.axis.share(at_s) * width, look.scale * 4, look.scale * 10
            flag = QPainterPath(QPointF(x - half, top))
            corners = [(x + half, top), (x + half, top + tall), (x, top + 0.7 * tall), (x - half, top + tall)]
            for corner in corners:
                flag.lineTo(QPointF(*corner))
            flag.closeSubpath()
            painter.drawPath(flag)
