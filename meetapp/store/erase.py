"""Deleting a meeting for good: its folder, its words and their index, in the library and in the copies beside it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from meetapp.errors import InputError, StorageError
from meetapp.meeting import description_path
from meetapp.store.backup import list_backups
from meetapp.store.connection import connect
from meetapp.store.meetings import get_meeting
from meetapp.store.schema import BUSY_S, Library


def erase_meeting(library: Library, meeting: int) -> None:
    """Removes the meeting with all sound and text; a folder that is gone already is no obstacle.

    The folder goes first: a meeting whose row alone was gone would come back when the library is made again.

    Raises:
        InputError: there is no such meeting, or its folder holds something else, in which nothing is touched.
        StorageError: a file could not be removed; the meeting is still in the library.
    """
    folder = get_meeting(library, meeting).folder
    _remove_folder(folder)
    with library.reading() as db:
        _wipe(db, folder)
    for backup in list_backups(library.path):
        try:
            with closing(connect(backup, timeout=BUSY_S, isolation_level=None)) as db:
                db.execute("PRAGMA foreign_keys = ON")
                db.execute("PRAGMA secure_delete = ON")
                _wipe(db, folder)
        except sqlite3.DatabaseError as err:
            raise StorageError(
                f"The meeting is deleted, but not from the backup {backup}: {err}; delete that file yourself."
            ) from err


def _remove_folder(folder: Path) -> None:
    if not folder.exists():
        return
    if not description_path(folder).exists():
        raise InputError(f"{folder} is not a meeting's folder any more; look into it and delete it yourself.")
    try:
        shutil.rmtree(folder)
    except OSError as err:
        raise StorageError(f"Cannot delete {folder}: {err.strerror}; delete that folder yourself.") from err


def _wipe(db: sqlite3.Connection, folder: Path) -> None:
    """Leaves no word of the meeting in the file; free pages are overwritten, since `secure_delete` is on."""
    db.execute("DELETE FROM meetings WHERE folder = ?", (str(folder),))
    indexes = db.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%'")
    for (index,) in indexes.fetchall():
        # Only marks words as gone until it is merged; the name is one of ours.
        db.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
