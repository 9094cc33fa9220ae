"""Figure: a stretch of words that is written as one."""

from dataclasses import dataclass

from sts_model.readable.cardinals import Number


@dataclass(frozen=True)
class Figure:
    """Words `start` up to, not including, `end` are written as `text`."""

    start: int
    end: int
    text: str


def ranked(start: int, number: Number) -> Figure:
    """The number as a rank: 1st, 22nd, 113th."""
    tail = number.value % 100
    ending = "th" if 10 < tail < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number.value % 10, "th")
    return Figure(start, number.end, f"{number.value:,}{ending}")
