"""Work off the GUI thread: a plain function runs in a pool, and its result comes back as a call."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from meetapp.errors import MeetappError

T = TypeVar("T")
THREADS = 4
"""They mostly wait for the disk; a slow one must not keep the others waiting, however few cores there are."""


class _Reply(QObject):
    """Carries a result over to the thread that made this object; its slots are methods so that Qt queues the call."""

    succeeded = Signal(object)
    failed = Signal(str)
    broken = Signal()

    def __init__(
        self, parent: "Jobs", done: Callable[[Any], object] | None, failed: Callable[[str], object] | None
    ) -> None:
        super().__init__(parent)
        self._jobs, self._done, self._failed = parent, done, failed
        self.succeeded.connect(self._on_success)
        self.failed.connect(self._on_failure)
        self.broken.connect(self._on_fault)

    def _on_success(self, result: object) -> None:
        self._jobs.forget(self)
        if self._done is not None:
            self._done(result)

    def _on_failure(self, sentence: str) -> None:
        self._jobs.forget(self)
        (self._failed or self._jobs.failed.emit)(sentence)

    def _on_fault(self) -> None:
        self._jobs.forget(self)


class _Job(QRunnable, Generic[T]):
    def __init__(self, work: Callable[[], T], reply: _Reply) -> None:
        super().__init__()
        self._work, self._reply = work, reply

    def run(self) -> None:
        try:
            result = self._work()
        except MeetappError as err:
            self._reply.failed.emit(str(err))
        except BaseException:
            self._reply.broken.emit()  # a fault of ours is reported, and nobody waits for it
            raise
        else:
            self._reply.succeeded.emit(result)


class Jobs(QObject):
    """Runs functions in worker threads; `failed` has the sentence of every error nobody else listens for."""

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(THREADS)
        self._waiting: set[_Reply] = set()

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[str], object] | None = None,
    ) -> None:
        """Calls `work` in a worker thread, then `done` with its result or `failed` with a sentence in this one."""
        reply = _Reply(self, done, failed)
        self._waiting.add(reply)
        self._pool.start(_Job(work, reply))

    def wait(self, limit_ms: int = 5000) -> bool:
        """Waits for all work to end, as at the end of the program."""
        return self._pool.waitForDone(limit_ms)

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

    def forget(self, reply: _Reply) -> None:
        self._waiting.discard(reply)
        reply.deleteLater()
