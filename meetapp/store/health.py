"""Health of the library file: whether it is whole, and how a damaged one is set aside so that another can be made."""

import shutil
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from meetapp.store.connection import connect

_BESIDE = ("-wal", "-shm", "-journal")
"""Files of SQLite's own beside a database; without them it is not what it was."""

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_UNFIT = (
    *("no such table", "no such column", "unsupported file format", "malformed"),
    *("already exists", "duplicate column name"),  # its tables are of a later version than it says
    *("invalid fts5 file format", "SQL logic error"),  # all that its index of words has to say about itself
)
"""What SQLite says, under a number that means anything, of a library whose own description of its tables is broken."""


def is_damage(err: Exception) -> bool:
    """Whether `err` says that the file is broken, rather than locked, read-only or on a full disk."""
    if isinstance(err, UnicodeDecodeError):  # of a message that quotes broken bytes
        return True
    code = getattr(err, "sqlite_errorcode", None)
    if code is None:  # SQLite was content, Python could not read the value
        return isinstance(err, sqlite3.OperationalError | sqlite3.DataError)
    return code & 0xFF in _DAMAGED or (code == sqlite3.SQLITE_ERROR and any(words in str(err) for words in _UNFIT))


def faults(path: Path, *, thorough: bool = False) -> list[str]:
    """What is wrong with the library file at `path`, a line each in SQLite's words; none when it is whole or absent.

    Args:
        thorough: indexes are compared with their tables, too, which takes several times as long.
    Raises:
        sqlite3.Error: it cannot be said, since the file is locked or cannot be read.
    """
    if not path.exists() or path.stat().st_size == 0:
        return []
    try:
        # Read-only, as far as SQLite allows where a log must be replayed: looking changes nothing.
        with closing(connect(path, make=False)) as db:
            found = [row[0] for row in db.execute(f"PRAGMA {'integrity' if thorough else 'quick'}_check(20)")]
            found += ["a row points nowhere"] * bool(db.execute("PRAGMA foreign_key_check").fetchone())
    except (sqlite3.DatabaseError, UnicodeDecodeError) as err:
        if not is_damage(err):
            raise
        return [" ".join(str(err).split())]
    return [line for line in found if line != "ok"]


def set_aside(path: Path) -> Path:
    """Moves the library file, with what SQLite keeps beside it, out of the way; where it is now.

    Raises:
        OSError: the disk refused.
    """
    away = path.with_name(f"{path.stem}-damaged-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}")
    number = 1
    while away.exists():
        number += 1
        away = away.with_stem(f"{away.stem.partition('_')[0]}_{number}")
    for ending in _BESIDE:  # first, so that no new library ever finds the old one's log
        with suppress(FileNotFoundError):
            shutil.move(f"{path}{ending}", f"{away}{ending}")
    path.replace(away)
    return away


def discard(path: Path) -> None:
    """Removes a library file that is of no use, with what SQLite keeps beside it."""
    for ending in (*_BESIDE, ""):
        Path(f"{path}{ending}").unlink(missing_ok=True)
