"""Waits for what became of the user's command after a meeting, and tells when it failed."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from meetapp.after import LIMIT_S
from meetapp.events import AfterRun, Event
from meetapp.meeting import events_path
from meetapp.window.follower import Follower

MARGIN_S = 60.0
LOOK_BACK = 1 << 16
"""The command may have ended before this was asked: so many bytes of events are read again."""


class AfterWatch(QObject):
    """Follows the events of meetings that are complete until their command has ended."""

    failed = Signal(str)

    def watch(self, folder: Path) -> None:
        """Begins to wait for the command of the meeting in `folder`."""
        path = events_path(folder)
        size = path.stat().st_size if path.exists() else 0
        follower = Follower(path, max(0, size - LOOK_BACK), self)
        follower.arrived.connect(partial(self._on_events, follower))
        QTimer.singleShot(round(1000 * (LIMIT_S + MARGIN_S)), follower, follower.deleteLater)

    def _on_events(self, follower: Follower, events: list[Event]) -> None:
        ended = next((event for event in events if isinstance(event, AfterRun)), None)
        if ended is None:
            return
        follower.deleteLater()
        if ended.failure:
            self.failed.emit(ended.failure)
