"""A meeting that comes from elsewhere, made in one go: a folder, which has all of it, then a place in the library."""

import contextlib
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from meetapp import meeting
from meetapp.edits import Logged
from meetapp.events import EventWriter, Finished, TurnAdded
from meetapp.journal import storage_error
from meetapp.sources import remember
from meetapp.store import Library
from meetapp.store.edit_journal import append_edits
from meetapp.store.meetings import MeetingRow, delete_meeting, get_meeting, list_meetings
from meetapp.store.rebuild import take_in_folder
from meetapp.store.schema import LibraryError
from sts_model.turns import Turn


@dataclass(frozen=True)
class Newcomer:
    """All of it but its sound; `file` is what it is made from, `created` in ISO 8601, empty for now."""

    title: str
    file: Path
    turns: tuple[Turn, ...]
    edits: tuple[Logged, ...]
    duration_s: float
    created: str = ""
    tags: tuple[str, ...] = ()


def settle_in(
    library: Library, parent: Path, newcomer: Newcomer, put_sound: Callable[[Path], None] | None = None
) -> MeetingRow:
    """A new meeting in a folder of `parent`; whatever fails meanwhile, nothing of it is left.

    Args:
        put_sound: puts its tracks into the folder that it is given.
    Raises:
        StorageError: the disk refused.
        LibraryError: the library cannot be written.
    """
    folder = meeting.create(parent, title=newcomer.title, source=str(newcomer.file.resolve()))
    try:
        if put_sound is not None:
            put_sound(folder)
        _fill(folder, newcomer)
        return get_meeting(library, take_in_folder(library, folder))
    except BaseException as err:
        _forget(library, folder)
        if isinstance(err, OSError):
            raise storage_error(folder, err) from err
        raise


def _fill(folder: Path, newcomer: Newcomer) -> None:
    now = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    meeting.describe(folder, tags=newcomer.tags, created=newcomer.created or now, arrived=now)
    remember(folder, newcomer.file)
    events = EventWriter(meeting.events_path(folder))
    try:
        for turn in newcomer.turns:
            events.write(TurnAdded(turn))
        events.write(Finished(newcomer.duration_s))
    finally:
        events.close()
    if newcomer.edits:
        append_edits(folder, newcomer.edits)


def _forget(library: Library, folder: Path) -> None:
    with contextlib.suppress(LibraryError):  # then it may be what failed
        for row in list_meetings(library):
            if row.folder == folder:
                delete_meeting(library, row.id)
    shutil.rmtree(folder, ignore_errors=True)
