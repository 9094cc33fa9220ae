"""What a score is made of, and the utterances still to be spoken by each speaker."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEAR = 0.1
"""Utterances this close to the wanted length (as a share of it) are as good as the nearest one."""


@dataclass(frozen=True)
class ScoredTurn:
    """Utterance number `utterance` of `speaker` (both index what the caller has), from `start_s` to `end_s`."""

    speaker: int
    utterance: int
    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True)
class Score:
    """Turns in order of start; the meeting begins at 0 and lasts `duration_s`, lead-in and tail included."""

    turns: tuple[ScoredTurn, ...]
    duration_s: float


class Supply:
    """Utterances by speaker; each is taken once before any of that speaker's is taken again."""

    def __init__(self, lengths_s: Sequence[Sequence[float]]) -> None:
        self._lengths: list[NDArray[np.float64]] = [np.asarray(lengths, np.float64) for lengths in lengths_s]
        self._unused = [np.ones(len(lengths), bool) for lengths in self._lengths]

    @property
    def speakers(self) -> range:
        return range(len(self._lengths))

    def length_s(self, speaker: int, utterance: int) -> float:
        return float(self._lengths[speaker][utterance])

    def take(
        self, rng: np.random.Generator, speaker: int, longest_s: float, wanted_s: float | None = None
    ) -> int | None:
        """An utterance of `speaker` of at most `longest_s`, near `wanted_s` if given; None when all are longer."""
        fits = self._lengths[speaker] <= longest_s
        if not fits.any():
            return None
        if not (fits & self._unused[speaker]).any():
            self._unused[speaker][:] = True
        candidates = np.flatnonzero(fits & self._unused[speaker])
        if wanted_s is not None:
            off = np.abs(self._lengths[speaker][candidates] - wanted_s)
            candidates = candidates[off <= max(off.min(), NEAR * wanted_s)]
        utterance = int(rng.choice(candidates))
        self._unused[speaker][utterance] = False
        return utterance
