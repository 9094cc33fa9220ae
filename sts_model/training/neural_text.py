"""Text as rows of numbers for the neural language model: its words, and what stood before each of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.neural_lm import WORDS_BACK, NeuralLm

Ids = NDArray[np.int64]

SHARES = {
    **{"meetings": 2.6, "formal": 0.25, "podcasts": 0.4, "software": 0.2, "typed": 0.15},
    **{"sentences": 1.3, "read": 2.0, "books": 1.0},
}
"""How often a stretch of each group of `lm_text` is read in an epoch, on average."""

COMMON_WORDS = 20_000
"""Words with an embedding of their own; 98.4 % of what is said."""
UNSEEN = 0.3
"""Occurrences that a rare word has on top of those counted."""

_START, _STRANGE = -1, -2


@dataclass(frozen=True)
class NetWords:
    """The words of the net: `common` of them, then RARE, then START.

    Attributes:
        short_W: the net's number of each word of the lexicon.
        rare_W: ln P(word | a rare word), 0 for words with a number of their own.
        counts_V: weighted occurrences of each number but START.
    """

    short_W: NDArray[np.int32]
    rare_W: NDArray[np.float32]
    counts_V: NDArray[np.float64]

    @property
    def rare(self) -> int:
        return len(self.counts_V) - 1

    @property
    def start(self) -> int:
        return len(self.counts_V)


@dataclass(frozen=True)
class Coded:
    """A text: the net's number of each word, START before each stretch; `lexicon_N` are numbers of the lexicon.

    A word outside the lexicon is a rare one in a history, and never a target.
    """

    short_N: Ids
    lexicon_N: Ids

    @property
    def targets(self) -> NDArray[np.bool_]:
        """Whether each place is a word of the lexicon."""
        return self.lexicon_N >= 0


def choose_net_words(groups: Mapping[str, Ids], num_words: int, common: int = COMMON_WORDS) -> NetWords:
    """The commonest words of the texts, by numbers of the lexicon, as `SHARES` weights them."""
    counts = _weighted_counts(groups, num_words)
    best = np.argsort(-counts, kind="stable")[:common]
    short_W = np.full(num_words, len(best), np.int32)
    short_W[best] = np.arange(len(best))
    rare = np.where(short_W == len(best), counts + UNSEEN, 0.0)
    logp = np.log(np.maximum(rare, 1e-9) / max(rare.sum(), 1e-9))
    rare_W = np.where(short_W == len(best), logp, 0.0).astype(np.float32)
    return _counted(short_W, rare_W, counts, len(best) + 1)


def net_words_of(lm: NeuralLm, groups: Mapping[str, Ids]) -> NetWords:
    """The words of a net that there is, with their occurrences in the texts."""
    return _counted(lm.short_W, lm.rare_W, _weighted_counts(groups, lm.words), len(lm.bias_V) - 1)


def _weighted_counts(groups: Mapping[str, Ids], num_words: int) -> NDArray[np.float64]:
    counts = np.zeros(num_words)
    for group, ids_N in groups.items():
        counts += SHARES[group] * np.bincount(ids_N[ids_N >= 0], minlength=num_words)
    return counts


def _counted(
    short_W: NDArray[np.int32], rare_W: NDArray[np.float32], counts_W: NDArray[np.float64], size: int
) -> NetWords:
    counts_V = np.zeros(size)
    np.add.at(counts_V, short_W, counts_W)
    return NetWords(short_W, rare_W, counts_V)


def encode(stretches: Iterable[str], ids: Mapping[str, int]) -> Ids:
    """Numbers of the lexicon, -1 before each stretch, -2 for a word that the lexicon lacks."""
    encoded: list[int] = []
    for stretch in stretches:
        encoded.append(_START)
        encoded.extend(ids.get(word, _STRANGE) for word in stretch.split())
    return np.array(encoded, np.int64)


def coded(lexicon_N: Ids, words: NetWords) -> Coded:
    short_N = np.where(lexicon_N >= 0, words.short_W[np.maximum(lexicon_N, 0)], words.rare).astype(np.int64)
    return Coded(np.where(lexicon_N == _START, words.start, short_N), lexicon_N)


def draw_epoch(groups: Mapping[str, Coded], rng: np.random.Generator) -> Coded:
    """The stretches of all groups in random order, each as often as the share of its group says."""
    parts: list[tuple[Coded, int, int]] = []
    for group, text in groups.items():
        first = np.flatnonzero(text.lexicon_N == _START)
        whole = int(SHARES[group])
        times = whole + (rng.random(len(first)) < SHARES[group] - whole)
        ends = np.append(first[1:], len(text.lexicon_N))
        parts += [(text, int(s), int(e)) for s, e, n in zip(first, ends, times, strict=True) for _ in range(n)]
    order = rng.permutation(len(parts))
    chosen = [parts[i] for i in order]
    return Coded(
        np.concatenate([text.short_N[s:e] for text, s, e in chosen]),
        np.concatenate([text.lexicon_N[s:e] for text, s, e in chosen]),
    )


def histories(text: Coded, places: Sequence[int] | NDArray[np.integer[Any]]) -> Ids:
    """[n, WORDS_BACK] what stands at each place and before it, newest first, back to the START of its stretch."""
    at = np.asarray(places, np.int64)
    starts = np.flatnonzero(text.lexicon_N == _START)
    first = starts[np.searchsorted(starts, at, side="right") - 1]
    found: Ids = text.short_N[np.maximum(at[:, None] - np.arange(WORDS_BACK), first[:, None])]
    return found
