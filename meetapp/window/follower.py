"""Follows the event file of one meeting from a timer, a short read at a time."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from meetapp.events import EventReader

POLL_MS = 50


class Follower(QObject):
    """Emits what was appended to an event file, as a list, at most every 50 ms."""

    arrived = Signal(list)

    def __init__(self, path: Path, offset: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = EventReader(path, offset)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._timer.start()

    def stop(self) -> None:
        """Reads what is left, then no more."""
        self._timer.stop()
        self._poll()

    def _poll(self) -> None:
        events = self._reader.read_new()
        if events:
            self.arrived.emit(events)
