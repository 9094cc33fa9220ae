"""What a person changes in a meeting, as plain calls that a worker thread makes; no Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from meetapp import paths
from meetapp.edits import Change, EditedMeeting
from meetapp.store import edits, open_library
from meetapp.window.catalog import Entry
from sts_model.turns import Turn

Known = Mapping[int, Turn]
"""Turns that are shown, by id: where one is unchanged the very same value comes back, which is quickly told apart."""


def now(entry: Entry, known: Known) -> EditedMeeting:
    """The meeting as people left it."""
    with open_library(paths.library()) as library:
        return _sharing(edits.edited_meeting(library, entry.id), known)


def apply(entry: Entry, known: Known, changes: Sequence[Change]) -> EditedMeeting:
    """The meeting after `changes`, which are undone together.

    Raises:
        MeetappError: disk or library refused; nothing has changed.
    """
    with open_library(paths.library()) as library:
        return _sharing(edits.add_edits(library, entry.id, changes), known)


def undo(entry: Entry, known: Known) -> EditedMeeting:
    """The meeting without what was changed last."""
    with open_library(paths.library()) as library:
        return _sharing(edits.undo(library, entry.id), known)


def redo(entry: Entry, known: Known) -> EditedMeeting:
    """The meeting with what was undone last."""
    with open_library(paths.library()) as library:
        return _sharing(edits.redo(library, entry.id), known)


def _sharing(meeting: EditedMeeting, known: Known) -> EditedMeeting:
    turns = (turn if turn != known.get(turn.id) else known[turn.id] for turn in meeting.turns)
    return replace(meeting, turns=tuple(turns))
