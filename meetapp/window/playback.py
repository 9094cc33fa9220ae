"""Playback: the window's end of the player, a process that is started when a meeting with sound is open."""

from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from meetapp.children import command
from meetapp.player.protocol import (
    FASTEST,
    SLOWEST,
    Only,
    Open,
    Order,
    Pause,
    Play,
    Position,
    Problem,
    Report,
    Seek,
    SetSpeed,
    decode_report,
    encode,
)

WARM_UP_MS = 600
"""After this the player is started for a meeting that is open, so that the first click is heard at once."""

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0)
STOP_MS = 1000


class Playback(QObject):
    """One meeting's sound at a time; never waits for the player."""

    moved = Signal(float)
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    only_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder: Path | None = None
        self.at_s = 0.0
        self.is_playing = False
        self.speed = 1.0
        self._only = Only()
        self._said = 0  # orders given; what the player tells of the time before the last of them is old
        self._held = b""
        self._process = QProcess(self)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._warm_up = QTimer(self)
        self._warm_up.setSingleShot(True)
        self._warm_up.setInterval(WARM_UP_MS)
        self._warm_up.timeout.connect(self._start)

    def open(self, folder: Path | None) -> None:
        """Turns to the sound in `folder`; None when there is none to play."""
        if folder == self.folder:
            return
        self._set_playing(False)
        self.folder, self.at_s = folder, 0.0
        self.play_only(())
        if self._is_running and folder is not None:
            self._say(Open(str(folder)))
        elif folder is not None:
            self._warm_up.start()

    def play(self, at_s: float | None = None) -> None:
        """Plays from `at_s`, or from where it stands."""
        if self.folder is None:
            return
        if at_s is not None:
            self._move(at_s)
        self._set_playing(True)
        self._order(Play(at_s))

    def pause(self) -> None:
        self._set_playing(False)
        if self._is_running:
            self._say(Pause())

    def toggle(self) -> None:
        """Plays or pauses."""
        if self.is_playing:
            self.pause()
        else:
            self.play(self.at_s)

    def seek(self, at_s: float) -> None:
        """Goes to `at_s`, silent or not."""
        if self.folder is not None:
            self._move(at_s)
            if self._is_running:
                self._order(Seek(at_s))

    def set_speed(self, speed: float) -> None:
        self.speed = min(FASTEST, max(SLOWEST, speed))
        if self._is_running:
            self._say(SetSpeed(self.speed))
        self.speed_changed.emit(self.speed)

    def step_speed(self, by: int) -> None:
        """A step faster or slower."""
        now = min(range(len(SPEEDS)), key=lambda i: abs(SPEEDS[i] - self.speed))
        self.set_speed(SPEEDS[min(len(SPEEDS) - 1, max(0, now + by))])

    def play_only(self, spans: tuple[tuple[float, float], ...]) -> None:
        """Plays these stretches only; everything when there are none."""
        spans = tuple(span for span in spans if span[0] < span[1])  # a turn may have lost all its time
        if self._only.spans != spans:
            self._only = Only(spans)
            if self._is_running:
                self._say(self._only)
            self.only_changed.emit(bool(spans))

    def close(self) -> None:
        """Ends the player."""
        self._warm_up.stop()
        self._process.blockSignals(True)
        if self._is_running:
            self._process.closeWriteChannel()
            if not self._process.waitForFinished(STOP_MS):
                self._process.kill()
                self._process.waitForFinished(STOP_MS)

    @property
    def _is_running(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    def _start(self) -> None:
        if self._is_running or self.folder is None:
            return
        program, *arguments = command("meetapp.player")
        self._held, self._said = b"", 0
        self._process.start(program, arguments)
        for order in (Open(str(self.folder)), SetSpeed(self.speed), self._only):
            self._say(order)

    def _order(self, order: Order) -> None:
        self._start()
        self._say(order)

    def _say(self, order: Order) -> None:
        self._said += 1
        self._process.write(encode(order))

    def _on_output(self) -> None:
        *lines, self._held = (self._held + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            try:
                self._on_report(decode_report(line))
            except ValueError:
                continue  # printed by a library

    def _on_report(self, report: Report) -> None:
        if isinstance(report, Problem):
            self._set_playing(False)
            self.failed.emit(report.sentence)
        elif isinstance(report, Position) and report.orders == self._said:
            self._set_playing(report.playing)
            self._move(report.at_s)

    def _on_finished(self) -> None:
        """The player crashed; it is started again by the next order."""
        if self.is_playing:
            self._set_playing(False)
            self.failed.emit(self.tr("The sound stopped because its player failed. Press play to go on."))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._on_finished()

    def _move(self, at_s: float) -> None:
        self.at_s = at_s
        self.moved.emit(at_s)

    def _set_playing(self, playing: bool) -> None:
        if playing != self.is_playing:
            self.is_playing = playing
            self.playing_changed.emit(playing)
