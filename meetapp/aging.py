"""What is deleted by itself: the sound of meetings, or the whole of them, once they are as old as the user said."""

import time
from datetime import datetime
from pathlib import Path

from meetapp.errors import InputError, MeetappError
from meetapp.journal import storage_error
from meetapp.meeting import is_in_progress, open_meeting
from meetapp.settings import Settings
from meetapp.store import Library
from meetapp.store.erase import erase_meeting
from meetapp.store.meetings import MeetingRow, list_meetings
from meetapp.voices import forget_voices

DAY_S = 24 * 3600.0


def discard_sound(folder: Path) -> bool:
    """Removes all sound of the meeting in `folder`, and with it the voices; whether there was any.

    Raises:
        StorageError: the disk refused.
    """
    found = sorted((folder / "tracks").glob("*"))
    try:
        for track in found:
            track.unlink(missing_ok=True)
        forget_voices(folder)
    except OSError as err:
        raise storage_error(folder, err) from err
    return bool(found)


def due(rows: list[MeetingRow], chosen: Settings, now: float) -> list[MeetingRow]:
    """The meetings that are older than the user wants to keep; none unless that was asked for.

    One that was sent is as old as it is in this library, however long ago it was recorded.
    One that somebody works on, or that was cut short, stays until its text is complete.
    """
    if not chosen.delete_after_days:
        return []
    oldest = now - chosen.delete_after_days * DAY_S
    return [
        row
        for row in rows
        if row.created < oldest
        and row.duration_s is not None
        and not is_in_progress(row.folder)
        and _arrived(row.folder) < oldest
    ]


def _arrived(folder: Path) -> float:
    """When the meeting came from elsewhere, in seconds since the epoch; 0 where it was made here."""
    try:
        return datetime.fromisoformat(open_meeting(folder).arrived).timestamp()
    except (InputError, ValueError, OverflowError, OSError):
        return 0.0


def delete_old(library: Library, chosen: Settings, now: float | None = None) -> int:
    """Deletes what is due; of how many meetings.

    Raises:
        MeetappError: why one could not be deleted; all others that are due are gone.
    """
    count, failures = 0, []
    for row in due(list_meetings(library), chosen, time.time() if now is None else now):
        try:
            count += _delete(library, row, chosen)
        except MeetappError as err:
            failures.append(err)
    if failures:
        raise failures[0]
    return count


def _delete(library: Library, row: MeetingRow, chosen: Settings) -> bool:
    """Whether there was anything to delete."""
    if chosen.delete_what == "sound":
        return discard_sound(row.folder)
    erase_meeting(library, row.id)
    return True
