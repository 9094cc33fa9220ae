"""The lexicon: every pronunciation leads from the root to its words, likely words are seen from afar."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_language import PRONUNCIATIONS, WORDS, lexicon, ngram

from sts_model.lexicon import Lexicon, build_lexicon
from sts_model.vocabulary import PHONES, spell


def follow(tree: Lexicon, tokens: tuple[int, ...]) -> int:
    node = 0
    for token in tokens:
        arcs = range(tree.first_child[node], tree.first_child[node + 1])
        node = next(int(tree.child_node[arc]) for arc in arcs if tree.child_token[arc] == token)
    return node


def words_at(tree: Lexicon, node: int) -> set[str]:
    return {tree.words[w] for w in tree.node_words[tree.first_word[node] : tree.first_word[node + 1]]}


def test_each_pronunciation_ends_at_its_words():
    tree = lexicon(ngram())
    for word, pronunciations in PRONUNCIATIONS.items():
        for phones in pronunciations:
            assert word in words_at(tree, follow(tree, spell(phones)))
    assert words_at(tree, follow(tree, spell(("R", "EH", "D")))) == {"red", "read"}
    assert words_at(tree, 0) == set()


def test_lookahead_is_the_likeliest_word_below():
    language = ngram()
    tree = lexicon(language)
    logp = language.arrays[0]
    below = [logp[WORDS.index(word)] for word in ("cat", "cats")]
    assert tree.lookahead[0] == 0
    assert tree.lookahead[follow(tree, spell(("K", "AE")))] == pytest.approx(max(below))
    assert tree.lookahead[follow(tree, spell(("K", "AE", "T", "S")))] == pytest.approx(below[1])


PHONE_LISTS = st.lists(st.sampled_from(PHONES[:4]), min_size=1, max_size=5).map(tuple)


@given(st.dictionaries(st.text("abc", min_size=1), st.lists(PHONE_LISTS, min_size=1, max_size=3), min_size=1))
def test_any_lexicon_is_a_tree_that_survives_saving(tmp_path_factory, pronunciations):
    words = sorted(pronunciations)
    tree = build_lexicon(words, pronunciations, np.linspace(-9, -1, len(words)).astype(np.float32))
    path = tmp_path_factory.mktemp("lexicon") / "lexicon.safetensors"
    tree.save(path)
    loaded = Lexicon.load(path)
    assert loaded.words == words
    for word in words:
        for phones in pronunciations[word]:
            assert word in words_at(loaded, follow(loaded, spell(phones)))
    np.testing.assert_allclose(loaded.lookahead, tree.lookahead, atol=0.01)


def test_a_tree_that_goes_in_circles_is_refused(tmp_path):
    tree = lexicon(ngram())
    broken = np.sort(tree.first_child.copy())
    broken[1:-1] = 0  # no node but the last has children
    Lexicon(
        tree.words, broken, tree.child_token, tree.child_node, tree.first_word, tree.node_words, tree.lookahead
    ).save(tmp_path / "lexicon.safetensors")
    with pytest.raises(ValueError, match="tree"):
        Lexicon.load(tmp_path / "lexicon.safetensors")
