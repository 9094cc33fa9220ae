"""Waveform peaks: a recording of any length as a bounded list of loudness values; no Qt."""

import itertools
import os
import sys
from array import array
from pathlib import Path
from typing import BinaryIO

from meetapp.sealed.files import open_bytes

BINS = 1024
SAMPLE_BYTES = 2
LOOK_SAMPLES = 2048
KEPT_PER_S = 10
"""Peaks that are kept of a compressed track, a byte each."""


class PeakStrip:
    """Peaks of a recording that grows: a full strip merges neighbours, and each bin then lasts twice as long."""

    def __init__(self, bin_s: float = 0.1) -> None:
        self._bin_s = bin_s
        self._peaks: list[float] = []

    def add(self, at_s: float, peak: float) -> None:
        """Notes that sound as loud as `peak` (0 to 1) was heard `at_s` into the recording."""
        while at_s >= 2 * BINS * self._bin_s:
            self._peaks = [max(self._peaks[i : i + 2]) for i in range(0, len(self._peaks), 2)]
            self._bin_s *= 2
        place = int(at_s / self._bin_s)
        self._peaks.extend([0.0] * (place + 1 - len(self._peaks)))
        self._peaks[place] = max(self._peaks[place], peak)

    @property
    def peaks(self) -> list[float]:
        return self._peaks

    @property
    def duration_s(self) -> float:
        return len(self._peaks) * self._bin_s


def amplitude(peak_db: float) -> float:
    """The peak (0 to 1) of sound at `peak_db` below full scale."""
    return float(min(1.0, 10 ** (peak_db / 20)))


def read_peaks(track: Path, bins: int = BINS, between: tuple[float, float] = (0.0, 1.0)) -> list[float]:
    """Peaks (0 to 1, linear) of a 16-bit track in `bins` equal stretches; empty when there is no track.

    Looks at the first samples of each stretch only, so that eight hours take as long as ten minutes.

    Args:
        between: the part to look at, its edges as shares of the track's length.
    """
    try:
        with open_bytes(track) as file:
            size = file.seek(0, os.SEEK_END) // SAMPLE_BYTES
            begin, end = (min(size, round(size * share)) for share in between)
            edges = [begin + (end - begin) * i // bins for i in range(bins + 1)]
            return [_peak(file, first, last) for first, last in itertools.pairwise(edges)]
    except FileNotFoundError:
        return _kept_peaks(track.with_suffix(".peaks"), bins, between)


def _kept_peaks(path: Path, bins: int, between: tuple[float, float]) -> list[float]:
    """What was kept of a track when it was compressed: a byte for each tenth of a second."""
    try:
        with open_bytes(path) as file:
            kept = file.read()
    except FileNotFoundError:
        return []
    begin, end = (len(kept) * share for share in between)
    edges = [begin + (end - begin) * i / bins for i in range(bins + 1)]
    return [max(kept[int(a) : max(int(a) + 1, int(b))], default=0) / 255 for a, b in itertools.pairwise(edges)]


def _peak(file: BinaryIO, first: int, last: int) -> float:
    file.seek(first * SAMPLE_BYTES)
    samples = array("h", file.read(min(LOOK_SAMPLES, last - first) * SAMPLE_BYTES))
    if sys.byteorder == "big":
        samples.byteswap()
    return max(max(samples, default=0), -min(samples, default=0)) / 32768
