"""Stretch: sound at another pace with voices at their own pitch, by overlap-add of similar waveforms (WSOLA)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

HOP_S = 0.02
"""Length of a block; each fades from what went on naturally to where the pace wants to be."""

SEARCH_S = 0.01
"""How far around that place a similar waveform is looked for: both ways together more than a period of any voice."""

Read = Callable[[int, int], NDArray[np.float32]]


class Stretcher:
    """Blocks of HOP_S from sample `first` on; `read(first, count)` gives fewer than `count` samples at the end only.

    Source: Verhelst and Roelands 1993, An overlap-add technique based on waveform similarity (WSOLA).
    """

    def __init__(self, read: Read, rate: int, first: int, speed: float) -> None:
        self.hop = round(HOP_S * rate)
        self._read, self._search = read, round(SEARCH_S * rate)
        self._rise = (np.sin((np.arange(self.hop) + 0.5) * np.pi / (2 * self.hop)) ** 2).astype(np.float32)
        self.speed = speed
        self.position = float(first)
        self._natural = first  # where the last block would go on if nothing were left out

    def next_block(self) -> NDArray[np.float32]:
        """The next block, `hop` samples long; empty when the sound is over, the last one padded with zeros."""
        after = self.position + self.hop * self.speed
        wanted = max(0, round(after) - self.hop)  # a block that ends where the pace wants to be begins here
        going_on = self._padded(self._natural)
        if not len(going_on):
            return going_on
        first = wanted if wanted == self._natural else self._most_similar(going_on, wanted)
        stays, self.position, self._natural = first == self._natural, after, first + self.hop
        leading_in = going_on if stays else self._padded(first)
        return going_on + (leading_in - going_on) * self._rise if len(leading_in) else leading_in

    def _padded(self, first: int) -> NDArray[np.float32]:
        wave_S = self._read(first, self.hop)
        if len(wave_S) in (0, self.hop):
            return wave_S
        return np.pad(wave_S, (0, self.hop - len(wave_S)))

    def _most_similar(self, going_on: NDArray[np.float32], wanted: int) -> int:
        """The sample near `wanted` from which the sound is most like `going_on`."""
        low = max(0, wanted - self._search)
        near = self._read(low, self.hop + 2 * self._search)
        if len(near) < self.hop:
            return wanted
        likeness = np.correlate(near, going_on, "valid")
        power = np.concatenate([[0.0], np.cumsum(near.astype(np.float64) ** 2)])
        energy = power[self.hop :] - power[: -self.hop]
        return low + int(np.argmax(likeness / np.sqrt(energy + 1e-9)))
