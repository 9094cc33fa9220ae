"""Hot words win where nearly as likely ones would, only as whole phrases, and take back what they gained in part."""

import itertools

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from made_emissions import joiner, peaks
from small_language import PRONUNCIATIONS, WORDS, lexicon, ngram

from sts_model.search.config import SearchConfig
from sts_model.search.hot_words import HotWordError, HotWords, build_hot_words, raised_lookahead
from sts_model.search.lexicon_search import LexiconSearch
from sts_model.search.result import HeardWord
from sts_model.vocabulary import EOT, SOT, spell

LANGUAGE = ngram()
TREE = lexicon(LANGUAGE)
PHRASES = st.dictionaries(
    st.lists(st.sampled_from(WORDS[:4]), min_size=1, max_size=3).map(" ".join), st.integers(0, 5), max_size=5
)


def heard(tokens: list[int], beam: float = 12.0, **hot_words: float) -> list[str]:
    plain = {"word_bonus": 0.0, "token_bonus": 0.0, "mark_bonus": 0.0, "ilm_scale": 0.0, "lm_scale": 0.5}
    phrases = {phrase.replace("_", " "): boost for phrase, boost in hot_words.items()}
    search = LexiconSearch(*joiner(), TREE, LANGUAGE, SearchConfig(**plain, beam=beam, hot_words=phrases))
    enc_TJ = peaks(2 * len(tokens) + 1, [(2 * i, token) for i, token in enumerate(tokens)])
    results, state = search.step(enc_TJ[None], search.initial_state(1))
    said = (*results[0].committed, *search.finish(state)[0].committed)
    return [item.text for item in said if isinstance(item, HeardWord)]


RED = [SOT, *spell(("DH", "AH")), *spell(("R", "EH", "D")), *spell(("K", "AE", "T")), EOT]


def test_a_word_that_only_wins_with_its_boost():
    assert heard(RED) == ["the", "red", "cat"]
    assert heard(RED, read=6.0) == ["the", "read", "cat"]


def test_a_boost_keeps_a_word_in_a_beam_that_would_lose_it():
    assert heard(RED, beam=1.5, read=6.0) == ["the", "read", "cat"]


def test_the_boost_of_a_phrase_is_taken_back_where_it_goes_on_otherwise():
    assert heard(RED, read_sat=6.0) == ["the", "red", "cat"]
    assert heard(RED, read_cat=6.0) == ["the", "read", "cat"]


def total(hot: HotWords, said: list[int]) -> float:
    """The bonus of what was said, once nothing is held any more."""
    state, score = 0, 0.0
    for word in said:
        after = int(hot.after_SC[state, hot.column_W[word]])
        score += hot.gain_S[after] + hot.held_S[after] - hot.held_S[state]
        state = after
    return float(score - hot.held_S[state])


@given(phrases=PHRASES, said=st.lists(st.integers(0, 5), max_size=8))
@example(phrases={"cat": 0.0, "cat a": 1.0}, said=[1])
def test_what_stays_is_the_boost_of_complete_phrases(phrases, said):
    hot = build_hot_words(phrases, WORDS)
    texts = [WORDS[word] for word in said]
    spans = {
        (a, b): phrases[" ".join(texts[a:b])]
        for a, b in itertools.combinations(range(len(said) + 1), 2)
        if " ".join(texts[a:b]) in phrases
    }
    assert (total(hot, said) > 0) == any(boost > 0 for boost in spans.values())
    if len(spans) == 1:
        ((a, b), boost), *_ = spans.items()
        at_least = boost * (b - a)
        assert total(hot, said) >= at_least - 1e-9


def test_no_phrase_no_bonus():
    hot = build_hot_words({}, WORDS)
    assert total(hot, [0, 1, 2]) == 0 and hot.word_boost == {}
    np.testing.assert_array_equal(raised_lookahead(TREE, {}, 0.5), TREE.lookahead)


def test_the_lookahead_is_raised_along_the_way_to_a_hot_word():
    boosted = raised_lookahead(TREE, {WORDS.index("read"): 1.0}, 0.5)
    raised = np.flatnonzero(boosted > TREE.lookahead)
    assert len(raised) > 0 and raised.min() > 0
    assert (boosted <= 0).all() and (boosted >= TREE.lookahead).all()


@pytest.mark.parametrize("phrases", [{"the unheard": 1.0}, {" ": 1.0}, {"the": -1.0}, {"the": float("nan")}])
def test_what_cannot_be_listened_for_is_one_sentence(phrases):
    with pytest.raises(HotWordError) as error:
        build_hot_words(phrases, WORDS)
    assert "\n" not in str(error.value)


def test_every_pronunciation_of_a_hot_word_is_helped():
    assert len(PRONUNCIATIONS["a"]) == 2
    assert heard([SOT, *spell(("EY",)), *spell(("K", "AE", "T")), EOT], a=1.0) == ["a", "cat"]
