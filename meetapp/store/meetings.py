"""Meetings in the library: one row a recording, found by id or by its folder."""

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from meetapp.errors import InputError
from meetapp.meeting import describe
from meetapp.store.schema import Library


@dataclass(frozen=True)
class MeetingRow:
    """What the library knows of a meeting; `duration_s` is None until its last turn is written."""

    id: int
    folder: Path
    title: str
    source: str
    created: float
    duration_s: float | None


def add_meeting(library: Library, folder: Path, title: str, *, source: str = "", created: float | None = None) -> int:
    """The id of the meeting kept in `folder`, which is put into the library if it is not there yet.

    Args:
        source: the input device or the imported file, for people to read.
        created: seconds since the epoch; now when left out.
    """
    with library.writing() as db:
        db.execute(
            "INSERT INTO meetings (folder, title, source, created) VALUES (?, ?, ?, ?) ON CONFLICT (folder) DO NOTHING",
            (str(folder), title, source, time.time() if created is None else created),
        )
        row: tuple[int] = db.execute("SELECT id FROM meetings WHERE folder = ?", (str(folder),)).fetchone()
    return row[0]


def list_meetings(library: Library) -> list[MeetingRow]:
    """All meetings, newest first."""
    with library.reading() as db:
        rows = db.execute(f"SELECT {_COLUMNS} FROM meetings ORDER BY created DESC, id DESC").fetchall()
        return [_meeting(row) for row in rows]


def get_meeting(library: Library, meeting: int) -> MeetingRow:
    """The meeting of that id.

    Raises:
        InputError: there is none.
    """
    with library.reading() as db:
        row = db.execute(f"SELECT {_COLUMNS} FROM meetings WHERE id = ?", (meeting,)).fetchone()
        if row is None:
            raise InputError(f"There is no meeting {meeting} in the library.")
        return _meeting(row)


def rename_meeting(library: Library, meeting: int, title: str) -> None:
    """Gives the meeting another title, in its folder too, from which the library can be made again."""
    with library.writing() as db:
        describe(get_meeting(library, meeting).folder, title=title)
        db.execute("UPDATE meetings SET title = ? WHERE id = ?", (title, meeting))


def set_duration(library: Library, meeting: int, duration_s: float) -> None:
    """Notes that the meeting is complete and lasts `duration_s`."""
    with library.writing() as db:
        db.execute("UPDATE meetings SET duration_s = ? WHERE id = ?", (duration_s, meeting))


def delete_meeting(library: Library, meeting: int) -> None:
    """Removes the meeting with its turns and names; its folder is left alone: `erase_meeting` has that too."""
    with library.writing() as db:
        db.execute("DELETE FROM meetings WHERE id = ?", (meeting,))


_COLUMNS = "id, folder, title, source, created, duration_s"


def _meeting(row: tuple[int, str, str, str, float, float | None]) -> MeetingRow:
    if not all(isinstance(text, str) for text in row[1:4]) or not isinstance(row[4], float):
        raise sqlite3.DataError("a meeting without folder, name or time")  # the tables do not allow it
    return MeetingRow(row[0], Path(row[1]), *row[2:])
