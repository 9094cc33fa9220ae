"""Parcels for tests: a meeting as it was sent, the same with other things in it, and how it is taken in or refused."""

import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from made_turns import turn

from meetapp import paths
from meetapp.edits import AddBookmark, DeleteTurns, RenameSpeaker, SetNotes, SetTimes, Voice, seen
from meetapp.errors import InputError
from meetapp.parcel import MANIFEST, SUFFIX
from meetapp.parcel.contents import Part, encode
from meetapp.parcel.reading import take_parcel
from meetapp.parcel.writing import write_parcel
from meetapp.store import open_library
from meetapp.store.edits import add_edits, undo
from meetapp.store.meetings import MeetingRow, list_meetings
from meetapp.store.tags import set_tags

TURNS = [turn(0, "we move on friday then", 0.0, 3.0), turn(1, "friday is hard", 4.0, 6.0, speaker=2)]


def edited_parcel(put_meeting: Callable[..., int], folder: Path, title: str = "Roadmap") -> Path:
    """A meeting without sound, edited, as it was sent; it is in the library too."""
    number = put_meeting(title, TURNS, 1_700_000_000)
    target = folder / f"Roadmap{SUFFIX}"
    with open_library(paths.library()) as library:
        set_tags(library, number, ("money",))
        changes = [RenameSpeaker(Voice(1), "Anna"), SetNotes("ask Ben"), AddBookmark(16_000, "here")]
        add_edits(library, number, [*changes, SetTimes(seen(TURNS[1]), 70_000, 96_000)])
        add_edits(library, number, [DeleteTurns((seen(TURNS[0]),))])
        undo(library, number)
        write_parcel(library, number, target)
    return target


def contents_of(file: Path) -> dict[str, bytes]:
    """Everything in the parcel but its list of contents, by name."""
    with zipfile.ZipFile(file) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name != MANIFEST}


def packed(file: Path, contents: dict[str, bytes], *, way: int = zipfile.ZIP_STORED) -> Path:
    """Another parcel beside `file`, with a list of contents that fits."""
    parts = [Part(name, len(each), sha256(each).hexdigest()) for name, each in contents.items()]
    other = file.with_name("other.zip")
    with zipfile.ZipFile(other, "w", way) as new:
        new.writestr(MANIFEST, encode(parts))
        for name, each in contents.items():
            new.writestr(name, each)
    return other


def repacked(file: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The parcel with its files changed by `change`."""
    contents = contents_of(file)
    change(contents)
    return packed(file, contents)


def take(file: Path) -> MeetingRow:
    with open_library(paths.library()) as library:
        return take_parcel(library, file, paths.meetings())


def refused(file: Path) -> str:
    """The sentence with which it is refused; nothing of it is left."""
    with open_library(paths.library()) as library:
        before, folders = list_meetings(library), sorted(paths.meetings().iterdir())
        with pytest.raises(InputError) as told:
            take_parcel(library, file, paths.meetings())
        assert list_meetings(library) == before and sorted(paths.meetings().iterdir()) == folders
    sentence = str(told.value)
    assert sentence.endswith(".") and "\n" not in sentence and file.name in sentence
    return sentence
