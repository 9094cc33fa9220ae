"""Training lines that a test would recognise: what shares more with a test transcript than chance allows."""

from collections.abc import Iterable, Sequence

CHANCE = 6
"""A line or transcript of so many words is too long to be the same by chance."""


def runs(words: Sequence[str], length: int) -> list[str]:
    """Every `length` words in a row."""
    return [" ".join(words[i : i + length]) for i in range(len(words) - length + 1)]


class Overlap:
    """Knows the transcripts of tests, normalised, and tells which lines must stay out of training.

    Spoilt is a line of six words or more that lies in a transcript, that contains one of six words or more, or that
    shares seven words in a row with one.
    """

    def __init__(self, transcripts: Iterable[str]) -> None:
        self._six: set[str] = set()
        self._seven: set[str] = set()
        self._whole: set[str] = set()
        for text in transcripts:
            words = text.split()
            self._six.update(runs(words, CHANCE))
            self._seven.update(runs(words, CHANCE + 1))
            if len(words) == CHANCE:
                self._whole.add(text)

    def spoils(self, line: str) -> bool:
        """Whether `line`, normalised, is to be left out."""
        words = line.split()
        if len(words) <= CHANCE:
            return line in self._six
        shares_seven = not self._seven.isdisjoint(runs(words, CHANCE + 1))
        return shares_seven or not self._whole.isdisjoint(runs(words, CHANCE))
