"""Edits: what a person changed, kept beside what the model made; values and pure functions, nothing on disk.

edited(turns, names, edits)        the meeting as the person left it
seen(turn), voice(turns, number)   what an edit refers to
history(edits)                     what may be undone and redone
"""

from meetapp.edits.apply import EditedMeeting, edited
from meetapp.edits.find import seen, split_at, voice
from meetapp.edits.history import History, history
from meetapp.edits.kinds import (
    AddBookmark,
    AddTurn,
    Change,
    CheckWords,
    DeleteTurns,
    Edit,
    Logged,
    MergeSpeakers,
    MergeTurns,
    MoveTurns,
    Redo,
    RemoveBookmark,
    RenameBookmark,
    RenameSpeaker,
    Seen,
    SetNotes,
    SetText,
    SetTimes,
    SplitTurn,
    Undo,
    Voice,
)
from meetapp.edits.state import Bookmark

__all__ = [
    "AddBookmark",
    "AddTurn",
    "Bookmark",
    "Change",
    "CheckWords",
    "DeleteTurns",
    "Edit",
    "EditedMeeting",
    "History",
    "Logged",
    "MergeSpeakers",
    "MergeTurns",
    "MoveTurns",
    "Redo",
    "RemoveBookmark",
    "RenameBookmark",
    "RenameSpeaker",
    "Seen",
    "SetNotes",
    "SetText",
    "SetTimes",
    "SplitTurn",
    "Undo",
    "Voice",
    "edited",
    "history",
    "seen",
    "split_at",
    "voice",
]
