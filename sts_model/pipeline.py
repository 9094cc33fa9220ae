"""TEMPORARY stand-in with the final interface (replaced within the hour): energy decides turns, words are 'hm'."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sts_model.turns import Partial, Turn, Word

SAMPLE_RATE = 16_000


class Pipeline:
    def __init__(self, start_samples: int, next_turn_id: int) -> None:
        self._pos, self._id, self._open = start_samples, next_turn_id, -1

    @classmethod
    def load(cls, folder: Path, *, start_samples: int = 0, next_turn_id: int = 0) -> "Pipeline":
        return cls(start_samples, next_turn_id)

    @property
    def name(self) -> str:
        return "stand-in"

    def accept(self, wave_S: NDArray[np.float32]) -> list[Turn | Partial]:
        out: list[Turn | Partial] = []
        for i in range(0, len(wave_S), 8000):
            loud = float(np.abs(wave_S[i : i + 8000]).max(initial=0.0)) > 0.02
            at = self._pos + i
            if loud and self._open < 0:
                self._open = at
            if loud:
                out.append(Partial(0, self._open, (Word("hm", self._open, at + 8000, 0.5),)))
            if not loud and self._open >= 0:
                out += self._close(at)
        self._pos += len(wave_S)
        return out

    def _close(self, end: int) -> list[Turn | Partial]:
        turn = Turn(self._id, 0, 1 + self._id % 3, self._open, end, (Word("hm", self._open, end, 0.5),))
        self._id, self._open = self._id + 1, -1
        return [turn]

    def finish(self) -> list[Turn | Partial]:
        return self._close(self._pos) if self._open >= 0 else []
