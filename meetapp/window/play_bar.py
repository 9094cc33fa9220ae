"""The strip under the timeline: play, time, pace, whom alone one hears, and how close one looks."""

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QActionGroup, QPainter, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from meetapp.window import tokens
from meetapp.window.controls import RoundButton
from meetapp.window.playback import SPEEDS
from meetapp.window.theme import Appearance
from meetapp.window.times import gutter

PLAY_PX = 28


class PlayButton(RoundButton):
    """A triangle, or two bars while something is heard."""

    def _paint_sign(self, painter: QPainter, rect: QRectF) -> None:
        if self.sign != "play":
            super()._paint_sign(painter, rect)
            return
        unit, centre = rect.width() / 38, rect.center()
        left, right, reach = centre.x() - 5 * unit, centre.x() + 8.5 * unit, 8 * unit
        corners = [(left, centre.y() - reach), (right, centre.y()), (left, centre.y() + reach)]
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


class PlayBar(QWidget):
    """Shows what the page tells it, and says what was clicked."""

    toggled = Signal()
    speed_chosen = Signal(float)
    only_cleared = Signal()
    zoomed = Signal(int)  # 1 closer, -1 farther, 0 the whole

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.play = PlayButton(appearance, "play", PLAY_PX)
        self.play.clicked.connect(self.toggled)
        self._time = QLabel()
        self._time.setProperty("tone", "dim")
        self._time.setAccessibleName(self.tr("Place in the recording"))
        self._total_s = 0.0
        self.speed = QPushButton()
        self.speed.setMenu(self._speed_menu())
        self.only = QPushButton()
        self.only.clicked.connect(self.only_cleared)
        self.only.setToolTip(self.tr("Hear everybody again"))
        self.closer, self.farther, self.whole = QPushButton("+"), QPushButton("−"), QPushButton(self.tr("Whole"))
        names = {
            self.closer: self.tr("Look closer at the timeline"),
            self.farther: self.tr("Look at more of the timeline"),
            self.whole: self.tr("Show the whole timeline"),
        }
        for number, button in ((1, self.closer), (-1, self.farther), (0, self.whole)):
            button.setAccessibleName(names[button])
            button.setToolTip(names[button])
            button.clicked.connect(lambda _=False, number=number: self.zoomed.emit(number))
        for button in (self.speed, self.only, *names):
            button.setProperty("look", "tool")
        self._arrange()
        self.show_playing(False)
        self.show_speed(1.0)
        self.show_only("")
        self.show_whole(True)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _arrange(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens.SPACE_2)
        for widget in (self.play, self._time, self.speed, self.only):
            line.addWidget(widget)
        line.addStretch(1)
        for widget in (self.whole, self.farther, self.closer):
            line.addWidget(widget)

    def _speed_menu(self) -> QMenu:
        menu = QMenu(self)
        self._speeds = QActionGroup(menu)
        for speed in SPEEDS:
            action = menu.addAction(_times(speed))
            action.setCheckable(True)
            action.setData(speed)
            action.triggered.connect(lambda _=False, speed=speed: self.speed_chosen.emit(speed))
            self._speeds.addAction(action)
        return menu

    def show_playing(self, playing: bool) -> None:
        """Offers to pause, or to play."""
        self.play.set_sign("pause" if playing else "play")
        self.play.setAccessibleName(self.tr("Pause the sound") if playing else self.tr("Play the sound"))
        self.play.setToolTip(self.play.accessibleName())

    def show_time(self, at_s: float) -> None:
        self._time.setText(f"{gutter(at_s)} / {gutter(self._total_s)}")

    def show_total(self, total_s: float, at_s: float) -> None:
        """Shows the length of the meeting beside the place in it."""
        self._total_s = total_s
        self.show_time(at_s)

    def show_speed(self, speed: float) -> None:
        self.speed.setText(_times(speed))
        self.speed.setAccessibleName(self.tr("Pace: %1").replace("%1", _times(speed)))
        self.speed.setToolTip(self.tr("Pace of the voices"))
        for action in self._speeds.actions():
            action.setChecked(action.data() == speed)

    def show_only(self, name: str) -> None:
        """Says whom alone one hears; an empty name is everybody."""
        words = self.tr("Only %1").replace("%1", name)
        self.only.setText(words + "  ✕")
        self.only.setAccessibleName(words + ". " + self.tr("Hear everybody again"))
        self.only.setVisible(bool(name))

    def show_sound(self, there: bool) -> None:
        """Offers to play only where there is something to play."""
        for widget in (self.play, self._time, self.speed):
            widget.setVisible(there)

    def show_whole(self, whole: bool) -> None:
        """Whether the timeline shows the whole meeting."""
        self.whole.setVisible(not whole)
        self.farther.setEnabled(not whole)

    def _restyle(self) -> None:
        look = self._appearance
        self._time.setFont(look.font(tokens.SECONDARY_PX, tabular=True))
        for button in (self.speed, self.only, self.whole, self.closer, self.farther):
            button.setFont(look.font(tokens.SECONDARY_PX, tabular=True))
        for button in (self.closer, self.farther):
            button.setFixedWidth(look.px(26))
        self.play.updateGeometry()


def _times(speed: float) -> str:
    return f"{speed:g}×"
