"""Levels: how loud the sound is, ten times a second."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FLOOR_DB = -100.0
PER_SECOND = 10


@dataclass(frozen=True)
class Level:
    """Loudness of a tenth of a second, in dB below full scale (0 is the loudest there is)."""

    rms_db: float
    peak_db: float


def level_of(block_S: NDArray[np.int16]) -> Level:
    """The loudness of one block; FLOOR_DB for an empty or all-zero one."""
    if not len(block_S):
        return Level(FLOOR_DB, FLOOR_DB)
    wave_S = block_S.astype(np.float64) / 32768
    return Level(_db(float(np.sqrt(np.mean(wave_S**2)))), _db(float(np.abs(wave_S).max())))


class LevelMeter:
    """Gathers blocks of any size into tenths of a second."""

    def __init__(self, rate: int) -> None:
        self._size = rate // PER_SECOND
        self._held: list[NDArray[np.int16]] = []
        self._count = 0

    def accept(self, block_S: NDArray[np.int16]) -> Level | None:
        """The level since the last one given, once a tenth of a second has come together."""
        self._held.append(block_S)
        self._count += len(block_S)
        if self._count < self._size:
            return None
        level = level_of(np.concatenate(self._held))
        self._held, self._count = [], 0
        return level


def _db(amplitude: float) -> float:
    return round(max(FLOOR_DB, 20 * float(np.log10(max(amplitude, 1e-9)))), 1)
