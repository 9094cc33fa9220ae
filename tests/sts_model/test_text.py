"""The normaliser: what people write becomes what people say, and doing it twice changes nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sts_model.data import numbers
from sts_model.data.overlap import Overlap
from sts_model.data.text import normalise


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It's 3:30, Mr. O'Brien!", "it's three thirty mister o'brien"),
        ("$3.5 million in the 1980's", "three point five million dollars in the nineteen eighties"),
        ("on the 23rd, at 5:00", "on the twenty third at five o'clock"),
        ("1,204,000 men; 10% of 007", "one million two hundred four thousand men ten percent of zero zero seven"),
        ("1984, 2001 and 2020", "nineteen eighty four two thousand one and twenty twenty"),
        ("ex- explicitly [laughs] <noise> no", "explicitly no"),
        ("YES--going to MARRY", "yes going to marry"),
        ("the U.S.A. said O.K.", "the u s a said okay"),
        ("café & naïve", "cafe and naive"),
        ("honourable neighbours realised the theatre's colour", "honorable neighbors realized the theater's color"),
        ("'em boys' “quoted” rock'n'roll", "em boys quoted rock'n'roll"),
        ("mm-hmm, twenty-two", "mm hmm twenty two"),
        ("emphasis, travelling, four hours", "emphasis traveling four hours"),
    ],
)  # fmt: skip
def test_written_text_becomes_spoken_words(written, spoken):
    assert normalise(written) == spoken


@given(st.text())
def test_output_is_lower_case_words_and_stable(text):
    once = normalise(text)
    assert re.fullmatch(r"([a-z]+('[a-z]+)*( [a-z]+('[a-z]+)*)*)?", once)
    assert normalise(once) == once


@given(st.text(alphabet="aeiorstclmn'-.,:$%0123456789 ()<>[]", max_size=60))
def test_likely_text_is_stable_too(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.integers(0, 10**15 - 1))
def test_every_number_has_words(number):
    assert normalise(str(number)) == numbers.spoken(str(number)) or number == 0
    assert normalise(numbers.cardinal(number)) == numbers.cardinal(number)


@pytest.mark.parametrize(
    ("line", "spoilt"),
    [
        ("the cat sat on the mat", True),  # six words of a test
        ("so the cat sat on the mat today", True),  # seven in a row
        ("cat sat on the mat", False),  # too short to tell
        ("the cat sat on a mat today and slept", False),
        ("well he is not at home now then", True),  # holds a whole transcript of six
    ],
)
def test_lines_that_a_test_would_recognise_are_found(line, spoilt):
    overlap = Overlap(["so the cat sat on the mat today again", "he is not at home now"])
    assert overlap.spoils(line) == spoilt
