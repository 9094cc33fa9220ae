"""The library file: how it is opened, how it is brought up to date, and its failures as sentences."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from meetapp.errors import InputError
from meetapp.paths import make_private
from meetapp.store.backup import back_up
from meetapp.store.connection import connect
from meetapp.store.health import is_damage
from meetapp.store.migrations import MIGRATIONS

BUSY_S = 5.0
"""How long a writer waits for another process before it gives up."""


class LibraryError(InputError):
    """The library file cannot be read or written."""


class LibraryDamagedError(LibraryError):
    """The library file is broken: it must be made again."""


class LibraryBusyError(LibraryError):
    """Another process holds the library for longer than BUSY_S; it will not do so for ever."""


@dataclass(frozen=True)
class Library:
    """An open library; used by the thread that opened it."""

    path: Path
    db: sqlite3.Connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, with SQLite's failures turned into sentences."""
        with _sentences(self.path):
            yield self.db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: on disk when the block ends, undone when the block raises."""
        with _sentences(self.path):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield self.db
                self.db.execute("COMMIT")
            finally:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_library(path: Path) -> Library:
    """The library at `path`, made or brought up to date if needed.

    Raises:
        LibraryError: locked, damaged, read-only, or of a newer version of the program.
        LockedError: it is encrypted, and there is no key.
    """
    try:
        make_private(path.parent)
        path.touch(mode=0o600)
    except OSError as err:
        raise LibraryError(f"Cannot write the library {path}: {err.strerror}.") from err
    with _sentences(path):
        library = Library(path, connect(path, timeout=BUSY_S, isolation_level=None))
        try:
            _use_write_ahead_log(library.db)
            library.db.execute("PRAGMA synchronous = FULL")
            library.db.execute("PRAGMA foreign_keys = ON")
            library.db.execute("PRAGMA secure_delete = ON")  # what a person deletes is overwritten
            _migrate(library)
        except BaseException:
            library.close()
            raise
    return library


def _use_write_ahead_log(db: sqlite3.Connection) -> None:
    """Changes the file's journal, which SQLite, unlike all else, does not wait for while another process opens it."""
    until = time.monotonic() + BUSY_S
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as err:
            if err.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(0.01)


def _migrate(library: Library) -> None:
    version = _version(library.db)
    if version < 0:
        raise sqlite3.DataError(f"version {version}")
    if version > len(MIGRATIONS):
        raise LibraryError(
            f"The library {library.path} was written by a newer version of meetapp; install that version to open it."
        )
    if 0 < version < len(MIGRATIONS):
        _back_up(library, f"before-{version + 1}")
    while _version(library.db) < len(MIGRATIONS):
        with library.writing() as db:
            version = _version(db)  # another process may have been here first
            if version < len(MIGRATIONS):
                for statement in MIGRATIONS[version]:
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {version + 1}")


def _version(db: sqlite3.Connection) -> int:
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    return version


def _back_up(library: Library, label: str) -> None:
    try:
        back_up(library.db, library.path, label)
    except OSError as err:
        raise LibraryError(
            f"The library {library.path} is of an older version and cannot be backed up first: {err.strerror}."
        ) from err


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as err:
        code = getattr(err, "sqlite_errorcode", 0) & 0xFF
        if is_damage(err):
            raise LibraryDamagedError(_SENTENCES.get(code, _BROKEN).format(path=path)) from err
        if code not in _SENTENCES:
            raise  # a statement of ours is wrong: a bug, not the user's disk
        busy = code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        raise (LibraryBusyError if busy else LibraryError)(_SENTENCES[code].format(path=path)) from err


_BROKEN = "The library {path} is damaged; `meetapp check --repair` makes it again from the meetings' folders."
_SENTENCES = {
    sqlite3.SQLITE_BUSY: "The library {path} is in use by another program; close it and try again.",
    sqlite3.SQLITE_LOCKED: "The library {path} is in use by another program; close it and try again.",
    sqlite3.SQLITE_NOTADB: "The file {path} is not a meetapp library; `meetapp check --repair` makes one in its place.",
    sqlite3.SQLITE_READONLY: "The library {path} is read-only; make the file and its folder writable.",
    sqlite3.SQLITE_CANTOPEN: "Cannot open the library {path}; check that its folder exists and is writable.",
    sqlite3.SQLITE_PERM: "Cannot open the library {path}; check its permissions.",
    sqlite3.SQLITE_FULL: "The disk of the library {path} is full; free some space and try again.",
    sqlite3.SQLITE_IOERR: "The disk of the library {path} could not be read or written; check that disk.",
}
