"""Words in letters take the places of phones, and the search finds them as it finds phones."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from made_data import put_rooms_and_noise, put_speech

from sts_model.data.features import write_features
from sts_model.training.corpus import load_utterances
from sts_model.training.letters import PIECES, spelt, spelt_lexicon
from sts_model.vocabulary import PHONES, TOKENS, spell


def _read(slots: list[str]) -> str:
    return "".join(PIECES[PHONES.index(slot)] for slot in slots)


def test_there_are_as_many_pieces_as_phones() -> None:
    assert len(PIECES) == len(set(PIECES)) == len(PHONES)


@given(st.text("abcdefghijklmnopqrstuvwxyz'", min_size=1, max_size=20))
def test_a_word_can_be_read_back(word: str) -> None:
    assert _read(spelt(word)) == word


def test_the_longest_piece_comes_first_and_strange_characters_are_left_out() -> None:
    assert [_read([slot]) for slot in spelt("then")] == ["the", "n"]
    assert [_read([slot]) for slot in spelt("thin")] == ["th", "in"]
    assert _read(spelt("caf\u00e9")) == "caf" and spelt("") == []


def test_the_tree_has_every_word_under_its_spelling() -> None:
    words = ["a", "the", "then", "thin"]
    lexicon = spelt_lexicon([*words, "\u00e9"], np.log(np.full(5, 0.2, np.float32)))
    paths: list[tuple[int, ...]] = [()] * (len(lexicon.first_child) - 1)
    found = {}
    for node, path in enumerate(paths):
        for arc in range(lexicon.first_child[node], lexicon.first_child[node + 1]):
            paths[lexicon.child_node[arc]] = (*path, int(lexicon.child_token[arc]))
        for w in range(lexicon.first_word[node], lexicon.first_word[node + 1]):
            found[lexicon.words[lexicon.node_words[w]]] = path
    assert found == {word: spell(spelt(word)) for word in words}


def test_letters_lie_evenly_in_their_word(tmp_path: Path) -> None:
    put_speech(tmp_path, "x-train", clips=2)
    put_rooms_and_noise(tmp_path)
    waves = ((f"x-train-{i:03d}", np.zeros(24_000, np.float32)) for i in range(2))
    write_features(waves, tmp_path / "features" / "x-train", mels=20)
    phones, letters = (
        load_utterances(tmp_path, tmp_path / "features", ["x-train"], units=units)[0] for units in ("phones", "letters")
    )
    # yes no meeting: AA B each, phones of (100 - 20) // 6 frames from frame 10 on
    assert [TOKENS[token] for token in phones.tokens_Y] == ["_AA", "B"] * 3
    assert letters.tokens_Y.tolist() == [token for word in ("yes", "no", "meeting") for token in spell(spelt(word))]
    assert letters.times_Y[:3].tolist() == [14, 23, 31]
    np.testing.assert_array_equal(phones.phones_L, letters.phones_L)
