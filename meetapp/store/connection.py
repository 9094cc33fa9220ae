"""Connections to library files: SQLite's own, or SQLCipher's where the file is encrypted; the same to all who use them.

A file says itself what it is: SQLite's begin with its name, SQLCipher's with noise. A new one is what the state says.
SQLCipher's failures are raised as those of `sqlite3`, number included.
"""

import os
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from meetapp.sealed.state import sealing

_BEGINNING = b"SQLite format 3\0"
_looking = threading.Lock()
_plain: dict[tuple[int, int], bool] = {}
"""Which files are SQLite's own, by their number on the disk; no file ever changes its form."""


def connect(
    path: Path,
    *,
    timeout: float = 5.0,
    isolation_level: Any = "",
    like: Path | None = None,
    make: bool = True,
    to_export: bool = False,
) -> sqlite3.Connection:
    """A connection to the library file at `path`.

    Args:
        like: make it plain or encrypted as that file is, instead of what is now wanted of new files.
        make: without it, a file that is not there is an error.
        to_export: by SQLCipher, whatever the file is: it reads plain files, too, and SQLite none of the others.
    Raises:
        sqlite3.Error: it cannot be opened.
        LockedError: it is encrypted, and there is no key.
    """
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if make else 'rw'}"
    encrypted = is_encrypted(like or path)
    if not (encrypted or to_export):
        return sqlite3.connect(uri, timeout=timeout, isolation_level=isolation_level, uri=True)
    opened = _Connection(uri, _key() if encrypted else "", timeout=timeout, isolation_level=isolation_level)
    return cast(sqlite3.Connection, opened)


def is_encrypted(path: Path) -> bool:
    """Whether the library file at `path` is, or, if it has no content yet, shall be."""
    state = sealing()
    if state is None:
        return False
    try:
        info = path.stat()
    except FileNotFoundError:
        return state.on
    if not info.st_size:
        return state.on
    if sys.platform == "win32":
        with path.open("rb") as file:
            return file.read(len(_BEGINNING)) != _BEGINNING
    with _looking:
        known = (info.st_dev, info.st_ino)
        if known not in _plain:
            # Left open: a process that closes a file loses all its locks on it, those of its transactions, too. It
            # is one for each file, and keeps the number from being given to another.
            _plain[known] = os.read(os.open(path, os.O_RDONLY), len(_BEGINNING)) == _BEGINNING
        return not _plain[known]


def export(db: sqlite3.Connection, target: Path, *, encrypted: bool) -> None:
    """Writes all that `db` holds into the empty file `target`, encrypted or not.

    Args:
        db: a connection made to export.
    Raises:
        sqlite3.Error: one of them cannot be read or written.
        LockedError: there is no key.
    """
    version = db.execute("PRAGMA user_version").fetchone()[0]
    db.execute("ATTACH ? AS target KEY " + (_quoted(_key()) if encrypted else "''"), (str(target),))
    db.execute("SELECT sqlcipher_export('target')").fetchall()
    db.execute(f"PRAGMA target.user_version = {version}")
    db.execute("DETACH target")


def _key() -> str:
    from meetapp.sealed.keyring_access import library_secret

    secret = library_secret()
    from meetapp.sealed.keys import database_key

    return database_key(secret)


def _quoted(key: str) -> str:
    """A raw key as SQLCipher wants it: nothing has to be made of it."""
    return f"\"x'{key}'\""


class _Connection:
    """SQLCipher's connection, as far as the store needs one."""

    def __init__(self, uri: str, key: str, *, timeout: float, isolation_level: Any) -> None:
        from sqlcipher3 import dbapi2

        with _as_sqlite():
            self._db = dbapi2.connect(uri, timeout=timeout, isolation_level=isolation_level, uri=True)
            if key:
                self._db.execute(f"PRAGMA key = {_quoted(key)}")

    @property
    def in_transaction(self) -> bool:
        return bool(self._db.in_transaction)

    def execute(self, *statement: Any) -> "_Cursor":
        with _as_sqlite():
            return _Cursor(self._db.execute(*statement))

    def executemany(self, *statement: Any) -> "_Cursor":
        with _as_sqlite():
            return _Cursor(self._db.executemany(*statement))

    def backup(self, target: "_Connection") -> None:
        with _as_sqlite():
            self._db.backup(target._db)

    def close(self) -> None:
        self._db.close()


class _Cursor:
    """Rows of SQLCipher's; a fault may show at any of them."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    @property
    def rowcount(self) -> int:
        return int(self._cursor.rowcount)

    @property
    def lastrowid(self) -> int | None:
        return cast("int | None", self._cursor.lastrowid)

    def fetchone(self) -> Any:
        with _as_sqlite():
            return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        with _as_sqlite():
            return list(self._cursor.fetchall())

    def __iter__(self) -> Iterator[Any]:
        while (row := self.fetchone()) is not None:
            yield row


@contextmanager
def _as_sqlite() -> Iterator[None]:
    from sqlcipher3 import dbapi2

    try:
        yield
    except dbapi2.Error as err:
        kind: type[sqlite3.Error] = getattr(sqlite3, type(err).__name__, sqlite3.DatabaseError)
        same = kind(*err.args)
        for name in ("sqlite_errorcode", "sqlite_errorname"):
            if hasattr(err, name):
                setattr(same, name, getattr(err, name))
        raise same from err
