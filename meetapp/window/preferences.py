"""The user's settings as the window holds them: changed at once, saved off the GUI thread or at the end."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from meetapp import settings as stored
from meetapp.errors import MeetappError
from meetapp.settings import Settings
from meetapp.window.jobs import Jobs


class Preferences:
    """Settings that cannot be read are left alone and reported; the defaults serve until then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problem = ""
        self._dirty = False
        try:
            self.settings = stored.load(path)
        except MeetappError as err:
            self.settings, self.problem = Settings(), str(err)

    def change(self, **changed: Any) -> None:
        """Takes over new values of some settings; `save` keeps them."""
        self.settings = replace(self.settings, **changed)
        self._dirty = True

    def save(self) -> None:
        """Keeps the settings, unless nothing has changed or the file is one that the user must correct."""
        if self._dirty and not self.problem:
            self._dirty = False
            try:
                stored.save(self._path, self.settings)
            except MeetappError as err:
                self.problem = str(err)

    def save_later(self, jobs: Jobs) -> None:
        """Keeps the settings without waiting for the disk."""
        jobs.run(self.save)
