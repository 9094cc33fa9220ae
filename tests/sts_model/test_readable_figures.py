"""Numbers as people write them: whatever the normaliser says of a figure comes back as that figure."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sts_model.data import numbers
from sts_model.data.text import normalise
from sts_model.readable.cardinals import cardinal, ordinal
from sts_model.readable.figures import figures
from sts_model.readable.spelling import joined

NUMBER_WORDS = "one two ten twenty hundred thousand and a point oh first past to half p m"


def in_figures(said: str) -> str:
    """`said` with its stretches in figures."""
    words, shown, place = said.split(), [], 0
    for figure in figures(words):
        shown += [*words[place : figure.start], figure.text]
        place = figure.end
    return " ".join([*shown, *words[place:]])


@given(st.integers(0, 10**6))
def test_every_cardinal_is_read_back_whole(number: int) -> None:
    words = numbers.cardinal(number).split()
    found = cardinal(words, 0)
    assert found is not None
    assert (found.value, found.end) == (number, len(words))


@given(st.integers(10, 10**6 - 1))
def test_numbers_from_ten_on_are_written_in_figures(number: int) -> None:
    assert in_figures(numbers.cardinal(number)).replace(",", "") == str(number)


@given(st.integers(10, 10**6 - 1))
def test_what_is_written_says_what_was_said(number: int) -> None:
    said = f"we have {numbers.cardinal(number)} of these"
    assert normalise(in_figures(said).replace(",", "")) in (said, f"we have {numbers.spoken(str(number))} of these")


@given(st.integers(1, 10**6))
def test_every_rank_is_read_back_whole(number: int) -> None:
    words = numbers.ordinal(number).split()
    found = ordinal(words, 0)
    assert found is not None
    assert (found.value, found.end) == (number, len(words))


@given(st.integers(1100, 2099).filter(lambda number: number % 100 != 0 and number not in range(2000, 2010)))
def test_years_are_written_without_a_comma(number: int) -> None:
    assert in_figures(f"it was in {numbers.year(number)}") == f"it was in {number}"


@given(
    st.lists(
        st.sampled_from(
            [
                "one",
                "two",
                "ten",
                "twenty",
                "hundred",
                "thousand",
                "and",
                "a",
                "point",
                "oh",
                "first",
                "past",
                "to",
                "half",
                "p",
                "m",
            ]
        )
    )
)
@example(["thousand", "ten", "two", "ten", "ten", "one"])
def test_any_words_give_stretches_in_order_that_do_not_overlap(words: list[str]) -> None:
    found = figures(words)
    edges = [edge for figure in found for edge in (figure.start, figure.end)]
    assert edges == sorted(edges)
    assert all(figure.start < figure.end <= len(words) and figure.text for figure in found)


SAID = {
    "twenty five people": "25 people",
    "half past three": "3:30",
    "a quarter to one": "12:45",
    "quarter past twelve": "12:15",
    "at three thirty we go": "at 3:30 we go",
    "three thirty p m": "3:30 p.m.",
    "five o'clock": "5 o'clock",
    "nineteen ninety nine": "1999",
    "the nineteen eighties": "the 1980s",
    "fifteen twenty minutes": "15 20 minutes",
    "three hundred": "300",
    "two hundred and fifty thousand": "250,000",
    "a hundred and fifty": "150",
    "two hundred three hundred": "200 300",
    "five percent": "5%",
    "two point five per cent": "2.5%",
    "one dollar": "$1",
    "five dollars and fifty cents": "$5.50",
    "three million dollars": "$3 million",
    "two point five million": "2.5 million",
    "five kilometers": "5 kilometers",
    "page five": "page 5",
    "the twenty first century": "the 21st century",
    "june third": "june 3rd",
    "the third of june": "the 3rd of june",
    "the thirty second day": "the 32nd day",
    "a thirty second clip": "a 30 second clip",
    "call five five five one two three four": "call 5551234",
    "twenty four seven": "24/7",
}


@pytest.mark.parametrize(("said", "written"), SAID.items())
def test_as_people_write(said: str, written: str) -> None:
    assert in_figures(said) == written


@pytest.mark.parametrize(
    "said",
    [
        *("one of them", "no one", "two or three of us", "the first one", "a hundred", "hundreds of them", "zero"),
        *(
            "number one",
            "one on one",
            "a tenth of it",
            "two thirds",
            "may five come",
            "one two three four",
            "oh oh oh oh",
        ),
        *("one one one one", "a second", "the third time", "half of it", "nine lives"),
    ],
)
def test_what_may_be_no_number_stays_words(said: str) -> None:
    assert in_figures(said) == said


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("mm hmm", ["mm-hmm"]),
        ("an l c d screen", ["LCD"]),
        ("a i is", ["AI"]),
        ("mister smith", ["Mr."]),
        ("b b b", []),
        ("vitamin c a day", []),
        ("i a", []),
    ],
)
def test_what_is_written_together(said: str, written: list[str]) -> None:
    assert [each.text for each in joined(said.split())] == written
