"""What a person changes in a meeting, as plain calls that a worker thread makes; no Qt."""

from collections.abc import Sequence

from meetapp import paths
from meetapp.edits import Change, EditedMeeting
from meetapp.store import edits, open_library
from meetapp.window.catalog import Entry


def now(entry: Entry) -> EditedMeeting:
    """The meeting as people left it."""
    with open_library(paths.library()) as library:
        return edits.edited_meeting(library, entry.id)


def apply(entry: Entry, changes: Sequence[Change]) -> EditedMeeting:
    """The meeting after `changes`, which are undone together.

    Raises:
        MeetappError: disk or library refused; nothing has changed.
    """
    with open_library(paths.library()) as library:
        return edits.add_edits(library, entry.id, changes)


def undo(entry: Entry) -> EditedMeeting:
    """The meeting without what was changed last."""
    with open_library(paths.library()) as library:
        return edits.undo(library, entry.id)


def redo(entry: Entry) -> EditedMeeting:
    """The meeting with what was undone last."""
    with open_library(paths.library()) as library:
        return edits.redo(library, entry.id)
