"""Decoder: the sound of one media file as blocks of 16 kHz mono, at the times its time stamps say."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from meetapp.errors import MediaError
from meetapp.media.opening import announced_s, open_recording
from sts_model.units import SAMPLE_RATE, samples

BLOCK_SAMPLES = SAMPLE_RATE
SHORTFALL = 0.05
"""Share of the announced length that may be missing before the user is told."""

LEAST_GAP_S = 0.1
"""Shorter holes between time stamps are rounding."""

MOST_GAP_S = 600.0
"""Longer ones are a clock that jumped, not a pause."""


class Decoder:
    """One media file, opened: `blocks` yields its sound once, `warning` says afterwards what was missing."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._container = open_recording(path)
        stream = self._container.streams.best("audio")
        if not isinstance(stream, AudioStream):
            self._container.close()
            raise MediaError(f"{path.name} has no sound: it holds no audio stream.")
        self._stream = stream
        self._announced_s = announced_s(path, self._container, stream)
        self._damaged = False
        self._samples = 0

    def blocks(self) -> Iterator[NDArray[np.int16]]:
        """The sound as mono int16 at SAMPLE_RATE, all channels mixed; silence stands in for what is damaged.

        Raises:
            MediaError: there was nothing in the file that could be decoded.
        """
        with self._container:
            for block_S in _gathered(self._resampled()):
                self._samples += len(block_S)
                yield block_S
        if not self._samples:
            raise MediaError(f"{self._name} is damaged or cut short: no sound in it can be decoded.")

    @property
    def warning(self) -> str:
        """A sentence when part of the file could not be read; empty when all was well."""
        got_s = self._samples / SAMPLE_RATE
        if got_s < self._announced_s * (1 - SHORTFALL) - 0.5:
            return f"{self._name} is cut short: {got_s:.1f} s of {self._announced_s:.1f} s could be read."
        if self._damaged:
            return f"{self._name} is damaged in places; what could be read is done."
        return ""

    def _resampled(self) -> Iterator[NDArray[np.int16]]:
        resampler, setup = _resampler(), None
        expected_s = (self._container.start_time or 0) / av.time_base
        for frame in self._frames():
            gap_s = 0.0 if frame.time is None else frame.time - expected_s
            gap_s = gap_s if LEAST_GAP_S < gap_s < MOST_GAP_S else 0.0
            if setup is not None and (gap_s or setup != _setup(frame)):  # the rate may change midway, too
                yield from self._pull(resampler, None)
                resampler = _resampler()
            if gap_s:
                yield np.zeros(samples(gap_s), np.int16)
            setup = _setup(frame)
            expected_s = (expected_s if frame.time is None else frame.time) + frame.samples / max(1, frame.sample_rate)
            frame.pts = None
            yield from self._pull(resampler, frame)
        if setup is not None:
            yield from self._pull(resampler, None)

    def _pull(self, resampler: av.AudioResampler, frame: AudioFrame | None) -> Iterator[NDArray[np.int16]]:
        try:
            ready = resampler.resample(frame)
        except av.FFmpegError:
            self._damaged = True  # a frame that claims a rate or channels which do not exist
            return
        for out in ready:
            yield out.to_ndarray()[0].astype(np.int16, copy=False)

    def _frames(self) -> Iterator[AudioFrame]:
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.FFmpegError:
                self._damaged = True
                return  # the container itself is torn here
            try:
                yield from packet.decode()
            except av.FFmpegError:
                self._damaged = True


def _resampler() -> av.AudioResampler:
    return av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)


def _setup(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _gathered(pieces: Iterator[NDArray[np.int16]]) -> Iterator[NDArray[np.int16]]:
    """The same samples in blocks of at least BLOCK_SAMPLES, the last one shorter: fewer, larger writes."""
    held: list[NDArray[np.int16]] = []
    num_held = 0
    for piece_S in pieces:
        held.append(piece_S)
        num_held += len(piece_S)
        if num_held >= BLOCK_SAMPLES:
            yield np.concatenate(held)
            held, num_held = [], 0
    if num_held:
        yield np.concatenate(held)
