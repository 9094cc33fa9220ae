"""Voice memory: the last minutes of features, and which part of a turn is its speaker alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sts_model.segmenter import Segment
from sts_model.units import HOP, REDUCTION, SAMPLE_RATE

KEEP_S = 180
"""How far back features are kept; of a longer turn only its end is heard."""

ENOUGH_FRAMES = 60
"""This much speech alone is better than all of the turn with others in it."""


@dataclass(frozen=True)
class Voice:
    """Log-mel frames of a turn, and the turns that someone else must have spoken, as they overlap it."""

    frames_LF: NDArray[np.float32]
    not_same: frozenset[int]

    @property
    def duration_s(self) -> float:
        return len(self.frames_LF) * HOP / SAMPLE_RATE


@dataclass(frozen=True)
class _Span:
    turn_id: int
    channel: int
    start: int
    stop: int


class VoiceMemory:
    """A bounded window of features as heard, and the spans of the turns in it."""

    def __init__(self, mels: int) -> None:
        self._frames_LF = np.zeros((0, mels), np.float32)
        self._first = 0
        self._spans: list[_Span] = []

    def hear(self, log_mel_LF: NDArray[np.float32]) -> None:
        """Appends features; what is older than KEEP_S goes."""
        self._frames_LF = np.concatenate([self._frames_LF, log_mel_LF])
        surplus = len(self._frames_LF) - KEEP_S * SAMPLE_RATE // HOP
        if surplus > 0:
            self._frames_LF = self._frames_LF[surplus:]
            self._first += surplus
            self._spans = [span for span in self._spans if span.stop > self._first]

    def add(self, turn_id: int, segment: Segment) -> Voice:
        """The voice of a turn that has just ended; frames it shares with another turn are left out if enough stay."""
        span = _Span(turn_id, segment.channel, segment.start_frame * REDUCTION, (segment.end_frame + 1) * REDUCTION)
        others = [o for o in self._spans if o.channel != span.channel and o.start < span.stop and span.start < o.stop]
        self._spans.append(span)
        start = max(span.start, self._first)
        stop = max(start + 1, min(span.stop, self._first + len(self._frames_LF)))
        alone_L = np.ones(stop - start, bool)
        for other in others:
            alone_L[max(0, other.start - start) : max(0, other.stop - start)] = False
        frames_LF = self._frames_LF[start - self._first : stop - self._first]
        if alone_L.sum() >= ENOUGH_FRAMES and len(frames_LF) == len(alone_L):
            frames_LF = frames_LF[alone_L]
        overlapped = frozenset(other.turn_id for other in others if _overlap(span, other) > 2 * REDUCTION)
        return Voice(frames_LF if len(frames_LF) else self._frames_LF[-1:], overlapped)


def _overlap(one: _Span, other: _Span) -> int:
    return min(one.stop, other.stop) - max(one.start, other.start)
