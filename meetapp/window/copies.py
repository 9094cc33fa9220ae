"""Plain copies of the text are brought up to date some time after the last edit, and before the window ends."""

from PySide6.QtCore import QObject, QTimer

from meetapp.window import keeping
from meetapp.window.jobs import Jobs

PAUSE_MS = 5000
"""They follow this long after the last edit: those of a long meeting take a second to make."""


class Copies(QObject):
    """Makes them in a worker thread."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self._make)

    def later(self) -> None:
        """Something was edited."""
        self.pause.start()

    def finish(self) -> None:
        """Begins now with what was to come, as at the end of the program."""
        if self.pause.isActive():
            self.pause.stop()
            self._make()

    def _make(self) -> None:
        self._jobs.run(keeping.keep_copies)
