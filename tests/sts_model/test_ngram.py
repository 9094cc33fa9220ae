"""The n-gram language model: estimated, pruned, packed and looked up, it stays a probability."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_language import WORDS, model, ngram

from sts_model.data.ngram_counts import Symbols, count, encode
from sts_model.data.pack_ngram import pack
from sts_model.ngram import STEP, Ngram, pack_counts, unpack_counts

HISTORIES = [(), *product(WORDS, repeat=1), *product(WORDS, repeat=2)]


def after(language: Ngram, history: tuple[str, ...]) -> int:
    context = language.start
    for word in history:
        context = language.next(context, WORDS.index(word))
    return context


@pytest.mark.parametrize("sizes", [(1000, 1000), (12, 6), (6, 1000), (0, 0)])
def test_probabilities_sum_to_one_whatever_is_pruned(sizes):
    language = ngram(*sizes)
    for history in HISTORIES:
        context = after(language, history)
        total = sum(math.exp(language.logp(context, word)) for word in range(len(WORDS)))
        assert total == pytest.approx(1, abs=STEP)  # what keeping a byte costs


@given(st.lists(st.lists(st.sampled_from([*"abcdef", "unknown"]), max_size=8).map(" ".join), min_size=1, max_size=30))
def test_any_text_gives_a_probability(text):
    words = list("abcdef")
    language = pack(model(text, words), 1000, 1000)
    context = language.start
    for word in (0, 1, 2, 0, 1):
        assert sum(math.exp(language.logp(context, w)) for w in range(6)) == pytest.approx(1, abs=STEP)
        context = language.next(context, word)


def test_what_was_said_often_is_likely():
    language = ngram()
    the, cat, red, a = (WORDS.index(word) for word in ("the", "cat", "red", "a"))
    context = after(language, ("the",))
    assert language.logp(context, cat) > language.logp(context, a)
    assert language.logp(after(language, ("the", "red")), cat) > language.logp(language.start, cat)
    assert language.logp(after(language, ("a",)), red) > language.logp(after(language, ("a",)), the)


def test_weighted_texts_are_between_the_texts():
    from sts_model.data.kneser_ney import estimate

    symbols = Symbols(2)
    ids = {"x": 0, "y": 1}
    texts = [count(encode(lines, ids, symbols), symbols) for lines in (["x x y"] * 9, ["y y x"] * 9)]
    shares = [estimate(texts, weights, symbols).unigram[0] for weights in ([1, 0.01], [1, 1], [0.01, 1])]
    assert shares[0] >= shares[1] >= shares[2]


def test_saved_and_loaded_it_says_the_same(tmp_path):
    language = ngram(12, 6)
    language.save(tmp_path / "lm.safetensors")
    loaded = Ngram.load(tmp_path / "lm.safetensors")
    for mine, other in zip(language.arrays, loaded.arrays, strict=True):
        assert mine.dtype == other.dtype
        np.testing.assert_array_equal(mine, other)


def test_tables_that_do_not_fit_are_refused(tmp_path):
    arrays = list(ngram().arrays)
    arrays[3] = arrays[3] + np.uint16(len(WORDS))  # words that do not exist
    Ngram(tuple(arrays)).save(tmp_path / "lm.safetensors")
    with pytest.raises(ValueError, match="words"):
        Ngram.load(tmp_path / "lm.safetensors")


@given(st.lists(st.one_of(st.integers(0, 3), st.integers(200, 70_000)), min_size=1, max_size=50))
def test_offsets_survive_packing(counts):
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)
    tables = pack_counts(first, "first")
    np.testing.assert_array_equal(unpack_counts(tables, "first", len(counts), sum(counts)), first)
