"""`python -m meetapp.media.packing FOLDER [--undo]`: the sound of a finished meeting in half the room, nothing lost.

Each track becomes FLAC, is read back and compared, and only then is the track removed. Beside it stay its peaks, a
byte for each tenth of a second, since a waveform should not need the sound to be decoded. `--undo` makes the tracks
again, as for recognising once more.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np
import soundfile
from numpy.typing import NDArray

from meetapp.errors import InputError, MeetappError, StorageError
from meetapp.journal import SAMPLE_BYTES, JournalReader, is_stopped, storage_error
from meetapp.meeting import is_in_progress
from meetapp.sealed.files import files_in, num_bytes, open_bytes, open_form, plain_path, remove
from meetapp.sealed.writing import SealedStream, form_now, fresh_path, open_new
from meetapp.tracks import track_rate

PEAKS_A_SECOND = 10
BLOCK_S = 10


def main() -> int:
    parser = argparse.ArgumentParser(prog="meetapp.media.packing", description="Compresses the sound of a meeting.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--undo", action="store_true", help="make the tracks again")
    options = parser.parse_args()
    try:
        (unpack if options.undo else pack)(options.folder)
    except MeetappError as err:
        print(err, file=sys.stderr)
        return err.exit_code
    except OSError as err:
        print(storage_error(options.folder, err), file=sys.stderr)
        return StorageError.exit_code
    return 0


def pack(folder: Path) -> None:
    """Compresses every track of a meeting that is complete; one that is compressed already stays.

    Raises:
        InputError: the meeting is still worked on.
        StorageError: what was written does not hold the same samples; the track is kept.
    """
    records = JournalReader(folder).read_new()
    if is_in_progress(folder):
        raise InputError(f"The meeting in {folder} is still being worked on: its sound stays as it is.")
    for track in _named(folder, ".pcm"):
        rate = track_rate(records, int(track.stem))
        if rate is None or not is_stopped(records, int(track.stem)):
            raise InputError(f"The journal in {folder} does not know the track {track.name}: it stays as it is.")
        if not num_bytes(track):
            continue
        packed = form_now(track.with_suffix(".flac"))
        fresh = write_flac(track, packed, rate)
        if not _is_same(track, packed):
            fresh.unlink()
            raise StorageError(f"The disk of {folder} did not keep what was written: the sound stays as it is.")
        _write_peaks(track, rate)
        fresh.replace(packed)
        remove(track)


def unpack(folder: Path) -> None:
    """Makes the tracks again from what `pack` made of them."""
    for packed in _named(folder, ".flac"):
        track = form_now(packed.with_suffix(".pcm"))
        with open_bytes(packed) as source, soundfile.SoundFile(source) as sound, open_new(track) as file:
            for block_S in sound.blocks(sound.samplerate * BLOCK_S, dtype="int16"):
                file.write(block_S.astype("<i2").tobytes())
            _sync(file)
        fresh_path(track).replace(track)
        remove(packed)
        remove(packed.with_suffix(".peaks"))


def _named(folder: Path, suffix: str) -> list[Path]:
    """The files of the meeting's sound with that suffix, by their plain names."""
    return [path for path in files_in(folder / "tracks") if path.suffix == suffix]


def write_flac(track: Path, packed: Path, rate: int) -> Path:
    """Writes the samples of `track` as FLAC that is to lie at `packed`; where it is until then, on disk by now."""
    with open_new(packed) as file:
        with soundfile.SoundFile(file, "w", rate, 1, "PCM_16", format="FLAC") as sound:
            for block_S in _blocks(track, rate * BLOCK_S):
                sound.write(block_S)
        _sync(file)
    return fresh_path(packed)


def _is_same(track: Path, packed: Path) -> bool:
    with open_form(fresh_path(packed), plain_path(packed).name) as file, soundfile.SoundFile(file) as sound:
        for block_S in _blocks(track, sound.samplerate * BLOCK_S):
            if not np.array_equal(sound.read(len(block_S), dtype="int16"), block_S):
                return False
        return not len(sound.read(1))


def _write_peaks(track: Path, rate: int) -> None:
    blocks = _blocks(track, rate // PEAKS_A_SECOND)
    loudest = bytes(min(255, int(np.abs(block_S.astype(np.int32)).max()) * 255 // 32767) for block_S in blocks)
    peaks = form_now(track.with_suffix(".peaks"))
    with open_new(peaks) as file:
        file.write(loudest)
    fresh_path(peaks).replace(peaks)


def _blocks(track: Path, samples: int) -> Iterator[NDArray[np.int16]]:
    """All samples of a track, so many at a time."""
    with open_bytes(track) as file:
        while data := file.read(samples * SAMPLE_BYTES):
            yield np.frombuffer(data[: len(data) // SAMPLE_BYTES * SAMPLE_BYTES], "<i2")


def _sync(file: IO[bytes]) -> None:
    """Makes sure that a plain file is on disk; a sealed one sees to that when it is closed."""
    file.flush()
    if not isinstance(file, SealedStream):
        os.fsync(file.fileno())


if __name__ == "__main__":
    sys.exit(main())
