"""Voice memory: the last minutes as heard and as separated, and which frames of a turn tell its speaker."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.segmenter import Segment
from sts_model.units import HOP, REDUCTION, SAMPLE_RATE

KEEP_S = 180
"""How far back features are kept; of a longer turn only its end is heard."""

ENOUGH_FRAMES = 60
"""This much speech alone is better than all of the turn with others in it."""

APART_FRAMES = 70
"""Turns in which both channels are active at once for so long are of two people. Less is mostly leakage: of turns
that merely overlap half are of one voice (34 pairs of simulated meetings of dev speakers)."""


@dataclass(frozen=True)
class Voice:
    """Log-mel frames of a turn, and the turns that someone else must have spoken, as both voices were heard at once."""

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


class _Recent:
    """The last `keep` frames of something, one array a channel; room for twice as many makes moving them rare."""

    def __init__(self, keep: int, channels: int, *shape: int, dtype: type) -> None:
        self._room: NDArray[Any] = np.zeros((channels, 2 * keep, *shape), dtype)
        self._keep, self._used, self.stop = keep, 0, 0

    @property
    def first(self) -> int:
        return self.stop - min(self._used, self._keep)

    def add(self, x_CL: NDArray[Any]) -> None:
        skipped = max(0, x_CL.shape[1] - self._keep)
        x_CL, size = x_CL[:, skipped:], x_CL.shape[1] - skipped
        if self._used + size > self._room.shape[1]:
            self._room[:, : self._keep] = self._room[:, self._used - self._keep : self._used]
            self._used = self._keep
        self._room[:, self._used : self._used + size] = x_CL
        self._used, self.stop = self._used + size, self.stop + skipped + size

    def between(self, start: int, stop: int) -> NDArray[Any]:
        """Frames `start` to `stop`, zeros for those that are not there."""
        out = np.zeros((len(self._room), stop - start, *self._room.shape[2:]), self._room.dtype)
        low, high = max(start, self.first), min(stop, self.stop)
        if low < high:
            offset = self._used - self.stop
            out[:, low - start : high - start] = self._room[:, low + offset : high + offset]
        return out


class VoiceMemory:
    """A bounded window of features, masks and activity, and the spans of the turns in it."""

    def __init__(self, mels: int, channels: int) -> None:
        keep = KEEP_S * SAMPLE_RATE // HOP
        self._heard = _Recent(keep, 1, mels, dtype=np.float32)
        self._masks = _Recent(keep, channels, mels, dtype=np.float16)
        self._active = _Recent(keep, channels, dtype=np.bool_)
        self._spans: list[_Span] = []

    def hear(
        self,
        log_mel_LF: NDArray[np.float32],
        masks_CLF: NDArray[np.float32] | None,
        active_CT: NDArray[np.bool_],
    ) -> None:
        """Appends what comes next of each, which need not be as much of one as of another; old frames go.

        Args:
            masks_CLF: logarithms of each channel's share of the power; None: the model has no masks.
            active_CT: whether a voice is on each channel, in encoder frames.
        """
        self._heard.add(log_mel_LF[None])
        if masks_CLF is not None:
            self._masks.add(masks_CLF)
        self._active.add(active_CT.repeat(REDUCTION, axis=1))
        self._spans = [span for span in self._spans if span.stop > self._heard.first]

    def add(self, turn_id: int, segment: Segment) -> Voice:
        """The voice of a turn that has just ended, and who else spoke while both were heard."""
        span = _Span(turn_id, segment.channel, segment.start_frame * REDUCTION, (segment.end_frame + 1) * REDUCTION)
        apart = frozenset(other.turn_id for other in self._spans if self._both_heard(span, other) >= APART_FRAMES)
        self._spans.append(span)
        return Voice(self.voice(segment.channel, segment.start_frame, segment.end_frame + 1), apart)

    def voice(self, channel: int, start_frame: int, stop_frame: int) -> NDArray[np.float32]:
        """Log-mel of what a channel carries from one encoder frame to before another; a frame at least.

        That is the mixture in the frames in which no other channel is active; if those are few, all frames through the
        masks of the channel.
        """
        start = max(start_frame * REDUCTION, self._heard.first)
        stop = max(start + 1, min(stop_frame * REDUCTION, self._heard.stop))
        frames_LF: NDArray[np.float32] = self._heard.between(start, stop)[0]
        active_CL = self._active.between(start, stop)
        alone_L = ~np.delete(active_CL, channel, axis=0).any(axis=0)
        if alone_L.sum() >= ENOUGH_FRAMES:
            return frames_LF[alone_L]
        through_LF: NDArray[np.float32] = frames_LF + self._masks.between(start, stop)[channel].astype(np.float32)
        return through_LF

    def _both_heard(self, one: _Span, other: _Span) -> int:
        """Frames of both turns in which the channels of both are active."""
        start, stop = max(one.start, other.start), min(one.stop, other.stop)
        if one.channel == other.channel or start >= stop:
            return 0
        active_CL = self._active.between(start, stop)
        return int((active_CL[one.channel] & active_CL[other.channel]).sum())
