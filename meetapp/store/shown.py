"""What a meeting shows after all edits, kept in tables of its own so that it can be searched and listed quickly."""

import sqlite3
from collections.abc import Iterable

from meetapp.edits import EditedMeeting
from sts_model.turns import Turn
from sts_model.wording import worded


def show_turn(db: sqlite3.Connection, meeting: int, turn: Turn) -> None:
    """Puts one turn among those shown, or in the place of the turn of the same id."""
    db.execute(
        "INSERT INTO shown (meeting, turn, speaker, start_samples, end_samples, text, said)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (meeting, turn) DO UPDATE SET speaker = excluded.speaker,"
        " start_samples = excluded.start_samples, end_samples = excluded.end_samples,"
        " text = excluded.text, said = excluded.said",
        (meeting, turn.id, *_line(turn)),
    )


def show_meeting(db: sqlite3.Connection, meeting: int, edited: EditedMeeting) -> None:
    """Makes what is shown of the meeting equal to `edited`, whatever it was before."""
    rows = db.execute(
        "SELECT turn, speaker, start_samples, end_samples, text, said FROM shown WHERE meeting = ?", (meeting,)
    )
    before = {turn: tuple(line) for turn, *line in rows}
    _hide(db, meeting, before.keys() - {turn.id for turn in edited.turns})
    for turn in edited.turns:
        if before.get(turn.id) != _line(turn):
            show_turn(db, meeting, turn)
    _show_names(db, meeting, edited)
    db.execute("UPDATE meetings SET is_stale = 0 WHERE id = ?", (meeting,))


def show_changes(db: sqlite3.Connection, meeting: int, before: EditedMeeting, after: EditedMeeting) -> None:
    """Makes what is shown equal to `after` where it is equal to `before` now."""
    shown = {turn.id: turn for turn in before.turns}
    _hide(db, meeting, shown.keys() - {turn.id for turn in after.turns})
    for turn in after.turns:
        known = shown.get(turn.id)
        if known is not turn and known != turn:  # most are the very same value, which is told apart much faster
            show_turn(db, meeting, turn)
    if before.names != after.names:
        _show_names(db, meeting, after)


def _hide(db: sqlite3.Connection, meeting: int, turns: Iterable[int]) -> None:
    db.executemany("DELETE FROM shown WHERE meeting = ? AND turn = ?", [(meeting, turn) for turn in turns])


def _show_names(db: sqlite3.Connection, meeting: int, edited: EditedMeeting) -> None:
    db.execute("DELETE FROM speakers WHERE meeting = ?", (meeting,))
    names = [(meeting, number, plain(name)) for number, name in edited.names.items()]
    db.executemany("INSERT INTO speakers (meeting, number, name) VALUES (?, ?, ?)", names)


def plain(text: str) -> str:
    """`text` as SQLite can hold it, which has no place for half of a surrogate pair."""
    return text.encode(errors="replace").decode()


def _line(turn: Turn) -> tuple[int, int, int, str, str]:
    """What is kept of a turn: as people write it and, where that differs, as it was said, since both are looked for."""
    said = turn.text
    is_written = any(word.written is not None for word in turn.words)
    text = worded(turn, "readable").text if is_written else said
    return turn.speaker, turn.start_samples, turn.end_samples, plain(text), "" if said == text else plain(said)
