"""Backups of the library: whole copies beside it, dated, made while it is in use; only the youngest few are kept."""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from meetapp.store.connection import connect

KEPT = 5
DAY_S = 86_400.0


def backup_folder(path: Path) -> Path:
    """Where the backups of the library at `path` lie."""
    return path.with_name("backups")


def list_backups(path: Path) -> list[Path]:
    """The backups of the library at `path`, youngest first."""
    found = backup_folder(path).glob(f"{path.stem}-*{path.suffix}")
    return sorted((each for each in found if each.is_file()), key=lambda each: each.name, reverse=True)


def back_up(db: sqlite3.Connection, path: Path, label: str = "daily") -> Path:
    """A new backup of the library at `path`, which `db` has open; older ones of the same label beyond KEPT go.

    It has its name only once it is whole and on disk.

    Args:
        label: why it was made; one from before a migration shall not go because days have passed.
    Raises:
        OSError, sqlite3.DatabaseError: the disk refused, or the library is damaged; older backups are as they were.
    """
    folder = backup_folder(path)
    folder.mkdir(mode=0o700, exist_ok=True)
    made = folder / f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}-{label}{path.suffix}"
    fresh = folder / f"{made.stem}.{os.getpid()}.new"  # another process may be at the same
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    try:
        with closing(connect(fresh, like=path)) as copy:
            copy.execute("PRAGMA synchronous = FULL")
            db.backup(copy)
        fresh.replace(made)
    finally:
        fresh.unlink(missing_ok=True)
    for old in _of_label(path, label)[KEPT:]:
        old.unlink(missing_ok=True)
    return made


def back_up_daily(db: sqlite3.Connection, path: Path) -> Path | None:
    """A backup when the youngest daily one is older than a day; None when it is not yet time.

    Raises:
        OSError, sqlite3.DatabaseError: see `back_up`.
    """
    youngest = next(iter(_of_label(path, "daily")), None)
    # A clock that went back shall not stop backups until it has caught up.
    if youngest is not None and 0 <= time.time() - youngest.stat().st_mtime < DAY_S:
        return None
    return back_up(db, path)


def _of_label(path: Path, label: str) -> list[Path]:
    return [each for each in list_backups(path) if each.stem.endswith(f"-{label}")]
