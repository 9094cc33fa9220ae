"""N-gram language model: a pruned trigram in flat quantised arrays, searched by bisection in compiled code."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from sts_model.compiled import njit
from sts_model.tables import checked_tables

Ids = NDArray[np.integer[Any]]
Tables = tuple[NDArray[Any], ...]

STEP = 0.08
"""Natural log-probabilities are kept in a byte each, as multiples of -STEP: no further off than 0.04."""

NAMES = (
    "unigram_logp",
    "unigram_backoff",
    "first_bigram",
    "bigram_word",
    "bigram_logp",
    "bigram_backoff",
    "first_trigram",
    "trigram_word",
    "trigram_logp",
)

_OFFSETS = ("first_bigram", "first_trigram")
_DTYPES: dict[str, type] = {
    "unigram_logp": np.float32,
    **dict.fromkeys(("unigram_backoff", "bigram_logp", "bigram_backoff", "trigram_logp", *_OFFSETS), np.uint8),
    **dict.fromkeys(("bigram_word", "trigram_word"), np.uint16),
    **dict.fromkeys((f"{name}_{part}" for name in _OFFSETS for part in ("at", "large")), np.uint32),
}


def quantise(logp: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Bytes for natural logarithms from -20.4 to 0; what lies outside is cut."""
    return np.clip(np.round(-logp / STEP), 0, 255).astype(np.uint8)


def pack_counts(first: NDArray[Any], name: str) -> dict[str, NDArray[Any]]:
    """Offsets as differences of a byte each; the few that a byte cannot hold lie apart."""
    counts = np.diff(first.astype(np.int64))
    large = np.flatnonzero(counts > 255)
    small = np.where(counts > 255, 0, counts).astype(np.uint8)
    return {name: small, f"{name}_at": large.astype(np.uint32), f"{name}_large": counts[large].astype(np.uint32)}


def unpack_counts(tables: Mapping[str, NDArray[Any]], name: str, owners: int, entries: int) -> NDArray[np.int32]:
    """The offsets that `pack_counts` packed, checked to share `entries` among `owners`.

    Raises:
        ValueError: they do not.
    """
    counts = tables[name].astype(np.int64)
    large = tables[f"{name}_at"].astype(np.int64)
    if len(counts) != owners or (large >= owners).any():
        raise ValueError(f"the table {name} has {len(counts)} rows where {owners} are needed")
    counts[large] = tables[f"{name}_large"].astype(np.int64)
    first = np.concatenate([[0], np.cumsum(counts)])
    if first[-1] != entries:
        raise ValueError(f"the table {name} counts {first[-1]} entries where there are {entries}")
    return first.astype(np.int32)  # signed: compiled code would turn sums of unsigned numbers to floats


@dataclass(frozen=True)
class Ngram:
    """Tables in the order of NAMES.

    A context is a number: below `base` the last word (or START, the number of words), from there on the index of the
    last two words among the bigrams. Unigrams are full precision; back-offs of both orders and all else are bytes.
    """

    arrays: Tables

    @property
    def words(self) -> int:
        return len(self.arrays[0])

    @property
    def start(self) -> int:
        """The context before the first word of a turn."""
        return self.words

    @classmethod
    def load(cls, path: Path) -> "Ngram":
        """What `save` wrote.

        Raises:
            OSError, safetensors.SafetensorError, KeyError: the file is missing, broken or of another kind.
            ValueError: its tables do not fit together.
        """
        tables = checked_tables(load_file(path), _DTYPES)
        bigrams, trigrams = len(tables["bigram_word"]), len(tables["trigram_word"])
        tables["first_bigram"] = unpack_counts(tables, "first_bigram", len(tables["unigram_backoff"]), bigrams)
        tables["first_trigram"] = unpack_counts(tables, "first_trigram", bigrams, trigrams)
        words = len(tables["unigram_logp"])
        for order in ("bigram", "trigram"):
            if len(tables[f"{order}_logp"]) != len(tables[f"{order}_word"]) or (tables[f"{order}_word"] >= words).any():
                raise ValueError(f"{path} is not a language model of {words} words")
        if len(tables["bigram_backoff"]) != bigrams or len(tables["unigram_backoff"]) <= words:
            raise ValueError(f"{path} lacks back-off weights")
        return cls(tuple(np.ascontiguousarray(tables[name]) for name in NAMES))

    def save(self, path: Path) -> None:
        """Writes all tables to `path`, offsets as counts of a byte each."""
        tables = dict(zip(NAMES, self.arrays, strict=True))
        for name in _OFFSETS:
            tables |= pack_counts(tables.pop(name), name)
        save_file(tables, path)

    def logp(self, context: int, word: int) -> float:
        """ln P(word | context)."""
        return float(score_word(self.arrays, context, word))

    def next(self, context: int, word: int) -> int:
        """The context after `word`."""
        return int(next_context(self.arrays, context, word))


@njit()
def _find(words: Ids, first: int, last: int, word: int) -> int:
    """Index of `word` in the rising words[first:last], or -1."""
    low, high = first, last
    while low < high:
        middle = (low + high) // 2
        if words[middle] < word:
            low = middle + 1
        else:
            high = middle
    return low if low < last and words[low] == word else -1


@njit()
def score_word(arrays: Tables, context: int, word: int) -> float:
    """ln P(word | context), by the longest history that is listed."""
    unigram_logp, unigram_backoff, first_bigram, bigram_word, bigram_logp = arrays[:5]
    bigram_backoff, first_trigram, trigram_word, trigram_logp = arrays[5:]
    base = len(unigram_backoff)
    logp = 0.0
    last = context
    if context >= base:
        pair = context - base
        found = _find(trigram_word, first_trigram[pair], first_trigram[pair + 1], word)
        if found >= 0:
            return float(-STEP * trigram_logp[found])
        logp = -STEP * bigram_backoff[pair]
        last = int(bigram_word[pair])
    found = _find(bigram_word, first_bigram[last], first_bigram[last + 1], word)
    if found >= 0:
        return float(logp - STEP * bigram_logp[found])
    return float(logp - STEP * unigram_backoff[last] + unigram_logp[word])


@njit()
def next_context(arrays: Tables, context: int, word: int) -> int:
    """The longest listed history after `word`."""
    unigram_backoff, first_bigram, bigram_word, first_trigram = arrays[1], arrays[2], arrays[3], arrays[6]
    base = len(unigram_backoff)
    last = int(bigram_word[context - base]) if context >= base else int(context)
    found = _find(bigram_word, first_bigram[last], first_bigram[last + 1], word)
    if found >= 0 and first_trigram[found + 1] > first_trigram[found]:
        return int(base + found)
    return int(word)
