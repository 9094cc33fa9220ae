"""Turns as the model made them: put in by (meeting, turn id), so that a doubled turn is harmless."""

import json
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from meetapp.store.schema import Library
from meetapp.store.shown import show_turn
from sts_model.turns import Turn, Word

REMEMBERED = 20_000
"""Turns whose words are kept unpacked: each edit of a meeting reads all of it, and finds most as it was. A long
meeting has half as many, and its words are in memory anyway while somebody looks at it."""


def add_turn(library: Library, meeting: int, turn: Turn) -> None:
    """Puts `turn` into the library, or in the place of the turn of the same id; on disk when this returns."""
    with library.writing() as db:
        _put(db, meeting, turn)
        if db.execute("SELECT 1 FROM edits WHERE meeting = ? LIMIT 1", (meeting,)).fetchone():
            _mark_stale(db, meeting)
        else:
            show_turn(db, meeting, turn)


def replace_turns(library: Library, meeting: int, turns: Iterable[Turn]) -> None:
    """Puts `turns` in the place of all that the model made before; what people edited is applied to them."""
    with library.writing() as db:
        db.execute("DELETE FROM turns WHERE meeting = ?", (meeting,))
        for turn in turns:
            _put(db, meeting, turn)
        _mark_stale(db, meeting)


def list_turns(library: Library, meeting: int, first: int = -1) -> list[Turn]:
    """The meeting's turns in order of start, without the edits of people: `edited_meeting` has these.

    Args:
        first: how many from the beginning; all when negative.
    """
    with library.reading() as db:
        rows = db.execute(
            "SELECT id, channel, speaker, start_samples, end_samples, words, certainty FROM turns"
            " WHERE meeting = ? ORDER BY start_samples, channel, id LIMIT ?",
            (meeting, first),
        )
        return [_turn(row) for row in rows]


def speaker_names(library: Library, meeting: int) -> dict[int, str]:
    """Names a person gave, by the number of the speaker as shown; a speaker without one is absent."""
    with library.reading() as db:
        return dict(db.execute("SELECT number, name FROM speakers WHERE meeting = ?", (meeting,)).fetchall())


def pack_words(words: tuple[Word, ...]) -> str:
    """Words as compact JSON: one list a word, its written form last where it has one."""
    return json.dumps([_packed(word) for word in words], ensure_ascii=False, separators=(",", ":"))


def _packed(word: Word) -> list[object]:
    said = [word.text, word.start_samples, word.end_samples, round(word.confidence, 4)]
    return said if word.written is None else [*said, word.written]


@lru_cache(REMEMBERED)
def unpack_words(packed: str) -> tuple[Word, ...]:
    """The words that `pack_words` wrote; the very same ones when it is asked again.

    Raises:
        ValueError: it wrote something else.
    """
    try:
        return tuple([_word(*word) for word in json.loads(packed)])
    except (TypeError, RecursionError) as err:
        raise ValueError("not packed words") from err


def _word(text: str, start: int, end: int, confidence: float, written: str | None = None) -> Word:
    # Spelled out, since a long meeting has a hundred thousand words and its reader waits for them.
    if type(text) is not str or type(start) is not int or type(end) is not int:
        raise TypeError
    if written is not None and type(written) is not str:
        raise TypeError
    return Word(text, start, end, float(confidence), written)


def _turn(row: tuple[Any, ...]) -> Turn:
    *numbers, words, certainty = row
    # Columns of SQLite hold whatever a broken row says.
    if set(map(type, numbers)) != {int} or not (certainty is None or type(certainty) is float):
        raise sqlite3.DataError("a turn with what is no number")
    id, channel, speaker, start, end = numbers
    try:
        return Turn(id, channel, speaker, start, end, unpack_words(words), certainty)
    except ValueError as err:
        raise sqlite3.DataError("a turn whose words are none") from err


def _put(db: sqlite3.Connection, meeting: int, turn: Turn) -> None:
    db.execute(
        "INSERT INTO turns (meeting, id, channel, speaker, start_samples, end_samples, words, text, certainty)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (meeting, id) DO UPDATE SET channel = excluded.channel,"
        " speaker = excluded.speaker, start_samples = excluded.start_samples, end_samples = excluded.end_samples,"
        " words = excluded.words, text = excluded.text, certainty = excluded.certainty",
        (
            meeting,
            turn.id,
            turn.channel,
            turn.speaker,
            turn.start_samples,
            turn.end_samples,
            pack_words(turn.words),
            turn.text,
            turn.certainty,
        ),
    )


def _mark_stale(db: sqlite3.Connection, meeting: int) -> None:
    """What is shown is made again before it is next asked for; doing so for every turn would hold up the engine."""
    db.execute("UPDATE meetings SET is_stale = 1 WHERE id = ?", (meeting,))
