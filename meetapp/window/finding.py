"""Find in a meeting: where a question stands, whatever its case and accents, and what replaces it; no Qt."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from meetapp.window.rows import Key, Piece

MOST = 5000
"""More matches than this are not looked for: nobody steps through them, and each letter typed must be quick."""


class Match(NamedTuple):
    """Characters `first` to `last` (one past) of the text of a piece."""

    key: Key
    first: int
    last: int


class Finder:
    """Keeps the texts of all pieces folded, so that each letter typed costs a search and nothing else."""

    def __init__(self) -> None:
        self._folded: dict[Key, tuple[Piece, str]] = {}

    def find(self, pieces: Iterable[Piece], question: str) -> list[Match]:
        """The places of `question` in `pieces`, in order, MOST at most; they do not overlap."""
        sought = fold(" ".join(question.split()))
        if not sought:
            return []
        found = []
        for piece in pieces:
            text = self._text(piece)
            at = text.find(sought)
            while at >= 0:
                found.append(Match(piece.key, at, at + len(sought)))
                at = text.find(sought, at + len(sought))
            if len(found) >= MOST:
                return found[:MOST]
        return found

    def _text(self, piece: Piece) -> str:
        known = self._folded.get(piece.key)
        if known is not None and known[0] is piece:
            return known[1]
        text = fold(piece.text)
        self._folded[piece.key] = (piece, text)
        return text


def fold(text: str) -> str:
    """`text` without case and accents, of the same length, so that places stay the same."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


def replaced(text: str, matches: Sequence[Match], by: str) -> str:
    """`text` with each match in it replaced; matches are in order."""
    parts, after = [], 0
    for match in matches:
        parts += [text[after : match.first], by]
        after = match.last
    return " ".join("".join([*parts, text[after:]]).split())


def word_of(piece: Piece, character: int) -> int:
    """The number of the word that holds that character of the text."""
    end = 0
    for number, word in enumerate(piece.words):
        end += len(word.text) + 1
        if character < end:
            return number
    return max(0, len(piece.words) - 1)


@lru_cache(4096)
def _fold_character(character: str) -> str:
    lowered = unicodedata.normalize("NFD", character)[0].lower()
    return lowered if len(lowered) == 1 else character
