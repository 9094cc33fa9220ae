"""Sound: all tracks of a meeting mixed into one, read from any place; a recording may still be growing."""

from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from meetapp.errors import InputError
from meetapp.journal import COMPRESSED, JournalReader
from meetapp.sealed.files import files_in, open_bytes
from meetapp.tracks import TrackReader, track_rate
from sts_model.units import SAMPLE_RATE


class Track(Protocol):
    """One recorded input."""

    rate: int

    @property
    def samples(self) -> int:
        """Samples in the track so far."""

    def read(self, first: int, count: int) -> NDArray[np.float32]:
        """At most `count` samples from `first` on, -1 to 1; fewer at the end."""

    def close(self) -> None:
        """Lets go of the file."""


class PcmTrack:
    """A track as the recorder writes it."""

    def __init__(self, folder: Path, number: int, rate: int) -> None:
        self.rate = rate
        self._reader = TrackReader(folder, track=number)

    @property
    def samples(self) -> int:
        return self._reader.available

    def read(self, first: int, count: int) -> NDArray[np.float32]:
        self._reader.position = first
        return self._reader.read_new(count)

    def close(self) -> None:
        pass  # opened for every read


class FileTrack:
    """A track that was compressed."""

    def __init__(self, path: Path) -> None:
        import soundfile

        try:
            self._file = soundfile.SoundFile(open_bytes(path))
        except soundfile.LibsndfileError as err:
            raise InputError(f"The sound in {path} cannot be read; the file is damaged.") from err
        self.rate: int = self._file.samplerate

    @property
    def samples(self) -> int:
        return int(self._file.frames)

    def read(self, first: int, count: int) -> NDArray[np.float32]:
        self._file.seek(min(first, self.samples))
        wave_SC: NDArray[np.float32] = self._file.read(count, dtype="float32", always_2d=True)
        mono_S: NDArray[np.float32] = wave_SC.mean(axis=1, dtype=np.float32)
        return mono_S

    def close(self) -> None:
        self._file.close()


class Sound:
    """The sum of tracks, at the rate of the finest of them."""

    def __init__(self, tracks: list[Track]) -> None:
        self._tracks = tracks
        self.rate = max((track.rate for track in tracks), default=SAMPLE_RATE)

    @property
    def duration_s(self) -> float:
        """Seconds recorded so far; 0 when there is no sound."""
        return max((track.samples / track.rate for track in self._tracks), default=0.0)

    def read(self, first: int, count: int) -> NDArray[np.float32]:
        """At most `count` samples from `first` on, fewer at the end."""
        waves = [self._of(track, first, count) for track in self._tracks]
        mixed = np.zeros(max((len(wave_S) for wave_S in waves), default=0), np.float32)
        for wave_S in waves:
            mixed[: len(wave_S)] += wave_S
        return np.clip(mixed, -1.0, 1.0)

    def close(self) -> None:
        for track in self._tracks:
            track.close()

    def _of(self, track: Track, first: int, count: int) -> NDArray[np.float32]:
        if track.rate == self.rate:
            return track.read(first, count)
        # Straight lines between samples: good enough for speech on the coarser of two inputs, and without a state.
        ratio = track.rate / self.rate
        begin = int(first * ratio)
        coarse = track.read(begin, int(count * ratio) + 3)
        if not len(coarse):
            return coarse
        places = np.arange(first, first + count) * ratio - begin
        places = places[places <= len(coarse) - 1]
        fine: NDArray[np.float32] = np.interp(places, np.arange(len(coarse)), coarse).astype(np.float32)
        return fine


def open_sound(folder: Path) -> Sound:
    """The sound of the meeting in `folder`; of no length when none was kept.

    Raises:
        InputError: a track is damaged.
    """
    records = None
    with ExitStack() as opened:
        tracks: list[Track] = []
        files = files_in(folder / "tracks")
        for path in files:
            if not path.stem.isdecimal():
                continue
            if path.suffix == ".pcm":
                records = JournalReader(folder).read_new() if records is None else records
                tracks.append(PcmTrack(folder, int(path.stem), track_rate(records, int(path.stem)) or SAMPLE_RATE))
            elif path.suffix == COMPRESSED and path.with_suffix(".pcm") not in files:
                tracks.append(FileTrack(path))
                opened.callback(tracks[-1].close)
        opened.pop_all()
    return Sound(tracks)
