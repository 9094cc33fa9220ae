"""The watched folder: recordings that appear in it are imported, once they have stopped growing and once each."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from meetapp.meeting import write_private
from meetapp.window.jobs import Jobs

LOOK_MS = 3000
SUFFIXES = frozenset(
    f".{each}"
    for each in (
        *("aac", "ac3", "aif", "aiff", "amr", "flac", "m4a", "m4b", "mka", "mp2", "mp3", "oga", "ogg", "opus", "wav"),
        *("wma", "avi", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "webm", "wmv"),
    )
)
"""Endings of audio, then of video: anything else that lies in the folder is left alone."""

Listing = Mapping[str, tuple[int, int]]
"""Size and time of change of each file, by its path."""


def ready(now: Listing, before: Listing, known: Listing) -> list[str]:
    """Files that have not changed since the look before, and are not known as they are."""
    return [path for path, stamp in sorted(now.items()) if before.get(path) == stamp and known.get(path) != stamp]


def look(folder: Path) -> dict[str, tuple[int, int]]:
    """What lies in `folder` and looks like a recording; nothing when the folder cannot be read."""
    found = {}
    try:
        for each in folder.iterdir():
            if each.suffix.lower() in SUFFIXES and not each.name.startswith(".") and each.is_file():
                info = each.stat()
                if info.st_size:
                    found[str(each)] = (info.st_size, info.st_mtime_ns)
    except OSError:
        return {}
    return found


class WatchedFolder(QObject):
    """Looks every few seconds, off the GUI thread; keeps what it has seen, so that a restart imports nothing twice."""

    appeared = Signal(list)

    def __init__(self, memory: Path, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memory, self._jobs = memory, jobs
        self._folder: Path | None = None
        self._before: Listing = {}
        self._known: dict[str, tuple[int, int]] = {}
        self._looking = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, folder: Path | None) -> None:
        """Watches `folder` from now on; what lies in a folder that was never watched is imported too."""
        self._folder, self._before = folder, {}
        if folder is None:
            self._timer.stop()
            return
        self._jobs.run(partial(_remember, self._memory), self._begin)

    def look(self) -> None:
        """Looks once, unless a look is under way."""
        if self._folder is not None and not self._looking:
            self._looking = True
            self._jobs.run(partial(look, self._folder), self._on_look)

    def _begin(self, known: dict[str, tuple[int, int]]) -> None:
        self._known = known
        self._timer.start()
        self.look()

    def _on_look(self, now: Listing) -> None:
        self._looking = False
        fresh = ready(now, self._before, self._known)
        self._before = now
        if fresh:
            self._known |= {path: now[path] for path in fresh}
            self._jobs.run(partial(_keep, self._memory, dict(self._known)))
            self.appeared.emit([Path(path) for path in fresh])


def _remember(memory: Path) -> dict[str, tuple[int, int]]:
    try:
        named = json.loads(memory.read_text(encoding="utf-8"))
        return {str(path): (int(size), int(changed)) for path, (size, changed) in named.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # nothing was imported yet


def _keep(memory: Path, known: Listing) -> None:
    write_private(memory, json.dumps(known, ensure_ascii=False, indent=2) + "\n")
