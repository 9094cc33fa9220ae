"""What an audience reads: the last of what is said or heard, cut into captions; no Qt."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from meetapp.window.rows import Piece
from sts_model.units import samples

MOST = 8
"""Turns that are looked back on; a screen of large text has room for no more."""


@dataclass(frozen=True)
class Caption:
    """One turn, or what there is of it; `speaker` is 0 and the text `is_open` while it is still being spoken.

    `continues` says that the speaker is that of the caption before, so the name need not be repeated.
    """

    speaker: int
    text: str
    is_open: bool = False
    continues: bool = False


def captions(pieces: Sequence[Piece], heard_s: float | None = None) -> list[Caption]:
    """The last captions of `pieces`, which are in order of start; of what has been said by `heard_s`, if given."""
    begun = len(pieces) if heard_s is None else bisect_right(pieces, heard_s, key=lambda piece: piece.start_s)
    made: list[Caption] = []
    for piece in pieces[max(0, begun - MOST) : begun]:
        text = piece.text if heard_s is None else _said(piece, heard_s)
        if text:
            before = made[-1].speaker if made else 0
            made.append(Caption(piece.speaker, text, piece.is_partial, piece.speaker == before != 0))
    return made


def _said(piece: Piece, heard_s: float) -> str:
    """The words of the piece that have begun by then."""
    count = bisect_right(piece.words, samples(heard_s), key=lambda word: word.start_samples)
    return " ".join(word.text for word in piece.words[:count])
