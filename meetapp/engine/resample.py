"""Streaming resampler: a track at its device's rate in, the 16 kHz that the model hears out."""

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from sts_model.units import SAMPLE_RATE

# The least common grid of the two clocks: 10 ms is a whole number of samples at every rate sound cards have.
GRID_SAMPLES = SAMPLE_RATE // 100


class Resampler:
    """Any chunking of the input gives the same output, since libswresample keeps its filter's state between calls."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._inner = None if rate == SAMPLE_RATE else av.AudioResampler("flt", "mono", SAMPLE_RATE)

    def accept(self, wave_S: NDArray[np.float32]) -> NDArray[np.float32]:
        """The samples at 16 kHz that are ready now; a filter's length (some ms) stays behind."""
        if self._inner is None or not len(wave_S):
            return wave_S
        frame = AudioFrame.from_ndarray(wave_S[None], format="flt", layout="mono")
        frame.sample_rate = self._rate
        return self._pull(frame)

    def finish(self) -> NDArray[np.float32]:
        """What the filter still held back."""
        return np.zeros(0, np.float32) if self._inner is None else self._pull(None)

    def _pull(self, frame: AudioFrame | None) -> NDArray[np.float32]:
        assert self._inner is not None
        pieces = [out.to_ndarray()[0] for out in self._inner.resample(frame)]
        return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)


def track_position(model_samples: int, rate: int) -> int:
    """The sample of a track at `rate` that lies at `model_samples` of the 16 kHz clock, a multiple of GRID_SAMPLES."""
    return model_samples * rate // SAMPLE_RATE
