"""Counts of one, two and three words in a row, as sorted arrays of packed keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Symbols:
    """Numbers of the words, then of START (before a stretch) and of UNKNOWN (a word outside the vocabulary)."""

    words: int

    @property
    def start(self) -> int:
        return self.words

    @property
    def unknown(self) -> int:
        return self.words + 1

    @property
    def base(self) -> int:
        """Keys pack numbers as digits of this base, the oldest word first."""
        return self.words + 2


@dataclass(frozen=True)
class Table:
    """Packed keys in rising order, each with its count."""

    keys: Ids
    counts: Counts


@dataclass(frozen=True)
class NgramCounts:
    """Of one text: `full` has how often n words were seen, `kinds` after how many different words (Kneser-Ney).

    Index n - 1 holds the table of n words. Every last word is in the vocabulary; START and UNKNOWN are contexts only.
    """

    full: tuple[Table, Table, Table]
    kinds: tuple[Table, Table, Table]


def encode(stretches: Iterable[str], ids: Mapping[str, int], symbols: Symbols) -> Ids:
    """All words as numbers, START before each stretch."""
    encoded: list[int] = []
    for stretch in stretches:
        encoded.append(symbols.start)
        encoded.extend(ids.get(word, symbols.unknown) for word in stretch.split())
    return np.array(encoded, np.int64)


def count(stream: Ids, symbols: Symbols) -> NgramCounts:
    """The counts of an encoded text."""
    base = symbols.base
    c = stream[2:]
    b = stream[1:-1]
    a = stream[:-2]
    is_word, after_word = c < symbols.words, b < symbols.words
    seen_3 = _tally(((a * base + b) * base + c)[is_word & after_word])
    seen_2 = _tally((b * base + c)[is_word & (b != symbols.unknown)])
    # What follows an unknown word has that one context, as if it were a word.
    pairs = np.unique((b * base + c)[is_word])
    seen_1 = _tally(c[is_word])
    kinds_2 = _continued(seen_3, seen_2, symbols)
    known_context = seen_3.keys // base**2 != symbols.unknown
    whole_3 = Table(seen_3.keys[known_context], seen_3.counts[known_context])
    return NgramCounts((seen_1, seen_2, whole_3), (_tally(pairs % base), kinds_2, whole_3))


def _continued(seen_3: Table, seen_2: Table, symbols: Symbols) -> Table:
    """Pairs with the number of different words before them; nothing stands before START, so there its count stays."""
    square = symbols.base**2
    keys, counts = np.unique(seen_3.keys % square, return_counts=True)
    at_start = seen_2.keys // symbols.base == symbols.start
    keys = np.concatenate([keys, seen_2.keys[at_start]])
    numbers = np.concatenate([counts.astype(np.float64), seen_2.counts[at_start]])
    order = np.argsort(keys)
    return Table(keys[order], numbers[order])


def _tally(keys: Ids) -> Table:
    found, counts = np.unique(keys, return_counts=True)
    return Table(found, counts.astype(np.float64))
