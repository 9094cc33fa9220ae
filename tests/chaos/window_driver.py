"""A real window, offscreen, that does what lines on standard input say and says when it shows a live recording."""

import json
import os
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from meetapp.window.app import open_window
from meetapp.window.status import Phase

POLL_MS = 50


class Driver:
    """Clicks on behalf of the test; `wanted` is the input to record from, empty to attach to what is recorded."""

    def __init__(self, app: QApplication, wanted: str) -> None:
        self._window = open_window(app)
        self._window.show()
        self._wanted, self._live = wanted, ""
        os.set_blocking(0, False)
        self._held = b""
        self._timer = QTimer()
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._timer.start()

    def _poll(self) -> None:
        dock, desk = self._window.dock, self._window.desk
        if self._wanted and desk.is_loaded and (index := dock.input.findData(self._wanted)) >= 0:
            dock.input.setCurrentIndex(index)
            self._wanted = ""
            dock.record.click()
        session = desk.recording
        live = str(session.entry.folder) if session is not None and session.status.phase is Phase.LIVE else ""
        if live and live != self._live:
            print(json.dumps({"live": live}), flush=True)
        self._live = live
        self._obey()

    def _obey(self) -> None:
        try:
            self._held += os.read(0, 65_536)
        except BlockingIOError:
            return
        *lines, self._held = self._held.split(b"\n")
        for line in lines:
            order = json.loads(line)
            session = self._window.desk.recording
            if session is not None and "name" in order:
                session.name_speaker(order["speaker"], order["name"])


def main() -> int:
    app = QApplication(sys.argv[:1])
    driver = Driver(app, sys.argv[1] if len(sys.argv) > 1 else "")
    return app.exec() if driver else 1


if __name__ == "__main__":
    sys.exit(main())
