"""Making a library again: from its youngest whole backup, then from what every meeting's folder says for itself."""

import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from meetapp.errors import InputError
from meetapp.events import EventReader, Finished, TurnAdded
from meetapp.meeting import description_path, events_path, open_meeting
from meetapp.store.backup import back_up_daily, list_backups
from meetapp.store.edit_journal import read_edits
from meetapp.store.edits import edited_meeting, restore_edits
from meetapp.store.health import discard, faults, set_aside
from meetapp.store.meetings import add_meeting, get_meeting, list_meetings, rename_meeting, set_duration
from meetapp.store.schema import Library, LibraryDamagedError, LibraryError, open_library
from meetapp.store.search import search
from meetapp.store.tags import set_tags
from meetapp.store.turns import list_turns, replace_turns
from sts_model.turns import Turn, merge_turns


@dataclass(frozen=True)
class Rebuilt:
    """What a library was made from.

    `damaged` is where the old file lies now and `backup` what was laid below, None where there was none; `skipped`
    are sentences about folders that could not be read.
    """

    damaged: Path | None
    backup: Path | None
    meetings: int
    skipped: list[str] = field(default_factory=list)


def look_after(path: Path, meetings: Path) -> str:
    """Checks the library at `path`, as at every start; makes it again from the folder `meetings` if it is damaged.

    A sound one is backed up once a day. Returns a sentence for the user when there is something to know, else nothing.

    Raises:
        LibraryError: it is locked, or cannot be read or written.
    """
    if not check(path):
        try:
            with open_library(path) as library:
                back_up_daily(library.db, path)
            return ""
        except LibraryDamagedError:
            pass  # what only opening it shows: its tables are not of the version that it says
        except (OSError, sqlite3.DatabaseError) as err:
            reason = getattr(err, "strerror", None) or err
            return f"The library is sound, but no backup of it could be written: {reason}."
    rebuilt = rebuild(path, meetings)
    return (
        f"The library was damaged and has been made again from {rebuilt.meetings} meetings; the damaged file is"
        f" kept as {rebuilt.damaged}."
    )


def check(path: Path, *, thorough: bool = False) -> list[str]:
    """What is wrong with the library at `path`; none when it is sound, or not there yet.

    Args:
        thorough: indexes are compared with their tables, and all that people see is read.
    Raises:
        LibraryError: it is locked, or cannot be read.
    """
    try:
        found = faults(path, thorough=thorough)
    except (OSError, sqlite3.Error) as err:
        raise LibraryError(f"The library {path} cannot be checked: {err}.") from err
    return found or (_unreadable(path) if thorough and path.exists() else [])


def _unreadable(path: Path) -> list[str]:
    """What cannot be read in a library that SQLite finds nothing wrong with."""
    try:
        with open_library(path) as library:
            for row in list_meetings(library):
                edited_meeting(library, row.id)
            search(library, "any")  # SQLite looks at no index of words
    except LibraryDamagedError as err:
        return [f"what it holds cannot be read ({err.__cause__})"]
    return []


def rebuild(path: Path, meetings: Path) -> Rebuilt:
    """A library at `path` again, with every meeting of the youngest whole backup and of the folder `meetings`.

    What a folder says of its meeting counts; the backup has what no folder says.

    Raises:
        LibraryError: the disk refused; what was there is as it was, or lies beside `path`.
    """
    try:
        damaged = set_aside(path) if path.exists() else None
        backup = _lay_backup(path)
    except OSError as err:
        raise LibraryError(f"The library {path} cannot be made again: {err.strerror}.") from err
    with open_library(path) as library:
        known = [row.folder for row in list_meetings(library)]
        since_s = backup.stat().st_mtime if backup else 0.0
        skipped = take_in(library, {*known, *meeting_folders(meetings)}, since_s)
        return Rebuilt(damaged, backup, len(list_meetings(library)), skipped)


def take_in(library: Library, folders: Iterable[Path], since_s: float = 0.0) -> list[str]:
    """Brings the library up to what `folders` say, each for itself; sentences about those that cannot be read.

    Args:
        since_s: a title that a folder has had since before this time is older than the library's.
    """
    skipped = []
    for folder in sorted(folders):
        try:
            take_in_folder(library, folder, since_s)
        except LibraryError:
            raise
        except (InputError, OSError) as err:
            skipped.append(str(err))
    return skipped


def meeting_folders(meetings: Path) -> list[Path]:
    """Folders in `meetings` that are a meeting each."""
    try:
        return sorted(folder for folder in meetings.iterdir() if (folder / "meeting.json").is_file())
    except OSError:
        return []


def take_in_folder(library: Library, folder: Path, since_s: float = 0.0) -> int:
    """Brings the library up to what one folder says; the id of its meeting.

    Args:
        since_s: as of `take_in`.
    Raises:
        InputError: the folder is no meeting, or its description is damaged.
    """
    described = open_meeting(folder)
    created = seconds_of(described.created, folder)
    meeting = add_meeting(library, folder, described.title, source=described.source, created=created)
    if description_path(folder).stat().st_mtime > since_s:
        rename_meeting(library, meeting, described.title)
    turns, duration_s = _heard(folder)
    if turns and turns != list_turns(library, meeting):
        replace_turns(library, meeting, turns)
    restore_edits(library, meeting, read_edits(folder))
    if described.tags:
        set_tags(library, meeting, described.tags)
    if duration_s is not None and get_meeting(library, meeting).duration_s is None:
        set_duration(library, meeting, duration_s)
    return meeting


def _heard(folder: Path) -> tuple[list[Turn], float | None]:
    """The turns of the meeting in their last form, and its length once its text is complete."""
    turns: dict[int, Turn] = {}
    duration_s = None
    for event in EventReader(events_path(folder)).read_new():
        if isinstance(event, TurnAdded):
            turns[event.turn.id] = event.turn
        elif isinstance(event, Finished):
            duration_s = event.duration_s
    return merge_turns([], turns.values()), duration_s


def seconds_of(created: str, folder: Path) -> float:
    """`created` since the epoch; where it is no time, that of the folder."""
    try:
        return datetime.fromisoformat(created).timestamp()
    except (ValueError, OverflowError, OSError):
        return folder.stat().st_mtime


def _lay_backup(path: Path) -> Path | None:
    """Puts the youngest whole backup in the place of the library; None when there is none."""
    for backup in list_backups(path):
        path.touch(mode=0o600)
        shutil.copyfile(backup, path)
        if not check(path, thorough=True):
            return backup
        discard(path)
    return None
