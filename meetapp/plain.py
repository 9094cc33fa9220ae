"""Plain copies of the text in each meeting's folder, for other programs: `transcript.txt` and `transcript.json`.

They are made from the library when a meeting is complete and again after edits; nothing reads them back. While the
library is encrypted there are none.
`python -m meetapp.plain` brings all of them up to date: the window would stutter while it made those of a long meeting.
"""

import os
import sys
import time
from datetime import datetime
from pathlib import Path

from meetapp import paths
from meetapp.edits import EditedMeeting
from meetapp.errors import MeetappError
from meetapp.export import AS_IT_IS, FORMATS, Transcript
from meetapp.faults import keep_words_out
from meetapp.journal import storage_error
from meetapp.locks import RoleLock
from meetapp.meeting import description_path, events_path, write_private
from meetapp.sealed.state import is_on
from meetapp.settings import load_what_can_be
from meetapp.store import Library, open_library
from meetapp.store.edit_journal import edits_path
from meetapp.store.edits import edited_meeting
from meetapp.store.meetings import MeetingRow, get_meeting, list_meetings

COPIES = {"transcript.txt": "txt", "transcript.json": "json"}
"""The form of each file."""

CLOCK_NS = 50_000_000
"""Times of files may be this much behind the clock."""

PATIENCE_S = 30.0
"""Another process that makes the same copies is waited for at most this long."""


def transcript_of(row: MeetingRow, edited: EditedMeeting) -> Transcript:
    """The meeting as people left it, for an export."""
    created = datetime.fromtimestamp(row.created).astimezone().isoformat(timespec="seconds")
    return Transcript(row.title, edited.turns, edited.names, created)


def keep_copies(library: Library, meeting: int) -> None:
    """Makes the copies in one meeting's folder equal to what the library has, if the user wants any.

    Raises:
        StorageError: the disk refused; the copies that were there are whole.
    """
    if _are_wanted():
        _keep(library, get_meeting(library, meeting))


def keep_all_copies(library: Library) -> None:
    """Makes those copies again that are older than an edit, or not there; takes all away if the user wants none.

    Raises:
        MeetappError: why those of one meeting could not be made; all others are up to date.
    """
    wanted, failures = _are_wanted(), []
    for row in list_meetings(library):
        try:
            if not wanted:
                remove_copies(row.folder)
            elif _is_stale(row.folder):
                _keep(library, row)
        except MeetappError as err:
            failures.append(err)
    if failures:
        raise failures[0]


def is_any_stale(library: Library) -> bool:
    """Whether `keep_all_copies` has anything to do."""
    wanted = _are_wanted()
    folders = [row.folder for row in list_meetings(library) if row.duration_s is not None and row.folder.is_dir()]
    return any(_is_stale(folder) if wanted else has_copies(folder) for folder in folders)


def has_copies(folder: Path) -> bool:
    """Whether the meeting's folder has any of the copies."""
    return any((folder / name).exists() for name in COPIES)


def remove_copies(folder: Path) -> None:
    """Takes the copies out of the meeting's folder.

    Raises:
        StorageError: the disk refused.
    """
    for name in COPIES:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as err:
            raise storage_error(folder, err) from err


def main() -> int:
    try:
        with open_library(paths.library()) as library:
            keep_all_copies(library)
    except MeetappError as err:
        print(err, file=sys.stderr)
        return err.exit_code
    return 0


def _are_wanted() -> bool:
    return not is_on() and load_what_can_be(paths.settings())[0].plain_copies


def _keep(library: Library, row: MeetingRow) -> None:
    if row.duration_s is None or not row.folder.is_dir():
        return
    lock = RoleLock(row.folder, "copies")
    try:
        if lock.take(PATIENCE_S) and _are_wanted():  # encryption may have been switched on meanwhile
            _write(library, row)
    finally:
        lock.release()


def _write(library: Library, row: MeetingRow) -> None:
    with library.writing():  # an edit that is in its file already, and not yet in the library, is waited for
        read_ns = time.time_ns() - CLOCK_NS
        transcript = transcript_of(get_meeting(library, row.id), edited_meeting(library, row.id))
    for name, form in COPIES.items():
        path = row.folder / name
        write_private(path, FORMATS[form].render(transcript, AS_IT_IS).decode("utf-8-sig", "replace"))
        try:
            os.utime(path, ns=(read_ns, read_ns))  # an edit that came meanwhile is newer
        except OSError as err:
            raise storage_error(row.folder, err) from err


def _is_stale(folder: Path) -> bool:
    made = min(_changed(folder / name) for name in COPIES)
    return made <= max(_changed(path) for path in (edits_path(folder), events_path(folder), description_path(folder)))


def _changed(path: Path) -> int:
    """When the file was written last; 0 where there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


if __name__ == "__main__":
    keep_words_out()
    sys.exit(main())
