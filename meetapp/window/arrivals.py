"""Files that arrive: recordings are queued, transcripts and sent meetings taken in, known ones asked about."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from meetapp.intake import is_meeting
from meetapp.window import keeping
from meetapp.window.jobs import Jobs


class Arrivals(QObject):
    """Sorts them in a worker thread, since that may mean to read them."""

    known = Signal(object)  # dict[Path, int]: files that were to be imported and are meetings already, by id
    taken = Signal(int)  # the id of a meeting that was made from a transcript, or sent whole

    def __init__(
        self, jobs: Jobs, queue: Callable[[list[tuple[Path, str]], int], object], parent: QObject | None = None
    ) -> None:
        """`queue` takes recordings with their titles, and how many speak in them."""
        super().__init__(parent)
        self._jobs, self._queue = jobs, queue

    def take(self, files: list[Path], home: str, speakers: int, *, again: bool) -> None:
        """Takes in `files`, the meetings to be kept in `home`; what is a meeting already only with `again`."""
        if again:
            self._take_unknown(files, home, speakers, {})
        elif files:
            self._jobs.run(partial(keeping.known_files, files), partial(self._take_unknown, files, home, speakers))

    def _take_unknown(self, files: list[Path], home: str, speakers: int, known: dict[Path, int]) -> None:
        fresh = [file for file in files if file not in known]
        recordings = [(file, file.stem) for file in fresh if not is_meeting(file)]
        if recordings:
            self._queue(recordings, speakers)
        for file in filter(is_meeting, fresh):
            self._jobs.run(partial(keeping.take_in_meeting, file, home), self.taken.emit)
        if known:
            self.known.emit(known)
