"""Writer: the words of a turn in, each with its written form out; what was said and when stays as it is."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray

from sts_model.readable.figure import Figure
from sts_model.readable.figures import figures
from sts_model.readable.marks import ENDS, MARKS, NONE
from sts_model.readable.net import MarkNet
from sts_model.readable.pauses import Pauses
from sts_model.readable.spelling import joined
from sts_model.readable.vocabulary import NAME, Vocabulary
from sts_model.turns import Word
from sts_model.units import seconds

OPEN_WORDS = 2
"""Last words of unfinished text that get no mark yet: what follows decides."""
PAUSE_SCALE = 0.7
"""How far pauses are believed: the times of recognised words are rougher than those they were counted on."""
HURRY = 0.2
"""Share of marks where people who talk freely do not pause as people do who read."""

SURE_OF_NONE = 0.65
"""A word without a mark must be this likely: which mark it is, is often open where it is plain that there is one."""


class Writer:
    """Knows marks and capitals; figures and short forms are rules."""

    def __init__(self, vocabulary: Vocabulary, net: MarkNet, pauses: Pauses) -> None:
        self._vocabulary, self._net, self._pauses = vocabulary, net, pauses

    def __call__(self, words: Sequence[Word], *, final: bool = True) -> tuple[Word, ...]:
        """`words` of one turn with their written forms.

        Args:
            final: the turn is over, so its last word ends a sentence.
        """
        if not words:
            return ()
        texts = [word.text for word in words]
        pauses_s = [seconds(after.start_samples - before.end_samples) for before, after in pairwise(words)]
        marks, capitals = self.marks(texts, [*pauses_s, 0.0], final=final)
        forms = write(texts, marks, self.spelt(texts, capitals))
        return tuple(replace(word, written=form) for word, form in zip(words, forms, strict=True))

    def marks(
        self, texts: Sequence[str], pauses_s: Sequence[float] | None = None, *, final: bool = True
    ) -> tuple[list[int], list[bool]]:
        """The mark after each word, and whether it has its capital inside a sentence too."""
        ids_1Y = torch.tensor([self._vocabulary.ids(texts)])
        with torch.inference_mode():
            marks_1YM, capital_1Y = self._net(ids_1Y)
        scores_YM = marks_1YM[0]
        if pauses_s is not None:
            likelier_YM = torch.from_numpy(self._pauses(pauses_s)).exp()
            scores_YM = scores_YM + PAUSE_SCALE * ((1 - HURRY) * likelier_YM + HURRY).log()
        marks = _chosen(scores_YM.softmax(-1).numpy())
        if final:
            marks[-1] = ENDS[int(scores_YM[-1, list(ENDS)].argmax())]
        else:
            marks[-OPEN_WORDS:] = [NONE] * len(marks[-OPEN_WORDS:])
        return marks, (capital_1Y[0] > 0).tolist()

    def spelt(self, texts: Sequence[str], capitals: Sequence[bool]) -> list[str]:
        """Each word as it is spelt inside a sentence."""
        return [self._spelt(*pair) for pair in zip(texts, capitals, strict=True)]

    def _spelt(self, text: str, capital: bool) -> str:
        spelling = self._vocabulary.spellings.get(text)
        if spelling is None:
            return text
        return spelling.form if (capital if text in self._vocabulary else spelling.share > NAME) else text


def _chosen(p_YM: NDArray[np.float32]) -> list[int]:
    """For each word the likeliest mark, or none where that is likely enough."""
    marks_Y = 1 + p_YM[:, 1:].argmax(axis=1)
    marks_Y[p_YM[:, NONE] > SURE_OF_NONE] = NONE
    chosen: list[int] = marks_Y.tolist()
    return chosen


def write(texts: Sequence[str], marks: Sequence[int], spelt: Sequence[str]) -> list[str]:
    """The written form of each word: with its mark, and with a capital where a sentence begins.

    A stretch that is written as one has its form at its first word, and empty ones at the rest.
    """
    stretches = {figure.start: figure for figure in [*joined(texts), *figures(texts)]}
    forms: list[str] = []
    starts = True
    while len(forms) < len(texts):
        place = len(forms)
        stretch = stretches.get(place, Figure(place, place + 1, spelt[place]))
        mark = marks[stretch.end - 1]
        text = _capital(stretch.text) if starts else stretch.text
        forms += [_marked(text, mark), *[""] * (stretch.end - place - 1)]
        starts = mark in ENDS
    return forms


def _capital(text: str) -> str:
    """`text` with a capital, unless it has one further on: "iPhone" stays."""
    return text[:1].upper() + text[1:] if text.islower() else text


def _marked(text: str, mark: int) -> str:
    """`text` and its mark; a full stop that belongs to the word is not doubled."""
    return text if text.endswith(".") and MARKS[mark] == "." else text + MARKS[mark]
