"""Route: the parts of a recording that are to be heard, joined into one line of samples; pure."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ENDLESS = 1 << 62
BEFORE_S, AFTER_S = 0.08, 0.15
"""Heard around each stretch: the edges of turns are good to a tenth of a second only."""

FADE_S = 0.004
"""Where two parts meet, sound fades out and in, so that there is no click."""


class Route:
    """Places on the joined line against samples of the recording; `spans` are sorted and do not touch."""

    def __init__(self, spans: Sequence[tuple[int, int]] = ((0, ENDLESS),)) -> None:
        self._spans = tuple(spans)
        self._begins: list[int] = []  # place at which each span begins
        place = 0
        for begin, end in self._spans:
            self._begins.append(place)
            place += end - begin

    def sample(self, place: int) -> int:
        """The sample of the recording at `place`."""
        if not self._spans:
            return 0
        number = max(0, bisect_right(self._begins, place) - 1)
        begin, end = self._spans[number]
        return min(end, begin + place - self._begins[number])

    def place(self, sample: int) -> int:
        """The place at which `sample` is heard; where the next part begins when it is left out."""
        for (begin, end), place in zip(self._spans, self._begins, strict=True):
            if sample < end:
                return place + max(0, sample - begin)
        return self.length

    @property
    def length(self) -> int:
        """Samples on the whole line."""
        return self._begins[-1] + self._spans[-1][1] - self._spans[-1][0] if self._spans else 0

    def pieces(self, place: int, count: int) -> list[tuple[int, int, int]]:
        """What lies at `place`, `count` samples long, as (first sample, samples, number of the span)."""
        found = []
        number = max(0, bisect_right(self._begins, place) - 1)
        while count > 0 and number < len(self._spans):
            begin, end = self._spans[number]
            first = begin + place - self._begins[number]
            taken = min(count, end - first)
            if taken > 0:
                found.append((first, taken, number))
            place, count, number = place + taken, count - taken, number + 1
        return found

    def faded(self, wave_S: NDArray[np.float32], first: int, number: int, fade: int) -> NDArray[np.float32]:
        """`wave_S`, which begins at sample `first` of span `number`, faded where the span meets its neighbours."""
        begin, end = self._spans[number]
        last = first + len(wave_S)
        rises, falls = number > 0 and first < begin + fade, number + 1 < len(self._spans) and last > end - fade
        if not rises and not falls:
            return wave_S
        samples = np.arange(first, last)
        gain = np.ones(len(wave_S), np.float32)
        if rises:
            gain = np.minimum(gain, (samples - begin + 0.5) / fade)
        if falls:
            gain = np.minimum(gain, (end - samples - 0.5) / fade)
        faded: NDArray[np.float32] = (wave_S * gain).astype(np.float32)
        return faded


def route_through(spans_s: Sequence[tuple[float, float]], rate: int) -> Route:
    """The route through stretches in seconds, widened a little and joined where they touch; all if there is none."""
    joined: list[list[int]] = []
    for begin_s, end_s in sorted(spans_s):
        begin, end = round(max(0.0, begin_s - BEFORE_S) * rate), round((end_s + AFTER_S) * rate)
        if joined and begin <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([begin, end])
    return Route([(begin, end) for begin, end in joined]) if joined else Route()
