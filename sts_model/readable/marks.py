"""Marks that may follow a word, as numbers, and words with all that their writer put beside them."""

from dataclasses import dataclass

MARKS = ("", ",", ".", "?")
"""What may stand after a word; a turn ends with one of the last two."""

NONE, COMMA, STOP, QUESTION = range(len(MARKS))
ENDS = (STOP, QUESTION)


@dataclass(frozen=True)
class Labelled:
    """Words as they are said, the mark after each, and how each is spelt; None where it stands in figures."""

    words: tuple[str, ...]
    marks: tuple[int, ...]
    forms: tuple[str | None, ...]
