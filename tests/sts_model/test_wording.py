"""What is shown of a turn: written forms, less slips of the tongue, or the bare words; times never change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sts_model.turns import Turn, Word
from sts_model.wording import WORDINGS, shown_words, worded


def heard(*pairs: tuple[str, str | None]) -> tuple[Word, ...]:
    """Words as (said, written), a second each."""
    return tuple(
        Word(said, 16_000 * i, 16_000 * (i + 1), 1.0 - i / 100, written) for i, (said, written) in enumerate(pairs)
    )


def text(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


NUMBER = heard(("it", "It"), ("is", "is"), ("twenty", "25%."), ("five", ""), ("percent", ""))


def test_words_written_together_are_one_word_from_first_to_last() -> None:
    shown = shown_words(NUMBER, "readable")
    assert text(shown) == "It is 25%."
    assert shown[-1] == Word("25%.", 32_000, 80_000, 0.96)
    assert text(shown_words(NUMBER, "verbatim")) == "it is twenty five percent"


def test_words_without_a_written_form_are_shown_as_they_are() -> None:
    words = heard(("Typed", None), ("by", None), ("hand.", None))
    for wording in WORDINGS:
        assert shown_words(words, wording) == words  # type: ignore[arg-type]


def test_the_rest_of_a_number_that_was_cut_is_shown_as_said() -> None:
    assert text(shown_words(NUMBER[3:], "readable")) == "five percent"


@pytest.mark.parametrize(
    ("readable", "clean"),
    [
        ("Um, we should go.", "We should go."),
        ("We should, uh, go.", "We should, go."),
        ("I I think the the plan is good.", "I think the plan is good."),
        ("The the plan.", "The plan."),
        ("It is very very good.", "It is very very good."),
        ("We had had that that day.", "We had had that that day."),
        ("Good, um. So we go.", "Good. So we go."),
        ("Is it, uh? Yes.", "Is it? Yes."),
        ("Um.", "Um."),
        ("I said go. Go there.", "I said go. Go there."),
    ],
)
def test_clean_text_is_without_slips(readable: str, clean: str) -> None:
    words = heard(*((word.strip(",.?").lower(), word) for word in readable.split()))
    assert text(shown_words(words, "readable")) == readable
    assert text(shown_words(words, "clean")) == clean


def test_a_turn_keeps_all_but_its_words() -> None:
    turn = Turn(3, 1, 2, 0, 80_000, NUMBER)
    shown = worded(turn, "readable")
    assert (shown.id, shown.channel, shown.speaker, shown.start_s, shown.end_s) == (3, 1, 2, 0.0, 5.0)
    assert shown.text == "It is 25%."
    assert turn.text == "it is twenty five percent"


@given(
    st.lists(
        st.tuples(st.sampled_from(["um", "the", "I", "twenty"]), st.sampled_from([None, "", "X.", "um,"])), max_size=8
    ),
    st.sampled_from(WORDINGS),
)
def test_showing_twice_is_showing_once_and_no_time_is_lost(pairs, wording) -> None:
    words = heard(*pairs)
    shown = shown_words(words, wording)
    assert shown_words(shown, "readable") == shown
    assert bool(shown) == bool(words)
    if words and wording != "clean":
        assert (shown[0].start_samples, shown[-1].end_samples) == (0, words[-1].end_samples)
