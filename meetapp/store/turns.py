"""Turns and the names of their speakers: put in by (meeting, turn id), so that a doubled turn is harmless."""

import json

from meetapp.store.schema import Library
from sts_model.turns import Turn, Word


def add_turn(library: Library, meeting: int, turn: Turn) -> None:
    """Puts `turn` into the library, or in the place of the turn of the same id; on disk when this returns."""
    with library.writing() as db:
        db.execute(
            "INSERT INTO turns (meeting, id, channel, speaker, start_samples, end_samples, words, text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (meeting, id) DO UPDATE SET channel = excluded.channel,"
            " speaker = excluded.speaker, start_samples = excluded.start_samples, end_samples = excluded.end_samples,"
            " words = excluded.words, text = excluded.text",
            (
                meeting,
                turn.id,
                turn.channel,
                turn.speaker,
                turn.start_samples,
                turn.end_samples,
                pack_words(turn.words),
                turn.text,
            ),
        )


def list_turns(library: Library, meeting: int) -> list[Turn]:
    """The meeting's turns in order of start."""
    with library.reading() as db:
        rows = db.execute(
            "SELECT id, channel, speaker, start_samples, end_samples, words FROM turns"
            " WHERE meeting = ? ORDER BY start_samples, channel, id",
            (meeting,),
        ).fetchall()
    return [
        Turn(i, channel, speaker, start, end, unpack_words(words)) for i, channel, speaker, start, end, words in rows
    ]


def speaker_names(library: Library, meeting: int) -> dict[int, str]:
    """Names a person gave, by speaker number; a speaker without one is absent."""
    with library.reading() as db:
        return dict(db.execute("SELECT number, name FROM speakers WHERE meeting = ?", (meeting,)).fetchall())


def rename_speaker(library: Library, meeting: int, number: int, name: str) -> None:
    """Gives speaker `number` a name; an empty one takes it back."""
    with library.writing() as db:
        if name.strip():
            db.execute(
                "INSERT INTO speakers (meeting, number, name) VALUES (?, ?, ?)"
                " ON CONFLICT (meeting, number) DO UPDATE SET name = excluded.name",
                (meeting, number, name.strip()),
            )
        else:
            db.execute("DELETE FROM speakers WHERE meeting = ? AND number = ?", (meeting, number))


def pack_words(words: tuple[Word, ...]) -> str:
    """Words as compact JSON: one list a word, its written form last where it has one."""
    return json.dumps([_packed(word) for word in words], ensure_ascii=False, separators=(",", ":"))


def _packed(word: Word) -> list[object]:
    said = [word.text, word.start_samples, word.end_samples, round(word.confidence, 4)]
    return said if word.written is None else [*said, word.written]


def unpack_words(packed: str) -> tuple[Word, ...]:
    """The words that `pack_words` wrote."""
    return tuple(Word(*word) for word in json.loads(packed))
