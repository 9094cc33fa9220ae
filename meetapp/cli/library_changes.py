"""`meetapp rename`, `tag`, `undo`, `redo`, `delete` and `import --onto`: what a person changes in the library."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from meetapp import paths
from meetapp.cli.copies import renew_copies
from meetapp.cli.library_view import find_meeting
from meetapp.edits import Edit, EditedMeeting
from meetapp.edits.reimport import reimport
from meetapp.errors import InputError
from meetapp.exchange import read_file
from meetapp.export.transcript import one_line
from meetapp.state import state_of
from meetapp.store import open_library
from meetapp.store.edits import can_redo, can_undo, change_meeting, edited_meeting, redo, rename_speaker, undo
from meetapp.store.erase import erase_meeting
from meetapp.store.meetings import rename_meeting
from meetapp.store.tags import change_tags, tags_by_meeting
from meetapp.store.turns import speaker_names


def rename_meeting_or_speaker(called: str, name: str, speaker: str = "") -> None:
    """Gives the meeting another title or, if `speaker` is given, that speaker a name.

    Raises:
        InputError: there is no such meeting or speaker, or the title is empty.
    """
    name = one_line(name)
    with open_library(paths.library()) as library:
        row = find_meeting(library, called)
        if speaker:
            rename_speaker(library, row.id, _number(edited_meeting(library, row.id), speaker), name)
        elif name:
            rename_meeting(library, row.id, name)
        else:
            raise InputError("A meeting needs a title; give it another name than an empty one.")
        renew_copies(library, row.id)


def tag_meeting(called: str, tags: Sequence[str], *, remove: bool = False, as_json: bool = False) -> None:
    """Adds tags or takes them away, then prints those that the meeting has.

    Raises:
        InputError: there is no such meeting.
    """
    with open_library(paths.library()) as library:
        row = find_meeting(library, called)
        if tags:
            change_tags(library, row.id, add=() if remove else tags, remove=tags if remove else ())
        has = tags_by_meeting(library).get(row.id, ())
    print(json.dumps(list(has), ensure_ascii=False) if as_json else "\n".join(has), end="\n" if has or as_json else "")


def undo_change(called: str) -> None:
    """Undoes the last change in the meeting.

    Raises:
        InputError: there is no such meeting, or nothing to undo.
    """
    with open_library(paths.library()) as library:
        row = find_meeting(library, called)
        if not can_undo(library, row.id):
            raise InputError(f"There is nothing to undo in {row.title!r}.")
        undo(library, row.id)
        renew_copies(library, row.id)


def redo_change(called: str) -> None:
    """Does again what was undone last in the meeting.

    Raises:
        InputError: there is no such meeting, or nothing to do again.
    """
    with open_library(paths.library()) as library:
        row = find_meeting(library, called)
        if not can_redo(library, row.id):
            raise InputError(f"There is nothing to redo in {row.title!r}.")
        redo(library, row.id)
        renew_copies(library, row.id)


def delete_meetings(called: Sequence[str], *, yes: bool = False) -> None:
    """Deletes meetings for good, after asking where somebody can answer.

    Raises:
        InputError: there is no such meeting, one is being worked on, or nobody can be asked; nothing is deleted.
        StorageError: a file could not be removed; meetings before it are deleted.
    """
    with open_library(paths.library()) as library:
        rows = list({row.id: row for row in (find_meeting(library, each) for each in called)}.values())
        for row in rows:
            if state_of(row.folder) == "working":
                raise InputError(f"{row.title!r} is being recorded or imported; stop that first.")
        if not yes and not _agrees(f"Delete {', '.join(repr(row.title) for row in rows)} for good, sound and text?"):
            return
        for row in rows:
            erase_meeting(library, row.id)


def read_back(called: str, files: Sequence[Path], *, as_json: bool = False) -> None:
    """Reads an edited transcript back into the meeting; all that changed is one action, undone at once.

    Raises:
        InputError: there is no such meeting, several files were given, or the file has a mistake.
    """
    if len(files) != 1:
        raise InputError("One transcript at a time can be read back into a meeting.")
    with open_library(paths.library()) as library:
        row = find_meeting(library, called)
        read = read_file(files[0], list(speaker_names(library, row.id).values()))
        changes: list[Edit] = []

        def make(now: EditedMeeting) -> list[Edit]:
            changes.extend(reimport(now, read.turns, read.names))
            return changes

        after = change_meeting(library, row.id, make)
        renew_copies(library, row.id)
    if as_json:
        print(json.dumps({"meeting": row.id, "changes": len(changes), "turns": len(after.turns)}))
    else:
        print(f"{len(changes)} changes were read into {row.title!r}." if changes else "Nothing has changed.")


def _number(meeting: EditedMeeting, speaker: str) -> int:
    """The number of the speaker who is called so."""
    numbers = sorted({turn.speaker for turn in meeting.turns})
    for number in numbers:
        if speaker in (str(number), meeting.names.get(number), f"Speaker {number}"):
            return number
    known = ", ".join(meeting.names.get(number) or str(number) for number in numbers)
    raise InputError(f"There is no speaker {speaker} in this meeting; there are {known or 'none'}.")


def _agrees(question: str) -> bool:
    """Whether the user says yes.

    Raises:
        InputError: standard input is no terminal, so that nobody can be asked.
    """
    if not sys.stdin.isatty():
        raise InputError("Deleting cannot be undone: add --yes.")
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")
