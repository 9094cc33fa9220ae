"""Says that the turns of a meeting have changed, at most every so often, however fast they come."""

from PySide6.QtCore import QMetaObject, QObject, QTimer, Signal

from meetapp.window.turn_model import TurnModel


class TurnWatch(QObject):
    """Follows one model at a time."""

    changed = Signal()

    def __init__(self, every_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._links: list[QMetaObject.Connection] = []
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(every_ms)
        self._gather.timeout.connect(self.changed)

    def follow(self, model: TurnModel | None) -> None:
        """Turns to another model, or to none."""
        for link in self._links:
            QObject.disconnect(link)
        self._links = []
        if model is not None:
            signals = (model.rowsInserted, model.rowsRemoved, model.dataChanged, model.modelReset)
            self._links = [signal.connect(self.later) for signal in signals]

    def later(self) -> None:
        """Says it soon, whoever asks."""
        if not self._gather.isActive():
            self._gather.start()

    def stop(self) -> None:
        """Says nothing of what has changed until now."""
        self._gather.stop()
