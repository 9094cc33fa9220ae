"""Where things lie on disk; `MEETAPP_HOME` moves all of them."""

import os
from pathlib import Path

import platformdirs


def home() -> Path:
    """The folder of the user's library, settings and meetings."""
    override = os.environ.get("MEETAPP_HOME")
    return Path(override) if override else Path(platformdirs.user_data_dir("meetapp", appauthor=False))


def library() -> Path:
    """The database of meetings and turns."""
    return home() / "library.sqlite"


def meetings() -> Path:
    """The folder that holds one folder a meeting."""
    return home() / "meetings"


def settings() -> Path:
    """The user's settings."""
    return home() / "settings.json"


def default_model() -> Path:
    """The model package that ships with the program."""
    return Path(__file__).resolve().parent.parent / "assets" / "models" / "default"


def make_private(folder: Path) -> None:
    """Makes `folder`, and what is missing above it, open to the user alone, whatever the system's habit is.

    Raises:
        OSError: the disk refused, or something that is no folder is in the way.
    """
    for above in reversed(folder.parents):
        if not above.exists():
            above.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
