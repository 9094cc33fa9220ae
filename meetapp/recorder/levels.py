"""Levels: how loud the sound is, ten times a second."""

import math
from array import array
from dataclasses import dataclass
from operator import mul

FLOOR_DB = -100.0
FULL_SCALE = 32768
PER_SECOND = 10


@dataclass(frozen=True)
class Level:
    """Loudness of a tenth of a second, in dB below full scale (0 is the loudest there is)."""

    rms_db: float
    peak_db: float


def level_of(block_S: "array[int]") -> Level:
    """The loudness of one block; FLOOR_DB for an empty or all-zero one."""
    if not block_S:
        return Level(FLOOR_DB, FLOOR_DB)
    power = sum(map(mul, block_S, block_S)) / len(block_S)
    return Level(_db(math.sqrt(power)), _db(max(max(block_S), -min(block_S))))


class LevelMeter:
    """Gathers blocks of any size into tenths of a second."""

    def __init__(self, rate: int) -> None:
        self._size = rate // PER_SECOND
        self._held = array("h")

    def accept(self, block_S: "array[int]") -> Level | None:
        """The level since the last one given, once a tenth of a second has come together."""
        self._held.extend(block_S)
        if len(self._held) < self._size:
            return None
        level = level_of(self._held)
        self._held = array("h")
        return level


def _db(amplitude: float) -> float:
    return round(max(FLOOR_DB, 20 * math.log10(amplitude / FULL_SCALE)), 1) if amplitude else FLOOR_DB
