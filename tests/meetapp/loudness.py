"""A pipeline that hears one turn of the word "beep" wherever it is loud: exact to 10 ms, and instant to load."""

import numpy as np

from sts_model.turns import Partial, Turn, Word

STEP = 160


class ModelPackageError(Exception):
    """Stands for the real one where this module stands for the model's."""


class Pipeline:
    """Has what the engine needs of the real one; raises RuntimeError at sample `crash_at` when told to."""

    name = "loudness"

    def __init__(self, start_samples=0, next_turn_id=0, crash_at=None):
        self._at, self._id, self._crash_at = start_samples, next_turn_id, crash_at
        self._open, self._held_S = None, np.zeros(0, np.float32)

    @classmethod
    def load(cls, folder, *, start_samples=0, next_turn_id=0, **_):
        return cls(start_samples, next_turn_id)

    def accept(self, wave_S):
        self._held_S = np.concatenate([self._held_S, wave_S])
        results = []
        while len(self._held_S) >= STEP:
            results += self._step(float(np.abs(self._held_S[:STEP]).max()) > 0.05)
            self._held_S, self._at = self._held_S[STEP:], self._at + STEP
            if self._crash_at is not None and self._at >= self._crash_at:
                raise RuntimeError("crash")
        return results

    def finish(self):
        return [self._close()] if self._open is not None else []

    def packed_voices(self):
        return ""

    def _step(self, loud):
        if loud and self._open is None:
            self._open = self._at
            return [Partial(0, self._open, (Word("beep", self._open, self._at + STEP),))]
        return [self._close()] if not loud and self._open is not None else []

    def _close(self):
        turn = Turn(self._id, 0, 1, self._open, self._at, (Word("beep", self._open, self._at),))
        self._id, self._open = self._id + 1, None
        return turn
