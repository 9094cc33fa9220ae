"""A transcript that was exported and edited elsewhere, read back: what a person changed in it, as edits."""

from pathlib import Path

from meetapp.edits import Change, EditedMeeting
from meetapp.edits.reimport import reimport
from meetapp.exchange import READERS, read_file

ENDINGS = tuple(ending for reader in READERS.values() for ending in reader.suffixes)
"""Of the files that can be read back."""


def changes_in(path: Path, meeting: EditedMeeting) -> list[Change]:
    """What the file at `path` says otherwise than `meeting`; nothing when it is as it was exported.

    Raises:
        InputError: the file cannot be read, or has a mistake, which the sentence names with its place.
    """
    read = read_file(path, list(meeting.names.values()))
    return reimport(meeting, read.turns, read.names)
