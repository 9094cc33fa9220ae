"""Utterances to build meetings of: aligned clips, cut at pauses."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sts_model.data.packs import SILENCE, AlignedWord, Alignment

PAUSE_FRAMES = 15
"""A silence of at least 150 ms may be a cut."""
P_CUT = 0.5
WORST_SCORE = -32.0
"""Clips that fit their text worse are left out, as the alignments' README advises."""


@dataclass(frozen=True)
class Piece:
    """Words of a clip from its frame `first_frame` to before `end_frame` (10 ms each), silence around them left out."""

    clip: str
    first_frame: int
    end_frame: int
    words: str

    @property
    def length_s(self) -> float:
        return (self.end_frame - self.first_frame) / 100


def cut_pieces(rng: np.random.Generator, clip: str, alignment: Alignment) -> list[Piece]:
    """The clip cut at about half of its pauses, so that lengths vary from a word to the whole."""
    if alignment.score < WORST_SCORE:
        return []
    return [_piece(clip, words) for words in _runs(rng, alignment.words) if words]


def _runs(rng: np.random.Generator, words: Iterable[AlignedWord]) -> list[list[AlignedWord]]:
    runs: list[list[AlignedWord]] = [[]]
    for word in words:
        if word.text != SILENCE:
            runs[-1].append(word)
        elif word.end_frame - word.start_frame >= PAUSE_FRAMES and rng.random() < P_CUT:
            runs.append([])
    return runs


def _piece(clip: str, words: list[AlignedWord]) -> Piece:
    return Piece(clip, words[0].start_frame, words[-1].end_frame, " ".join(word.text for word in words))
