"""What people changed in a meeting: every edit kept for good, in its folder first and then in the library."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from meetapp.edits import Edit, EditedMeeting, Logged, Redo, RenameSpeaker, Undo, edited, history, voice
from meetapp.edits.as_json import decode, encode, kind_of
from meetapp.store.edit_journal import append_edits, edits_path
from meetapp.store.meetings import get_meeting
from meetapp.store.schema import Library
from meetapp.store.shown import show_changes, show_meeting
from meetapp.store.turns import list_turns


def change_meeting(library: Library, meeting: int, make: Callable[[EditedMeeting], Sequence[Edit]]) -> EditedMeeting:
    """The meeting after the edits that `make` makes of what it was; on disk when this returns.

    They are one action of the user's and are undone together; none leave the meeting as it was.

    Raises:
        InputError: there is no such meeting.
        StorageError: the disk refused; nothing has changed.
    """
    with library.writing() as db:
        folder = get_meeting(library, meeting).folder
        turns, kept = list_turns(library, meeting), list_edits(library, meeting)
        before = edited(turns, {}, kept)
        first, now = _next_id(db, meeting), time.time()
        new = [Logged(first + place, first, now, edit) for place, edit in enumerate(make(before))]
        if not new:
            return before
        _keep(db, folder, meeting, kept, new)
        after = edited(turns, {}, [*kept, *new])
        if _is_stale(db, meeting):
            show_meeting(db, meeting, after)
        else:
            show_changes(db, meeting, before, after)
    return after


def add_edit(library: Library, meeting: int, edit: Edit) -> EditedMeeting:
    """The meeting with `edit` applied to all edits before it; see `change_meeting`."""
    return change_meeting(library, meeting, lambda _: [edit])


def add_edits(library: Library, meeting: int, edits: Sequence[Edit]) -> EditedMeeting:
    """As `add_edit`, for edits that are one action of the user's and undone together."""
    return change_meeting(library, meeting, lambda _: edits)


def undo(library: Library, meeting: int) -> EditedMeeting:
    """The meeting without the last action that counts; as it was when there is none."""
    return change_meeting(library, meeting, lambda now: [Undo(action) for action in now.history.done[-1:]])


def redo(library: Library, meeting: int) -> EditedMeeting:
    """The meeting with the action that was undone last; as it was when there is none, or a change came after."""
    return change_meeting(library, meeting, lambda now: [Redo(action) for action in now.history.undone[-1:]])


def rename_speaker(library: Library, meeting: int, number: int, name: str) -> EditedMeeting:
    """Gives speaker `number`, as shown, a name; an empty one takes it back, and the same one again is no edit."""

    def rename(now: EditedMeeting) -> list[Edit]:
        known = now.names.get(number, "") == name.strip()
        return [] if known else [RenameSpeaker(voice(now.turns, number), name)]

    return change_meeting(library, meeting, rename)


def can_undo(library: Library, meeting: int) -> bool:
    return bool(history(list_edits(library, meeting)).done)


def can_redo(library: Library, meeting: int) -> bool:
    return bool(history(list_edits(library, meeting)).undone)


def list_edits(library: Library, meeting: int) -> list[Logged]:
    """All edits of the meeting in order, undone ones too; those of a newer version of the program are passed over."""
    with library.reading() as db:
        rows = db.execute(
            "SELECT id, action, created, kind, payload FROM edits WHERE meeting = ? ORDER BY id", (meeting,)
        ).fetchall()
    found = []
    for id, action, created, kind, payload in rows:
        try:
            found.append(Logged(id, action, created, decode(kind, payload)))
        except ValueError:
            continue  # stays in its row for the version that knows it
    return found


def edited_meeting(library: Library, meeting: int, first: int = -1) -> EditedMeeting:
    """The meeting as people left it: what the model made with all edits that count.

    Args:
        first: of how many turns from the beginning; of all when negative.
    """
    return edited(list_turns(library, meeting, first), {}, list_edits(library, meeting))


def restore_edits(library: Library, meeting: int, edits: Sequence[Logged]) -> EditedMeeting:
    """The meeting with edits that its folder has and the library has not; for a library that is made again."""
    with library.writing() as db:
        _insert(db, meeting, edits)
        after = edited_meeting(library, meeting)
        show_meeting(db, meeting, after)
    return after


def settle(library: Library) -> None:
    """Brings what is shown up to date where the model has changed turns of a meeting that people have edited."""
    with library.reading() as db:
        stale = db.execute("SELECT id FROM meetings WHERE is_stale").fetchall()
    for (meeting,) in stale:
        with library.writing() as db:
            show_meeting(db, meeting, edited_meeting(library, meeting))


def _keep(db: sqlite3.Connection, folder: Path, meeting: int, before: Sequence[Logged], new: Sequence[Logged]) -> None:
    """The folder has the edits before the library does, so that no loss of the library loses one."""
    whole = edits_path(folder).exists()  # names given before there were edits are in the library alone
    append_edits(folder, new if whole else [*before, *new])
    _insert(db, meeting, new)


def _insert(db: sqlite3.Connection, meeting: int, edits: Sequence[Logged]) -> None:
    db.executemany(
        "INSERT OR IGNORE INTO edits (meeting, id, action, created, kind, payload) VALUES (?, ?, ?, ?, ?, ?)",
        [(meeting, each.id, each.action, each.created, kind_of(each.edit), encode(each.edit)) for each in edits],
    )


def _is_stale(db: sqlite3.Connection, meeting: int) -> bool:
    return bool(db.execute("SELECT is_stale FROM meetings WHERE id = ?", (meeting,)).fetchone()[0])


def _next_id(db: sqlite3.Connection, meeting: int) -> int:
    last: int = db.execute("SELECT coalesce(max(id), 0) FROM edits WHERE meeting = ?", (meeting,)).fetchone()[0]
    return last + 1
