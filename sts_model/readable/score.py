"""Scores of readable text: how many marks and capitals are right, one by one, beside rules that anyone can guess."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sts_model.readable.marks import ENDS, MARKS, STOP, Labelled

Guess = Callable[[Sequence[str]], tuple[Sequence[int], Sequence[str]]]
"""Marks and spellings inside sentences of the words of a turn."""

CAPITALS, NAMES = "capitals", "names"
"""Of all words, and of those inside sentences other than "I"."""


@dataclass(frozen=True)
class Tally:
    """Counts of what was right, wrongly there, and missing; sums of tallies are tallies."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def score(turns: Iterable[Labelled], guess: Guess) -> dict[str, Tally]:
    """Tallies of each mark, of all capitals and of names; the end of a turn counts, though it is easy."""
    sums = {name: Tally() for name in (*MARKS[1:], CAPITALS, NAMES)}
    for turn in turns:
        marks, spelt = guess(turn.words)
        for mark, sign in enumerate(MARKS[1:], start=1):
            sums[sign] += _tally([m == mark for m in turn.marks], [m == mark for m in marks])
        for name, found in _capitals(turn, marks, spelt).items():
            sums[name] += found
    return sums


def baseline(words: Sequence[str]) -> tuple[Sequence[int], Sequence[str]]:
    """A full stop at the end, "I" with a capital: what needs no model."""
    return [0] * (len(words) - 1) + [STOP], [_with_i(word) for word in words]


def _with_i(word: str) -> str:
    return word.capitalize() if word == "i" or word.startswith("i'") else word


def _capitals(turn: Labelled, marks: Sequence[int], spelt: Sequence[str]) -> dict[str, Tally]:
    """Tallies of one turn; words in figures, on either side, say nothing of capitals."""
    wanted = _with_starts(turn.forms, turn.marks)
    told = [place for place, form in enumerate(turn.forms) if form is not None]
    shown = _with_starts(spelt, marks)
    inside = [
        place for place in told if not _is_start(turn.marks, place) and _with_i(turn.words[place]) == turn.words[place]
    ]
    return {
        name: _tally([wanted[place] for place in places], [shown[place] for place in places])
        for name, places in ((CAPITALS, told), (NAMES, inside))
    }


def _with_starts(forms: Sequence[str | None], marks: Sequence[int]) -> list[bool]:
    """Whether each word has a capital, the first of a sentence included."""
    return [_is_start(marks, place) or (form or "") != (form or "").lower() for place, form in enumerate(forms)]


def _is_start(marks: Sequence[int], place: int) -> bool:
    return place == 0 or marks[place - 1] in ENDS


def _tally(wanted: Sequence[bool], shown: Sequence[bool]) -> Tally:
    pairs = list(zip(wanted, shown, strict=True))
    return Tally(pairs.count((True, True)), pairs.count((False, True)), pairs.count((True, False)))
