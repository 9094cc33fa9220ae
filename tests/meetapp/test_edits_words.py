"""Words that a person wrote: those that stayed keep their times, and new ones lie where the old ones were."""

import time

from hypothesis import assume, given
from hypothesis import strategies as st
from made_turns import turn, turns

from meetapp.edits.retext import cut, retext
from sts_model.turns import Word
from sts_model.wording import shown_words

SAID = turn(0, "he called them today", 0.0, 4.0)


def reworded(text, words=SAID.words):
    return retext(words, text, 0, 64_000)


@given(turns(), st.text(max_size=40) | st.lists(st.sampled_from("abc"), max_size=8).map(" ".join))
def test_the_words_are_those_written_and_lie_within_the_turn_in_order(said, text):
    made = retext(said.words, text, said.start_samples, said.end_samples)
    assert [word.text for word in made] == text.split()
    edges = [edge for word in made for edge in (word.start_samples, word.end_samples)]
    assert edges == sorted(edges)
    assert all(said.start_samples <= edge <= said.end_samples for edge in edges)


@given(turns(written=st.none() | st.sampled_from(["", "5", "Am"])))
def test_text_that_did_not_change_changes_nothing(said):
    shown = shown_words(said.words, "readable")
    assume(all(" " not in word.text for word in shown))  # a number without its beginning
    text = " ".join(word.text for word in shown)
    assert retext(said.words, text, said.start_samples, said.end_samples) == said.words


def test_words_that_stay_keep_times_and_confidence():
    doubted = tuple(Word(word.text, word.start_samples, word.end_samples, 0.3) for word in SAID.words)
    made = reworded("he rang them today", doubted)
    assert made[0] == doubted[0] and made[2:] == doubted[2:]
    assert made[1] == Word("rang", SAID.words[1].start_samples, SAID.words[1].end_samples, 1.0)


def test_a_mark_or_a_capital_keeps_the_time_and_removes_the_doubt():
    doubted = (Word("today", 100, 200, 0.3),)
    assert reworded("Today.", doubted) == (Word("Today.", 100, 200, 1.0),)


def test_new_words_share_the_time_of_the_old_by_their_letters():
    made = reworded("he spoke to us today")
    assert [(word.start_samples, word.end_samples) for word in made[1:4]] == [
        (16_000, 33_777),
        (33_777, 40_888),
        (40_888, 48_000),
    ]


def test_words_put_in_take_the_pause_between_their_neighbours():
    apart = (Word("one", 0, 1000), Word("two", 5000, 6000))
    assert [(word.start_samples, word.end_samples) for word in reworded("one and two", apart)] == [
        (0, 1000),
        (1000, 5000),
        (5000, 6000),
    ]


def test_words_written_together_stay_together_until_they_are_changed():
    number = (
        Word("twenty", 0, 100, 0.5, "25"),
        Word("five", 100, 200, 0.5, ""),
        Word("people", 200, 300, 0.5, "people"),
    )
    made = reworded("25 persons", number)
    assert made == (*number[:2], Word("persons", 200, 300, 1.0))
    assert reworded("26 people", number) == (Word("26", 0, 200, 1.0), number[2])
    assert reworded("25, people", number) == (Word("25,", 0, 200, 1.0), number[2])


def test_a_number_that_is_cut_is_written_as_it_was_said():
    words = (Word("page", 0, 9), Word("twenty", 9, 19, 1.0, "25"), Word("five", 19, 29, 1.0, ""))
    assert [[word.text for word in shown_words(part, "readable")] for part in cut(words, 2)] == [
        ["page", "twenty"],
        ["five"],
    ]
    assert cut(words, 1) == (words[:1], words[1:])


def test_text_of_an_hour_is_compared_in_seconds():
    words = tuple(Word("so", i * 10, i * 10 + 9) for i in range(9_000))
    began = time.process_time()
    assert len(retext(words, "so " * 8_990 + "there", 0, 90_000)) == 8_991
    assert time.process_time() - began < 10
