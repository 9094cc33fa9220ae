"""The bottom place: the one thing to control now, with its state in words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from meetapp.window import tokens
from meetapp.window.controls import RECORD_PX, ROUND_PX, ChoiceBox, LevelMeter, RoundButton
from meetapp.window.inputs import InputList
from meetapp.window.people_count import PeopleCount
from meetapp.window.second_input import SecondInput
from meetapp.window.session import Session
from meetapp.window.status import Phase, Status
from meetapp.window.theme import Appearance
from meetapp.window.times import clock, gutter

METERS_PX, METERS_MAX_PX, INPUT_PX, STATE_DOT = 250, 320, 190, 8
LATE_S, LITTLE_ROOM_MIN = 20.0, 60


class StateDot(QWidget):
    """A dot in the colour of the state; the words beside it say the same."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance, self._colour = appearance, "faint"
        side = appearance.px(STATE_DOT)
        self.setFixedSize(side, side)

    def set_colour(self, name: str) -> None:
        self._colour = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._appearance.colour(self._colour))
        painter.drawEllipse(self.rect())


class Dock(QWidget):
    """Record or stop, pause, elapsed time, levels, state, input."""

    record_clicked = Signal()
    stop_clicked = Signal()
    pause_clicked = Signal(bool)
    input_chosen = Signal(str)

    def __init__(self, appearance: Appearance, inputs: InputList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance, self._inputs = appearance, inputs
        self._session: Session | None = None
        self._wanted = ""
        self.setObjectName("dock")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.record = RoundButton(appearance, "record", RECORD_PX)
        self.record.clicked.connect(self._on_record)
        self.pause = RoundButton(appearance, "pause", ROUND_PX)
        self.pause.clicked.connect(self._on_pause)
        self._clock = QLabel(clock(0))
        self._clock.setAccessibleName(self.tr("Elapsed time"))
        self._meters = QWidget()
        self._grid = QGridLayout(self._meters)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(tokens.SPACE_1)
        self._grid.setHorizontalSpacing(tokens.SPACE_3)
        self._levels: dict[int, tuple[QLabel, LevelMeter]] = {}
        self._dot = StateDot(appearance)
        self.state = QLabel()
        self.state.setAccessibleName(self.tr("State"))
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.state.setWordWrap(True)
        self.room = QLabel()
        self.room.setAccessibleName(self.tr("Room on the disk"))
        self.room.hide()
        self.input = ChoiceBox(appearance)
        self.input.setAccessibleName(self.tr("Input to record from"))
        self.input.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.input.activated.connect(self._on_input)
        self.input.opening.connect(inputs.refresh_if_old)
        self.second = SecondInput(appearance, inputs)
        choices = QVBoxLayout()
        choices.setSpacing(tokens.SPACE_1)
        choices.addStretch()
        choices.addWidget(self.input)
        choices.addWidget(self.second)
        choices.addStretch()
        self.people = PeopleCount(appearance, self.tr("Any number of people"))
        self.people.setAccessibleName(self.tr("How many people speak"))
        self.people.setToolTip(self.tr("In what is recorded or imported next"))
        line = QHBoxLayout(self)
        line.setContentsMargins(tokens.SPACE_5 - 4, 0, tokens.SPACE_5 - 2, 0)
        line.setSpacing(tokens.SPACE_4 - 2)
        for widget in (self.record, self.pause, self._clock, self._meters):
            line.addWidget(widget)
        line.addSpacing(tokens.SPACE_1)
        line.addWidget(self._dot)
        line.addWidget(self.state, 1)
        line.addWidget(self.room)
        line.addWidget(self.people)
        line.addLayout(choices)
        appearance.changed.connect(self._restyle)
        inputs.changed.connect(self._show_inputs)
        self._restyle()

    def control(self, session: Session | None) -> None:
        """Takes charge of this recording; None when there is none."""
        if self._session is not None:
            self._session.status_changed.disconnect(self.refresh)
        self._session = session
        if session is not None:
            session.status_changed.connect(self.refresh)
        self.refresh()

    def want_input(self, name: str) -> None:
        """Chooses the input of that name once it is known."""
        self._wanted = name
        self._show_inputs()

    def show_room(self, minutes: int | None) -> None:
        """Says for how long the disk has room; None takes that away."""
        self.room.setVisible(minutes is not None)
        if minutes is not None:
            hours = self.tr("room for %1 h").replace("%1", str(minutes // 60))
            self.room.setText(hours if minutes >= 120 else self.tr("room for %1 min").replace("%1", str(minutes)))
            self.room.setProperty("tone", "dim" if minutes >= LITTLE_ROOM_MIN else "warning")
            self.room.style().unpolish(self.room)  # else the tone before stays
            self.room.style().polish(self.room)

    @property
    def chosen_input(self) -> str:
        """The input to record from; empty leaves the choice to the system."""
        return str(self.input.currentData() or "")

    @property
    def speakers(self) -> int:
        """How many people speak in what comes next; 0 leaves it to their voices."""
        return self.people.number

    def refresh(self) -> None:
        """Takes over the state of the recording."""
        status = self._session.status if self._session is not None else None
        recording = self._session is not None and self._session.is_recording
        self.record.set_sign("stop" if recording else "record")
        self.record.setAccessibleName(self.tr("Stop recording") if recording else self.tr("Start recording"))
        self.record.setToolTip(self.record.accessibleName())
        paused = status is not None and status.paused
        self.pause.setVisible(recording)
        self.pause.set_sign("resume" if paused else "pause")
        self.pause.setAccessibleName(self.tr("Resume recording") if paused else self.tr("Pause recording"))
        self.pause.setToolTip(self.pause.accessibleName())
        self.input.setEnabled(not recording)
        self.second.setEnabled(not recording)
        self.people.setVisible(not recording)
        self._clock.setText(clock(status.recorded_s if status else 0))
        self._tint_clock("ink" if recording else "dim")
        self._show_levels(status if recording else None)
        colour, words = self._sentence(status)
        self._dot.set_colour(colour)
        self._say(words)

    def _tint_clock(self, name: str) -> None:
        palette = self._clock.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._appearance.colour(name))
        self._clock.setPalette(palette)

    def _say(self, words: str) -> None:
        if words != self.state.text():
            # What a screen reader should speak is the change of state, not every tenth of a second of lag.
            if words.split(",")[0] != self.state.text().split(",")[0]:
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.state, words))
            self.state.setText(words)

    def _sentence(self, status: Status | None) -> tuple[str, str]:
        """Colour of the dot, and the state in words."""
        if status is None:
            problem = self._inputs.problem
            return (
                ("warning", problem)
                if problem
                else ("faint", self.tr("Ready to record. Nothing leaves this computer."))
            )
        if status.trouble is not None and status.phase is not Phase.COMPLETE:
            return "record" if status.trouble.fatal else "warning", status.trouble.message
        if status.phase is Phase.LIVE:
            if not status.listening:
                return "good", self.tr("Recording, text follows when the model is loaded · saved on this computer")
            return self._live(status.behind_s)
        sentences = {
            Phase.STARTING: ("faint", self.tr("Starting…")),
            Phase.PAUSED: ("warning", self.tr("Paused. What was said until now is saved on this computer")),
            Phase.CATCHING_UP: ("accent", self._catching_up(status)),
            Phase.COMPLETE: ("good", self.tr("Complete · saved on this computer")),
            Phase.RECORDED: ("good", self.tr("Recorded, without text yet · saved on this computer")),
            Phase.INTERRUPTED: ("warning", self.tr("Interrupted. The sound is saved on this computer")),
        }
        return sentences.get(status.phase, ("record", self.tr("The recording failed.")))

    def _live(self, behind_s: float) -> tuple[str, str]:
        """A lag that grows costs nothing but patience, and says so."""
        saved = " · " + self.tr("saved on this computer")
        if behind_s < LATE_S:
            return "good", self.tr("Live, %1 s behind").replace("%1", f"{behind_s:.1f}") + saved
        late = self.tr("Text is %1 behind, and nothing is lost").replace("%1", gutter(behind_s))
        return "warning", late + saved

    def _catching_up(self, status: Status) -> str:
        left = status.left_s
        if left is None or left < 1:
            return self.tr("Saved. Finishing the text…")
        return self.tr("Saved. Finishing the text, %1 s left").replace("%1", str(round(left)))

    def _show_levels(self, status: Status | None) -> None:
        levels = status.levels if status is not None else {}
        self._meters.setVisible(status is not None)
        for track in levels.keys() - self._levels.keys():
            self._add_meter(track)
        for track, (_, meter) in self._levels.items():
            level = levels.get(track)
            meter.set_level(level.rms_db if level else -100.0, level.peak_db if level else -100.0)

    def _add_meter(self, track: int) -> None:
        name = self.tr("Microphone") if track == 0 else self.tr("Computer sound")
        label, meter = QLabel(name), LevelMeter(self._appearance, name)
        label.setProperty("tone", "dim")
        label.setFont(self._appearance.font(tokens.SECONDARY_PX - 1))
        self._levels[track] = (label, meter)
        self._grid.addWidget(label, track, 0)
        self._grid.addWidget(meter, track, 1)

    def _show_inputs(self) -> None:
        wanted = self._wanted or self.chosen_input
        self.input.clear()
        for each in self._inputs.inputs:
            self.input.addItem(each.description, each.name)
        names = [each.name for each in self._inputs.inputs]
        if wanted in names:
            self.input.setCurrentIndex(names.index(wanted))
        else:
            self.input.setCurrentIndex(next((i for i, each in enumerate(self._inputs.inputs) if each.default), 0))
        self.input.setVisible(bool(names))
        self.refresh()

    def _on_record(self) -> None:
        if self._session is not None and self._session.is_recording:
            self.stop_clicked.emit()
        else:
            self.record_clicked.emit()

    def _on_pause(self) -> None:
        self.pause_clicked.emit(self.pause.sign == "pause")

    def _on_input(self) -> None:
        self._wanted = self.chosen_input
        self.input_chosen.emit(self.chosen_input)

    def _restyle(self) -> None:
        look = self._appearance
        self.setFixedHeight(look.px(tokens.DOCK_PX))
        self._clock.setFont(look.font(tokens.CLOCK_PX, QFont.Weight.DemiBold, tabular=True))
        self._meters.setFixedWidth(min(look.px(METERS_PX), METERS_MAX_PX))
        self.state.setFont(look.font(tokens.NAME_PX, tabular=True))
        self.state.setProperty("tone", "dim")
        self.room.setFont(look.font(tokens.SECONDARY_PX, tabular=True))
        self.input.setMaximumWidth(look.px(INPUT_PX))
        self.input.setFont(look.font(tokens.NAME_PX))
        self.second.setMaximumWidth(look.px(INPUT_PX))
        self.second.setFont(look.font(tokens.SECONDARY_PX))
        self.people.setFont(look.font(tokens.NAME_PX))
        for label, _ in self._levels.values():
            label.setFont(look.font(tokens.SECONDARY_PX - 1))
        self.refresh()
