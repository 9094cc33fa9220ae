"""Labels lose nothing but what a recogniser would not give, and careless lines are no teachers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sts_model.data.text import normalise
from sts_model.readable.labels import label
from sts_model.readable.marks import ENDS, MARKS


def shown(line: str) -> str | None:
    found = label(line)
    if found is None:
        return None
    return " ".join(
        (form or f"<{word}>") + MARKS[mark]
        for word, mark, form in zip(found.words, found.marks, found.forms, strict=True)
    )


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("Oh, you want to s- split that one?", "Oh, you want to split that one?"),
        ("Well-known - I think; really!", "Well known, I think, really."),
        ("Mr. Smith lives at 65 St. James.", "Mister Smith lives at <sixty> <five> St James."),
        ("The T_V_ is on (I guess).", "The T V is on I guess."),
        ('He said, "Go home."', "He said, Go home."),
        ("So I... went there.", "So I, went there."),
        ("It was J. R. Smith.", "It was J R Smith."),
        ("You and I.", "You and I."),
        ("The colour is OK.", "The color is Okay."),
    ],
)
def test_a_line_as_labels(line: str, labels: str) -> None:
    assert shown(line) == labels


@pytest.mark.parametrize(
    "line", ["", "no capital.", "No end", "ALL LOUD.", "?", "It is $3 million.", "And then --", "..."]
)
def test_careless_lines_teach_nothing(line: str) -> None:
    assert label(line) is None


@given(st.text("Ab -.,?!'\"()é1$_…", max_size=30))
def test_any_text_gives_words_of_the_normaliser_or_nothing(line: str) -> None:
    found = label(line)
    if found is not None:
        assert len(found.words) == len(found.marks) == len(found.forms) > 0
        assert found.marks[-1] in ENDS
        assert all(normalise(word) == word for word in found.words)
