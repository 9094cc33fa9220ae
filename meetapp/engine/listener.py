"""Listener: one track with the pipeline that hears it, read block by block as it grows."""

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from meetapp.engine.resample import Resampler, track_position
from meetapp.tracks import TrackReader
from sts_model.turns import Partial, Turn
from sts_model.units import SAMPLE_RATE

BLOCK_S = 2.0
"""Most sound given to the pipeline at once: progress is seen, and memory stays bounded, when catching up."""


class Recogniser(Protocol):
    """What the loop needs of a pipeline."""

    @property
    def name(self) -> str: ...
    def accept(self, wave_S: NDArray[np.float32]) -> list[Turn | Partial]: ...
    def finish(self) -> list[Turn | Partial]: ...
    def packed_voices(self) -> str: ...


class Listener:
    """Hears `track` of the meeting in `folder`, recorded at `rate`, from `start_samples` of the 16 kHz clock on."""

    def __init__(self, folder: Path, track: int, rate: int, start_samples: int, pipeline: Recogniser) -> None:
        self.track, self._rate, self._pipeline = track, rate, pipeline
        self._reader = TrackReader(folder, track=track, start_samples=track_position(start_samples, rate))
        self._resampler = Resampler(rate)
        self._ended = self.is_done = False

    @property
    def position_s(self) -> float:
        """How far it has heard."""
        return self._reader.position / self._rate

    @property
    def available_s(self) -> float:
        """How much sound there is."""
        return self._reader.available / self._rate

    def read(self) -> NDArray[np.float32]:
        """The next samples of the track at its own rate; empty when there are none yet, or no more: see `has_ended`."""
        self._ended = self._reader.ended  # before reading: a track that has ended does not grow
        return self._reader.read_new(max_samples=round(BLOCK_S * self._rate))

    @property
    def has_ended(self) -> bool:
        """Whether nothing can come after an empty `read`."""
        return self._ended

    def hear(self, wave_S: NDArray[np.float32]) -> list[Turn | Partial]:
        return self._pipeline.accept(self._resampler.accept(wave_S))

    def seconds(self, wave_S: NDArray[np.float32]) -> float:
        return len(wave_S) / self._rate

    def finish(self) -> list[Turn | Partial]:
        """The last results; it hears no more."""
        self.is_done = True
        return [*self._pipeline.accept(self._resampler.finish()), *self._pipeline.finish()]

    def packed_voices(self) -> str:
        """The voices of its speakers, as text; empty when there are none."""
        return self._pipeline.packed_voices()

    def span(self, first_s: float, last_s: float) -> NDArray[np.float32]:
        """The sound between two times at SAMPLE_RATE, silence where there is none; read anew, wherever it hears now."""
        first, last = round(first_s * self._rate), round(last_s * self._rate)
        reader = TrackReader(self._reader.folder, track=self.track, start_samples=max(0, first))
        wave_S = reader.read_new(max_samples=max(0, last - max(0, first)))
        wave_S = np.pad(wave_S, (max(0, -first), 0))
        resampler = Resampler(self._rate)
        wave_S = np.concatenate([resampler.accept(wave_S), resampler.finish()])
        wanted = round((last_s - first_s) * SAMPLE_RATE)
        return np.pad(wave_S[:wanted], (0, max(0, wanted - len(wave_S))))

    def knows(self, until_s: float) -> bool:
        """Whether all the sound up to then is there, or will never be."""
        return self.is_done or self.available_s >= until_s or self._reader.stopped
