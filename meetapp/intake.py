"""What becomes a meeting without being heard: a transcript, which has no sound, or a whole meeting that was sent."""

import shutil
from pathlib import Path

from meetapp import meeting
from meetapp.edits import RenameSpeaker, voice
from meetapp.errors import InputError, MeetappError
from meetapp.events import EventWriter, Finished, TurnAdded
from meetapp.exchange import READERS, Transcript, read_file
from meetapp.parcel.reading import is_parcel, take_parcel
from meetapp.sources import remember
from meetapp.store import Library
from meetapp.store.edits import add_edits, settle
from meetapp.store.meetings import MeetingRow, add_meeting, get_meeting, set_duration
from meetapp.store.turns import replace_turns

ENDINGS = tuple(ending for reader in READERS.values() for ending in reader.suffixes)
"""Of files that hold a transcript."""


def is_meeting(file: Path) -> bool:
    """Whether the file's name says that it holds a transcript or a whole meeting, and no bare sound."""
    return file.suffix.lower() in ENDINGS or is_parcel(file)


def take_in(library: Library, file: Path, parent: Path, title: str = "") -> MeetingRow:
    """A new meeting in a folder of `parent` that has all that `file` has; nothing is left of a bad one.

    Raises:
        InputError: the file is damaged or has a mistake, which the sentence names.
        StorageError: the disk refused.
        LibraryError: the library cannot be written.
    """
    make = take_parcel if is_parcel(file) else _from_transcript
    return make(library, file, parent, title)


def _from_transcript(library: Library, file: Path, parent: Path, title: str) -> MeetingRow:
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
    return get_meeting(library, number)
