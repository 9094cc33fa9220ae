"""Doubtful places of a meeting: runs of words that the model was unsure of, each with what stands around it; no Qt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meetapp.edits import CheckWords, Seen, seen
from meetapp.window.places import UNSURE, Place
from meetapp.window.rows import Piece
from meetapp.window.times import gutter
from sts_model.units import seconds
from sts_model.wording import written_together

AROUND = 6
"""Words of context on each side."""


@dataclass(frozen=True)
class Doubt:
    """Words `first` to `last` (one past) of a piece, with some of what is said before and after."""

    piece: Piece
    first: int
    last: int

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.piece.key, self.first)

    @property
    def at_s(self) -> float:
        return seconds(self.piece.words[self.first].start_samples)

    @property
    def words(self) -> str:
        return self._text(self.first, self.last)

    @property
    def before(self) -> str:
        return ("… " if self.first > AROUND else "") + self._text(max(0, self.first - AROUND), self.first)

    @property
    def after(self) -> str:
        return self._text(self.last, self.last + AROUND) + (" …" if self.last + AROUND < len(self.piece.words) else "")

    @property
    def plain_text(self) -> str:
        """The whole as one line, the words in doubt in brackets."""
        return " ".join(filter(None, (gutter(self.at_s), self.before, f"[{self.words}]", self.after)))

    def _text(self, first: int, last: int) -> str:
        return " ".join(word.text for word in self.piece.words[first:last])


def find_doubts(pieces: Sequence[Piece]) -> list[Doubt]:
    """The doubtful places of finished turns in reading order; words in doubt that stand together are one place."""
    return [doubt for piece in pieces if not piece.is_partial for doubt in _runs(piece)]


def _runs(piece: Piece) -> Iterator[Doubt]:
    first = -1
    for place, word in enumerate(piece.words):
        unsure = word.confidence < UNSURE
        if unsure and first < 0:
            first = place
        elif not unsure and first >= 0:
            yield Doubt(piece, first, place)
            first = -1
    if first >= 0:
        yield Doubt(piece, first, len(piece.words))


def checked(doubt: Doubt) -> CheckWords:
    """The edit that says that the words are right as they stand."""
    turn = doubt.piece.turn
    assert turn is not None, "words that are still being spoken have no doubts"
    said = [word for group in written_together(turn.words)[doubt.first : doubt.last] for word in group]
    text = " ".join(word.text for word in said)
    return CheckWords(seen(turn), Seen(turn.id, said[0].start_samples, said[-1].end_samples, text))
