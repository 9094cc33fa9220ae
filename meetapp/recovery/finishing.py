"""Finishing: an interrupted meeting is repaired, put into the library if it is not there, and given its text."""

import subprocess
from pathlib import Path

from meetapp import supervisor
from meetapp.errors import InputError, StorageError
from meetapp.journal import has_sound, journal_path, track_numbers, track_path
from meetapp.meeting import mark_done, open_meeting
from meetapp.recovery.finding import UNTITLED, Interrupted
from meetapp.recovery.repair import has_all_sound, repair
from meetapp.sealed.files import remove
from meetapp.store import Library
from meetapp.store.meetings import add_meeting
from meetapp.store.rebuild import seconds_of


def finish(found: Interrupted, library: Library, model: Path | None = None) -> "subprocess.Popen[bytes] | None":
    """A supervisor at work on the text of `found`; None when there is no sound to make text of.

    Raises:
        InputError: it cannot be recovered; the message says why and where its sound is. Or somebody works on it by now.
        StorageError: the disk refused.
    """
    if found.reason:
        raise InputError(found.reason)
    if supervisor.running(found.folder):
        raise InputError(f"The meeting in {found.folder} is being worked on already.")
    media = _files_to_read_again(found.folder)
    meeting = repair(found.folder, UNTITLED) if media is None else open_meeting(found.folder)
    created = seconds_of(meeting.created, found.folder)
    number = add_meeting(library, found.folder, meeting.title, source=meeting.source, created=created)
    if media is None and not has_sound(found.folder):
        mark_done(found.folder)
        return None
    if media is not None:
        _forget_sound(found.folder)
    return supervisor.start(
        found.folder, media=media, resume=media is None, library=library.path, meeting_id=number, model=model
    )


def _files_to_read_again(folder: Path) -> list[Path] | None:
    """The files that were being imported, if their sound is not complete here and they can still be read."""
    try:
        meeting = open_meeting(folder)
    except InputError:
        return None
    files = [Path(source) for source in (meeting.source, *meeting.more_sources)]
    readable = all(file.is_absolute() and file.is_file() for file in files)
    return files if readable and not has_all_sound(folder) else None


def _forget_sound(folder: Path) -> None:
    """Removes half-decoded tracks: the file gives the same sound again, and turns made of it keep their places."""
    try:
        for path in (journal_path(folder), *(track_path(folder, track) for track in track_numbers(folder))):
            remove(path)
    except OSError as err:
        raise StorageError(f"Cannot begin the import in {folder} again: {err.strerror}.") from err
