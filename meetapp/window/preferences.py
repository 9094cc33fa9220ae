"""The user's settings as the window holds them: changed at once, saved off the GUI thread or at the end."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from meetapp import settings as stored
from meetapp.errors import MeetappError
from meetapp.window.jobs import Jobs


class Preferences(QObject):
    """Settings in use; `changed` names those that are new.

    A value that cannot be is reported in `problem`, and the default serves. What was in the file is set aside before
    the file is written again.
    """

    changed = Signal(tuple)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._dirty = False
        self._saving = threading.Lock()
        self.settings, problems = stored.load_what_can_be(path)
        self.problem = " ".join(problems)
        self._must_set_aside = bool(problems)

    @property
    def path(self) -> Path:
        """The file, for people who would rather edit it."""
        return self._path

    def change(self, **changed: Any) -> None:
        """Takes over new values of some settings; `save` keeps them."""
        new = {name: value for name, value in changed.items() if getattr(self.settings, name) != value}
        if new:
            self.settings = replace(self.settings, **new)
            self._dirty = True
            self.changed.emit(tuple(new))

    def save(self) -> None:
        """Keeps the settings, unless nothing has changed; one call after the other, so that the last word stays."""
        with self._saving:
            if not self._dirty:
                return
            self._dirty = False
            try:
                if self._must_set_aside:
                    stored.set_aside(self._path)
                    self._must_set_aside = False
                stored.save(self._path, self.settings)
            except MeetappError as err:
                self.problem = str(err)

    def save_later(self, jobs: Jobs) -> None:
        """Keeps the settings without waiting for the disk."""
        jobs.run(self.save)
