"""Prunes a language model to a size and packs it: n-grams that say little beyond their shorter history go first."""

import numpy as np
from numpy.typing import NDArray

from sts_model.data.kneser_ney import Backoff, Order
from sts_model.ngram import Ngram, quantise

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def pack(model: Backoff, bigrams: int, trigrams: int) -> Ngram:
    """The model with at most so many n-grams of each length; back-off weights are made anew for what stays.

    Source: Stolcke 1998, Entropy-based pruning of backoff language models; the change of a context's own back-off
    weight is left out of the criterion.
    """
    base, words = model.symbols.base, model.symbols.words
    unigram = model.unigram
    context_prob = np.concatenate([unigram, [unigram.max(), 0.0]])  # START is as frequent a context as any word
    bi, tri = model.bigram, model.trigram
    bi_context, bi_word = bi.keys // base, bi.keys % base
    tri_pair = np.searchsorted(bi.keys, tri.keys // base)
    known = bi.keys[np.minimum(tri_pair, len(bi.keys) - 1)] == tri.keys // base
    lower = bi.prob[np.searchsorted(bi.keys, tri.keys % base**2)]
    pair_prob = context_prob[bi_context] * bi.prob
    gain = np.where(known, pair_prob[np.minimum(tri_pair, len(bi.keys) - 1)] * tri.prob * np.log(tri.prob / lower), -1)
    keep_tri = _best(gain, trigrams)
    # A pair is worth what it says itself and what the triples need it for.
    pair = np.minimum(tri_pair, len(bi.keys) - 1)
    bi_gain = pair_prob * np.log(bi.prob / unigram[bi_word])
    bi_gain += np.bincount(pair[keep_tri], gain[keep_tri], minlength=len(bi.keys))
    keep_bi = _best(np.where(bi_context != model.symbols.unknown, bi_gain, -1), bigrams)
    keep_tri &= keep_bi[pair]
    return _packed(
        model, Order(bi.keys[keep_bi], bi.prob[keep_bi]), Order(tri.keys[keep_tri], tri.prob[keep_tri]), words
    )


def _packed(model: Backoff, bi: Order, tri: Order, words: int) -> Ngram:
    base = model.symbols.base
    bi_context, bi_word = bi.keys // base, bi.keys % base
    unigram_backoff = _backoff(bi_context, bi.prob, model.unigram[bi_word], base)
    tri_pair = np.searchsorted(bi.keys, tri.keys // base)
    shorter = tri.keys % base**2
    at = np.minimum(np.searchsorted(bi.keys, shorter), len(bi.keys) - 1)
    middle = (tri.keys // base) % base
    lower = np.where(bi.keys[at] == shorter, bi.prob[at], unigram_backoff[middle] * model.unigram[tri.keys % base])
    bigram_backoff = _backoff(tri_pair, tri.prob, lower, len(bi.keys))
    return Ngram(
        (
            np.log(model.unigram).astype(np.float32),
            quantise(np.log(unigram_backoff)),
            _offsets(bi_context, base),
            bi_word.astype(np.uint16),
            quantise(np.log(bi.prob)),
            quantise(np.log(bigram_backoff)),
            _offsets(tri_pair, len(bi.keys)),
            (tri.keys % base).astype(np.uint16),
            quantise(np.log(tri.prob)),
        )
    )


def _best(gain: Floats, most: int) -> Mask:
    """Where the `most` largest gains are, among those above 0."""
    mask: Mask = gain > 0
    if len(gain) > most:
        mask[np.argpartition(gain, len(gain) - most - 1)[: len(gain) - most]] = False
    return mask


def _backoff(contexts: NDArray[np.int64], prob: Floats, lower: Floats, count: int) -> Floats:
    """Weight of each context's shorter history: probability not listed, over what the listed words have there."""
    left = 1 - np.bincount(contexts, prob, minlength=count)
    lower_left = 1 - np.bincount(contexts, lower, minlength=count)
    weight: Floats = np.clip(left, 1e-8, 1) / np.clip(lower_left, 1e-8, 1)
    return np.clip(weight, 1e-8, 1.0)


def _offsets(owners: NDArray[np.int64], count: int) -> NDArray[np.int32]:
    return np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=count))]).astype(np.int32)
