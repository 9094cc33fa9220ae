"""The neural language model: learned, packed and looked up in compiled code, it says what its formula says."""

import itertools
import math
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_emissions import V, joiner, peaks
from safetensors.numpy import load_file, save_file
from small_language import PRONUNCIATIONS, TEXT, WORDS, lexicon, ngram

from sts_model.neural_lm import FILE, WORDS_BACK, NeuralLm, history_place, neural_logp
from sts_model.search.config import SearchConfig
from sts_model.search.lexicon_search import LexiconSearch
from sts_model.training import neural_lm
from sts_model.training.neural_lm import NeuralRecipe, NeuralTrainer, perplexity
from sts_model.training.neural_text import choose_net_words, coded, encode, histories, net_words_of
from sts_model.vocabulary import SOT, spell

IDS = {word: i for i, word in enumerate(WORDS)}
SMALL = NeuralRecipe(minutes=0.05, embedding=8, hidden=16, noise=64, batch=64, rate=2e-2)
COMMON = 5
"""Words of the net; the other two of the language are rare."""


def texts(lines: list[str] = TEXT, group: str = "books"):
    ids_N = encode(lines, IDS)
    words = choose_net_words({group: ids_N}, len(WORDS), COMMON)
    return {group: coded(ids_N, words)}, words


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    groups, words = texts()
    folder = tmp_path_factory.mktemp("net")
    ticks = itertools.count(step=0.002)  # however busy the machine is, it learns for as many steps
    with mock.patch.object(neural_lm, "time", SimpleNamespace(monotonic=lambda: next(ticks))):
        net = NeuralTrainer(groups, words, SMALL, folder).train()
    return net, words, groups["books"], folder


def from_formula(lm: NeuralLm, history: list[int], word: int) -> float:
    """ln P(word | rows of the embedding, newest first), written out."""
    x_KE = lm.embedding_VE[history]
    sum_H = lm.first_H + np.einsum("ke,keh->h", x_KE, lm.first_KEH)
    y_E = lm.second_E + np.einsum("ke,kef->f", x_KE, lm.direct_KEE) + (sum_H / (1 + np.exp(-sum_H))) @ lm.second_HE
    short = lm.short_W[word]
    return float(lm.embedding_VE[short] @ y_E + lm.bias_V[short] + lm.rare_W[word])


def test_it_learns_and_stays_nearly_normalised(trained):
    net, words, text, _ = trained
    found, sums = perplexity(net, words, text)
    assert found < len(WORDS) - 1.5
    assert abs(sums) < 0.3


def test_a_run_goes_on_where_the_last_one_stopped(trained):
    _, words, text, folder = trained
    again = NeuralTrainer({"books": text}, words, SMALL, folder)
    assert again.progress.step > 0 and again.progress.spent_s >= 60 * SMALL.minutes
    step = again.progress.step
    NeuralTrainer({"books": text}, words, replace(SMALL, minutes=SMALL.minutes + 0.01), folder).train()
    assert NeuralTrainer({"books": text}, words, SMALL, folder).progress.step > step


def test_a_new_run_starts_from_a_net_that_ships(trained, tmp_path):
    net, words, text, _ = trained
    groups = {"books": text.lexicon_N}
    shipped = net.packed(words)
    again = net_words_of(shipped, groups)
    np.testing.assert_array_equal(again.short_W, words.short_W)
    np.testing.assert_allclose(again.counts_V, words.counts_V)
    begun = NeuralTrainer({"books": coded(text.lexicon_N, again)}, again, SMALL, tmp_path, shipped)
    assert perplexity(begun.net, again, text)[0] == pytest.approx(perplexity(net, words, text)[0], rel=1e-3)
    with pytest.raises(ValueError, match="of the shape"):
        NeuralTrainer({"books": text}, again, replace(SMALL, hidden=SMALL.hidden + 1), tmp_path, shipped)


def test_rare_words_share_the_probability_of_one():
    _, words = texts()
    rare = words.short_W == words.rare
    assert rare.sum() == len(WORDS) - COMMON
    assert np.exp(words.rare_W[rare]).sum() == pytest.approx(1, abs=1e-5)
    assert (words.rare_W[~rare] == 0).all()


def test_a_history_ends_where_its_stretch_begins():
    groups, words = texts(["the cat sat", "a red cat"])
    text = groups["books"]
    places = [2, 4, 7]  # "cat" of the first, START of the second, its last "cat"
    rows = histories(text, places)
    short = [words.short_W[IDS[word]] for word in ("the", "cat", "a", "red")]
    start = [words.start] * WORDS_BACK
    assert rows[0].tolist() == [short[1], short[0], *start][:WORDS_BACK]
    assert rows[1].tolist() == start
    assert rows[2].tolist() == [short[1], short[3], short[2], *start][:WORDS_BACK]


def test_compiled_code_says_what_the_formula_says_whatever_it_remembers(trained, tmp_path):
    net, words, _, _ = trained
    net.packed(words).save(tmp_path / FILE)
    lm = NeuralLm.load(tmp_path / FILE)
    arrays = lm.arrays()
    crowded = (*arrays[:8], *(memory[:3] for memory in arrays[8:10]), *(memory[:2] for memory in arrays[10:]))
    drawn = np.random.default_rng(0)
    for history in drawn.integers(0, len(lm.bias_V), (40, WORDS_BACK)):
        for word in range(len(WORDS)):
            wanted = min(0.0, from_formula(lm, history.tolist(), word))
            for tables in (arrays, crowded):
                assert neural_logp(tables, history_place(tables, history), word) == pytest.approx(wanted, abs=1e-4)


def test_no_word_is_likelier_than_sure(trained):
    net, words, _, _ = trained
    lm = net.packed(words)
    loud = replace(lm, bias_V=lm.bias_V + 20.0)
    history = np.array([0] * WORDS_BACK)
    arrays = loud.arrays()
    assert from_formula(loud, [0] * WORDS_BACK, 0) > 1.0
    assert neural_logp(arrays, history_place(arrays, history), 0) == 0.0


def test_bytes_change_little(trained, tmp_path):
    net, words, _, _ = trained
    lm = net.packed(words)
    lm.save(tmp_path / FILE)
    loaded = NeuralLm.load(tmp_path / FILE)
    for history in np.random.default_rng(1).integers(0, len(lm.bias_V), (20, WORDS_BACK)).tolist():
        for word in range(len(WORDS)):
            assert from_formula(loaded, history, word) == pytest.approx(from_formula(lm, history, word), abs=0.2)


@pytest.mark.parametrize("harm", ["words", "shape", "number", "kind", "gone"])
def test_tables_that_do_not_fit_are_refused(trained, tmp_path, harm):
    net, words, _, _ = trained
    path = tmp_path / FILE
    net.packed(words).save(path)
    tables = load_file(path)
    if harm == "words":
        tables["short"] = tables["short"] + np.uint16(2)
    elif harm == "shape":
        tables["second_bias"] = tables["second_bias"][:-1]
    elif harm == "number":
        tables["bias"][0] = np.nan
    elif harm == "kind":
        tables["first"] = tables["first"].astype(np.float32)
    else:
        del tables["rare"]
    save_file(tables, path)
    with pytest.raises((ValueError, KeyError)):
        NeuralLm.load(path)


LANGUAGE = ngram()
TREE = lexicon(LANGUAGE)


def made_lm(favourite: str) -> NeuralLm:
    """A net that always finds one word likely, whatever stood before."""
    num, zeros = len(WORDS), lambda *shape: np.zeros(shape, np.float32)
    bias_V = np.full(num + 2, math.log(0.01), np.float32)
    bias_V[IDS[favourite]] = math.log(0.9)
    net = (zeros(WORDS_BACK, 2, 3), zeros(3), zeros(WORDS_BACK, 2, 2), zeros(3, 2), zeros(2))
    return NeuralLm(np.arange(num, dtype=np.int32), zeros(num), zeros(num + 2, 2), bias_V, *net)


def said_by(found: LexiconSearch, enc_TJ: np.ndarray, cuts: tuple[int, ...] = ()) -> list[str]:
    state, said, start = found.initial_state(1), [], 0
    for cut in (*cuts, len(enc_TJ)):
        results, state = found.step(enc_TJ[None, start : start + cut], state)
        said += results[0].committed
        start += cut
    said += found.finish(state)[0].committed
    return [getattr(item, "text", "|") for item in said]


def test_of_words_that_sound_alike_the_net_chooses_by_its_share():
    tokens = [SOT, *spell(("DH", "AH")), *spell(("R", "EH", "D")), *spell(("K", "AE", "T"))]
    enc_TJ = peaks(30, [(2 * i, token) for i, token in enumerate(tokens)])
    plain = {"token_bonus": 0.0, "mark_bonus": 0.0, "ilm_scale": 0.0}
    for share, word in ((0.0, "red"), (1.0, "read")):
        config = SearchConfig(**plain, neural_share=share)
        assert word in said_by(LexiconSearch(*joiner(), TREE, LANGUAGE, config, made_lm("read")), enc_TJ)


def test_a_share_is_a_share():
    with pytest.raises(ValueError, match="neural_share"):
        SearchConfig(neural_share=1.5)


@settings(max_examples=15, deadline=None)
@given(cuts=st.lists(st.integers(1, 13), max_size=12), seed=st.integers(0, 50))
def test_any_chunking_gives_the_same_words(trained, cuts, seed):
    net, words, _, _ = trained
    drawn = np.random.default_rng(seed)
    tokens = [SOT] + [token for word in drawn.choice(WORDS, 9) for token in spell(PRONUNCIATIONS[str(word)][0])]
    enc_TJ = peaks(2 * len(tokens) + 12, [(2 * i + 1, token) for i, token in enumerate(tokens)])
    enc_TJ += drawn.normal(0, 1.0, (len(enc_TJ), V)).astype(np.float32)
    config = SearchConfig(token_bonus=0.0, hypotheses=24, silence_frames=5, patience_frames=12, settle_frames=6)
    found = LexiconSearch(*joiner(), TREE, LANGUAGE, config, net.packed(words))
    assert said_by(found, enc_TJ, tuple(cuts)) == said_by(found, enc_TJ)


def test_a_net_for_another_lexicon_is_refused(trained, tmp_path):
    from test_pipeline import write_tiny_package

    from sts_model.package import ModelPackageError, write_manifest
    from sts_model.pipeline import Pipeline

    net, words, _, _ = trained
    write_tiny_package(tmp_path)
    net.packed(words).save(tmp_path / FILE)
    write_manifest(tmp_path, "tiny", "1")
    assert Pipeline.load(tmp_path).search.words == WORDS
    longer = replace(net.packed(words), short_W=np.zeros(9, np.int32), rare_W=np.zeros(9, np.float32))
    longer.save(Path(tmp_path / FILE))
    write_manifest(tmp_path, "tiny", "1")
    with pytest.raises(ModelPackageError, match="neural language model"):
        Pipeline.load(tmp_path)
