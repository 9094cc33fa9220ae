"""Recordings that wait to be imported: kept on disk, so that a restart forgets none and changes no choice; no Qt."""

import json
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from meetapp.meeting import write_private
from meetapp.paths import make_private


@dataclass(frozen=True)
class Waiting:
    """A file to import as `title`, with model, folder of meetings and names that were chosen when it was queued.

    `speakers` is how many people speak, 0 when nobody said; `tracks` are more files of the same meeting, a track each;
    `meeting` is the id of its meeting once work on it has begun; 0 before.
    """

    file: str
    title: str
    model: str = ""
    home: str = ""
    meeting: int = 0
    names: str = ""
    speakers: int = 0
    tracks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "tracks", tuple(self.tracks))  # a list, where it comes from the disk


class ImportQueue:
    """First in, first out; the first may be at work. Changes are made at once and written by `save`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: tuple[Waiting, ...] = ()
        self._lock = threading.Lock()

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        return self._waiting

    @property
    def first(self) -> Waiting | None:
        return self._waiting[0] if self._waiting else None

    def add(self, jobs: list[Waiting]) -> None:
        self._waiting += tuple(jobs)

    def begun(self, meeting: int) -> None:
        """Notes that the first has become a meeting; 0 that it has to begin again."""
        if self._waiting:
            self._waiting = (replace(self._waiting[0], meeting=meeting), *self._waiting[1:])

    def remove(self, job: Waiting) -> None:
        """Takes out a job that is done, or that nobody wants any more."""
        self._waiting = tuple(each for each in self._waiting if each != job)

    def load(self) -> None:
        """Puts what was written before in front of all that is there; what cannot be read was no queue of ours."""
        try:
            named = json.loads(self._path.read_text(encoding="utf-8"))
            self._waiting = tuple(Waiting(**each) for each in named) + self._waiting
        except (OSError, ValueError, TypeError):
            return

    def save(self) -> None:
        """Writes the queue as it is now, from whichever thread.

        Raises:
            StorageError: the disk refused.
        """
        with self._lock:
            make_private(self._path.parent)
            rows = [asdict(each) for each in self._waiting]
            write_private(self._path, json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
