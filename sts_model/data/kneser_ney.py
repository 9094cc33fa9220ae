"""Modified Kneser-Ney over texts of different weight: discounts are each text's own, then the counts are added."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sts_model.data.ngram_counts import Counts, Ids, NgramCounts, Symbols, Table

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Order:
    """N-grams of one length in rising order of key, with P(last word | words before), full, as in an ARPA file."""

    keys: Ids
    prob: Floats


@dataclass(frozen=True)
class Backoff:
    """A language model: P(w | h) as listed, or else weight(h) * P(w | h without its oldest word)."""

    symbols: Symbols
    unigram: Floats
    bigram: Order
    trigram: Order


def estimate(
    texts: Sequence[NgramCounts], weights: Sequence[float], symbols: Symbols, *, kinds: bool = True
) -> Backoff:
    """The interpolated trigram model of `texts`.

    Args:
        texts: counts of each text.
        weights: how much a count of each text is worth.
        symbols: of the vocabulary.
        kinds: lower orders count different contexts (Kneser-Ney) rather than occurrences; worse after heavy pruning.
    Source: Chen and Goodman 1998; Chelba et al. 2010 on pruning; the weighting is ours.
    """
    tables = [[(text.kinds if kinds else text.full)[n] for text in texts] for n in range(3)]
    unigram = np.zeros(symbols.words)
    first = _mix(tables[0], weights)
    unigram[first.keys] = first.discounted
    total = first.totals.sum() or 1.0  # of no text: every word is as likely
    unigram = (unigram + (total - unigram.sum()) / symbols.words) / total
    bigram = _interpolated(_mix(tables[1], weights), unigram, np.arange(symbols.words), symbols.base)
    square = symbols.base**2
    pairs = _mix(tables[2], weights)
    trigram = _interpolated(pairs, bigram.prob, bigram.keys, symbols.base, square)
    return Backoff(symbols, unigram, bigram, trigram)


@dataclass(frozen=True)
class _Mixed:
    keys: Ids
    totals: Counts
    discounted: Counts


def _mix(tables: Sequence[Table], weights: Sequence[float]) -> _Mixed:
    """Weighted sums of counts, before and after each text's discounts."""
    keys = np.unique(np.concatenate([table.keys for table in tables]))
    totals, discounted = np.zeros(len(keys)), np.zeros(len(keys))
    for table, weight in zip(tables, weights, strict=True):
        at = np.searchsorted(keys, table.keys)
        totals[at] += weight * table.counts
        discounted[at] += weight * discount(table.counts)
    return _Mixed(keys, totals, discounted)


def discount(counts: Counts) -> Counts:
    """`counts` less the discounts for ones, twos and more that their own frequencies ask for."""
    having = [float((counts == c).sum()) for c in (1, 2, 3, 4)]
    if min(having) == 0:
        return counts - 0.5
    share = having[0] / (having[0] + 2 * having[1])
    off = [c + 1 - (c + 2) * share * having[c + 1] / having[c] for c in range(3)]
    off_each = np.choose(np.minimum(counts, 3).astype(int) - 1, off)
    discounted: Counts = counts - np.clip(off_each, 0.05, 0.95 * counts)
    return discounted


def _interpolated(mixed: _Mixed, lower: Floats, lower_keys: Ids, base: int, square: int | None = None) -> Order:
    """P(w | h) = discounted share + what is left * P(w | shorter h)."""
    _, of_context = np.unique(mixed.keys // base, return_inverse=True)
    totals = np.bincount(of_context, mixed.totals)
    left = 1 - np.bincount(of_context, mixed.discounted) / totals
    shorter = mixed.keys % (square or base)
    prob = mixed.discounted / totals[of_context] + left[of_context] * lower[np.searchsorted(lower_keys, shorter)]
    return Order(mixed.keys, prob)
