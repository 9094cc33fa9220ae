"""Presence: whether a voice was there at all while a turn of a word or two was heard; noise makes such turns, too.

The activity head sees the sound itself, where the search must say some word or none: of 106 words that it put into
twelve minutes of noise without words, 1 is left when turns are asked for a voice, and 11 of 3,142 words of speech go
with them (noise that is trained on, and speech of unseen speakers; assets/results/experiments.md).
"""

import numpy as np
from numpy.typing import NDArray

FEW_WORDS = 2
"""A turn of more words than this is not questioned."""

SURE = 0.9
"""Less than this, as the mean probability that anybody is active in its frames, is no voice."""

SHORT_FRAMES, SHORT_SURE = 6, 0.985
"""The same for a turn of fewer encoder frames: a click is as short, and hardly any word."""

KEPT_FRAMES = 800
"""How far back activity is remembered, in encoder frames; turns of few words are far shorter."""


class Presence:
    """The last half minute of how probably anybody was active, in encoder frames."""

    def __init__(self) -> None:
        self._active_T = np.zeros(0, np.float32)
        self._stop = 0

    def hear(self, active_NT: NDArray[np.float32]) -> None:
        """The next frames: how probably each channel was active."""
        joined_T = np.concatenate([self._active_T, active_NT.max(axis=0)])
        self._active_T = joined_T[max(0, len(joined_T) - KEPT_FRAMES) :]
        self._stop += active_NT.shape[1]

    def is_voice(self, words: int, start: int, end: int) -> bool:
        """Whether a turn of so many words from frame `start` up to and with frame `end` was spoken by anybody."""
        if words > FEW_WORDS:
            return True
        first = self._stop - len(self._active_T)
        heard_T = self._active_T[max(0, start - first) : max(0, end + 1 - first)]
        sure = SHORT_SURE if end + 1 - start < SHORT_FRAMES else SURE
        return not len(heard_T) or float(heard_T.mean()) >= sure
