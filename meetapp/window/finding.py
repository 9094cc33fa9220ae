"""Find in a meeting: where a question stands, whatever its case and accents, and what replaces it; no Qt."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, islice
from operator import is_
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
    """Keeps the folded texts of all pieces as one, so that each letter typed costs a search and nothing else."""

    def __init__(self) -> None:
        self._folded: dict[Key, tuple[Piece, str]] = {}
        self._pieces: list[Piece] = []
        self._whole = ""
        self._starts: list[int] = []  # where each piece begins in the whole

    def find(self, pieces: Iterable[Piece], question: str) -> list[Match]:
        """The places of `question` in `pieces`, in order, MOST at most; they do not overlap."""
        sought = fold(" ".join(question.split()))
        self._read(list(pieces))  # for no question too, as when the bar opens: the first letter is then as quick
        if not sought:
            return []
        found: list[Match] = []
        place, starts, pieces = 0, self._starts, self._pieces
        for each in islice(re.finditer(re.escape(sought), self._whole), MOST):
            at = each.start()
            place = bisect_right(starts, at, place) - 1
            first = at - starts[place]
            found.append(Match(pieces[place].key, first, first + len(sought)))
        return found

    def _read(self, pieces: list[Piece]) -> None:
        if len(pieces) == len(self._pieces) and all(map(is_, pieces, self._pieces)):
            return
        texts = [self._text(piece) for piece in pieces]
        # A question holds no line break, so it is never found across two pieces.
        self._pieces, self._whole = pieces, "\n".join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))

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
