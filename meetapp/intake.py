"""A transcript that belongs to no meeting becomes one: a meeting with text, and without sound."""

import shutil
from pathlib import Path

from meetapp import meeting
from meetapp.edits import RenameSpeaker, voice
from meetapp.errors import InputError, MeetappError
from meetapp.events import EventWriter, Finished, TurnAdded
from meetapp.exchange import READERS, Transcript, read_file
from meetapp.plain import keep_copies
from meetapp.sources import remember
from meetapp.store import Library
from meetapp.store.edits import add_edits, settle
from meetapp.store.meetings import MeetingRow, add_meeting, get_meeting, set_duration
from meetapp.store.turns import replace_turns

ENDINGS = tuple(ending for reader in READERS.values() for ending in reader.suffixes)
"""Of files that hold a transcript."""


def is_transcript(file: Path) -> bool:
    """Whether the file's name says that it holds a transcript, and no sound."""
    return file.suffix.lower() in ENDINGS


def meeting_from_transcript(library: Library, file: Path, parent: Path, title: str = "") -> MeetingRow:
    """A new meeting in a folder of `parent`, with the turns and names that `file` has; nothing is left of a bad one.

    Raises:
        InputError: the file cannot be read or has a mistake, which the sentence names, or nobody speaks in it.
        StorageError: the disk refused.
        LibraryError: the library cannot be written.
    """
    read = read_file(file)
    if not read.turns:
        raise InputError(f"{file.name} is a transcript in which nobody says anything.")
    title, source = title or file.name.partition(".")[0], str(file.resolve())
    folder = meeting.create(parent, title=title, source=source)
    try:
        remember(folder, file)
        return _fill(library, folder, title, source, read)
    except (MeetappError, OSError):
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _fill(library: Library, folder: Path, title: str, source: str, read: Transcript) -> MeetingRow:
    duration_s = max(turn.end_s for turn in read.turns)
    events = EventWriter(meeting.events_path(folder))  # from which a library is made again
    for turn in read.turns:
        events.write(TurnAdded(turn))
    events.write(Finished(duration_s))
    events.close()
    number = add_meeting(library, folder, title, source=source)
    replace_turns(library, number, read.turns)
    add_edits(library, number, [RenameSpeaker(voice(read.turns, each), name) for each, name in read.names.items()])
    set_duration(library, number, duration_s)
    settle(library)
    keep_copies(library, number)
    return get_meeting(library, number)
