"""Places in the transcript: a word of a piece; which one is spoken, before, after, or doubtful; no Qt."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from meetapp.window.rows import Key, Piece, Row
from sts_model.units import samples

UNSURE = 0.5
"""Words of less confidence than this are doubtful."""

LINGER_S = 0.35
"""A word stays marked this long after it was spoken, unless the next one begins: pauses between words are short."""

LOOK_BACK = 8
"""Rows before the one that began last in which somebody may still be speaking."""


@dataclass(frozen=True)
class Place:
    """Word number `word` of the piece called `key`."""

    key: Key
    word: int


def spoken_at(rows: Sequence[Row], at_s: float) -> list[Place]:
    """The words that are spoken at that time, one for each who speaks, in order of their turns."""
    last = bisect_right(rows, at_s, key=lambda row: row.start_s)
    found = []
    for row in rows[max(0, last - LOOK_BACK) : last]:
        for piece in row.pieces:
            if piece.start_s <= at_s < piece.end_s + LINGER_S:
                word = word_at(piece, at_s)
                if word >= 0:
                    found.append(Place(piece.key, word))
    return found


def word_at(piece: Piece, at_s: float) -> int:
    """The word of the piece that is spoken at that time; -1 when none is."""
    at = samples(at_s)
    word = bisect_right(piece.words, at, key=lambda each: each.start_samples) - 1
    return word if word >= 0 and at < piece.words[word].end_samples + samples(LINGER_S) else -1


def nearest_word(piece: Piece, at_s: float) -> int:
    """The last word of the piece that begins by that time, or its first."""
    return max(0, bisect_right(piece.words, samples(at_s), key=lambda each: each.start_samples) - 1)


def step(pieces: Sequence[Piece], place: Place, by: int) -> Place:
    """The place `by` words on in reading order, 1 or -1; the same place at either end."""
    number = _number(pieces, place.key)
    if number is None:
        return place
    if 0 <= place.word + by < len(pieces[number].words):
        return Place(place.key, place.word + by)
    number += by
    while 0 <= number < len(pieces) and not pieces[number].words:
        number += by
    if not 0 <= number < len(pieces):
        return place
    return Place(pieces[number].key, 0 if by > 0 else len(pieces[number].words) - 1)


def next_doubt(pieces: Sequence[Piece], place: Place | None) -> Place | None:
    """The next doubtful word after `place`, from the beginning once there is none; None when all words are sure."""
    number = 0 if place is None else _number(pieces, place.key) or 0
    after = -1 if place is None else place.word
    for piece in [*pieces[number:], *pieces[: number + 1]]:
        if not piece.is_partial:
            for word in range(after + 1, len(piece.words)):
                if piece.words[word].confidence < UNSURE:
                    return Place(piece.key, word)
        after = -1
    return None


def _number(pieces: Sequence[Piece], key: Key) -> int | None:
    return next((number for number, piece in enumerate(pieces) if piece.key == key), None)
