"""What becomes a meeting without being heard: a transcript, which has no sound, or a whole meeting that was sent."""

import time
from pathlib import Path

from meetapp.edits import Logged, RenameSpeaker, voice
from meetapp.errors import InputError
from meetapp.exchange import READERS, Transcript, read_file, title_of
from meetapp.newcomer import Newcomer, settle_in
from meetapp.parcel.reading import is_parcel, take_parcel
from meetapp.store import Library
from meetapp.store.meetings import MeetingRow
from sts_model.turns import Turn

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
    duration_s = max(turn.end_s for turn in read.turns)
    return settle_in(library, parent, Newcomer(title or title_of(file), file, read.turns, _named(read), duration_s))


def _named(read: Transcript) -> tuple[Logged, ...]:
    """The names as one action of a person's, who wrote them into the file."""
    turns: dict[int, list[Turn]] = {number: [] for number in read.names}
    for turn in read.turns:
        if turn.speaker in turns:
            turns[turn.speaker].append(turn)
    edits = (RenameSpeaker(voice(turns[number], number), name) for number, name in read.names.items())
    return tuple(Logged(id, 1, time.time(), edit) for id, edit in enumerate(edits, start=1))
