"""Library files brought to the form that is wanted: a new file beside the old one, compared, then in its place."""

import hashlib
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from meetapp.errors import StorageError
from meetapp.journal import storage_error, sync_folder
from meetapp.sealed.state import is_on
from meetapp.store.backup import list_backups
from meetapp.store.connection import connect, export, is_encrypted
from meetapp.store.schema import LibraryBusyError


def library_files(path: Path) -> list[Path]:
    """The library at `path` and its backups, as far as they are there."""
    return [each for each in (path, *list_backups(path)) if each.exists() and each.stat().st_size]


def has_other_form(path: Path) -> bool:
    """Whether the library file at `path` is not in the form that is wanted."""
    return is_encrypted(path) != is_on()


def convert(path: Path) -> None:
    """Brings the library file at `path` to the form that is wanted, when it is not.

    Raises:
        LibraryBusyError: somebody has it open.
        StorageError: the disk refused, or did not keep what was written; the old file is there.
        LockedError: there is no key.
    """
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        if not has_other_form(path):
            return
        age = path.stat()
        with closing(connect(path, timeout=1.0, isolation_level=None, make=False, to_export=True)) as old:
            _take_alone(old, path)
            fresh.touch(mode=0o600)
            export(old, fresh, encrypted=is_on())
            with closing(connect(fresh, make=False)) as new:
                if _contents(new) != _contents(old):
                    raise StorageError(f"The disk of {path} did not keep what was written: the library is as it was.")
            _sync(fresh)
            os.utime(fresh, ns=(age.st_atime_ns, age.st_mtime_ns))  # a backup is as old as it was
            fresh.replace(path)
            sync_folder(path.parent)
            # Whoever waited for the old file is told that it is read-only: SQLite writes in no file that was moved.
    except OSError as err:
        raise storage_error(path.parent, err) from err
    finally:
        fresh.unlink(missing_ok=True)


def _take_alone(db: sqlite3.Connection, path: Path) -> None:
    """Nobody else may have it open, and no log lies beside it from now on."""
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        mode = db.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        db.execute("BEGIN EXCLUSIVE")
        db.execute("COMMIT")
    except sqlite3.OperationalError as err:
        if getattr(err, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        mode = "wal"
    if mode != "delete" or Path(f"{path}-wal").exists():
        raise LibraryBusyError(f"The library {path} is in use; close meetapp everywhere and try again.")


def _contents(db: sqlite3.Connection) -> dict[str, str]:
    """The version of a library, and a digest of the rows of each of its tables."""
    tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    version = str(db.execute("PRAGMA user_version").fetchone()[0])
    return {"": version, **{name: _digest(db.execute(f'SELECT * FROM "{name}"')) for (name,) in tables}}


def _digest(rows: Iterable[tuple[Any, ...]]) -> str:
    total = 0
    for row in rows:  # in whatever order they come
        total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest())
    return f"{total:x}"


def _sync(path: Path) -> None:
    fd = os.open(path, os.O_RDWR)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
