"""`python -m meetapp.media.packing FOLDER [--undo]`: the sound of a finished meeting in half the room, nothing lost.

Each track becomes FLAC, is read back and compared, and only then is the track removed. Beside it stay its peaks, a
byte for each tenth of a second, since a waveform should not need the sound to be decoded. `--undo` makes the tracks
again, as for recognising once more.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import IO

import numpy as np
import soundfile

from meetapp.errors import InputError, MeetappError, StorageError
from meetapp.journal import JournalReader, is_stopped, storage_error
from meetapp.meeting import is_in_progress
from meetapp.tracks import track_rate

PEAKS_A_SECOND = 10


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
    for track in sorted((folder / "tracks").glob("*.pcm")):
        rate = track_rate(records, int(track.stem))
        if rate is None or not is_stopped(records, int(track.stem)):
            raise InputError(f"The journal in {folder} does not know the track {track.name}: it stays as it is.")
        if not track.stat().st_size:
            continue
        packed, fresh = track.with_suffix(".flac"), track.with_suffix(".flac.new")
        write_flac(track, fresh, rate)
        if not _is_same(track, fresh):
            fresh.unlink()
            raise StorageError(f"The disk of {folder} did not keep what was written: the sound stays as it is.")
        _write_peaks(track, rate)
        fresh.replace(packed)
        track.unlink()


def unpack(folder: Path) -> None:
    """Makes the tracks again from what `pack` made of them."""
    for packed in sorted((folder / "tracks").glob("*.flac")):
        track, fresh = packed.with_suffix(".pcm"), packed.with_suffix(".pcm.new")
        with soundfile.SoundFile(packed) as sound, _open_private(fresh) as file:
            for block_S in sound.blocks(sound.samplerate * 10, dtype="int16"):
                file.write(block_S.astype("<i2").tobytes())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(track)
        packed.unlink()
        packed.with_suffix(".peaks").unlink(missing_ok=True)


def write_flac(track: Path, fresh: Path, rate: int) -> None:
    """Writes the samples of `track` to `fresh` as FLAC; on disk when this returns."""
    samples = _samples(track)
    with _open_private(fresh) as file:
        with soundfile.SoundFile(file, "w", rate, 1, "PCM_16", format="FLAC") as sound:
            for first in range(0, len(samples), rate * 10):
                sound.write(samples[first : first + rate * 10])
        file.flush()
        os.fsync(file.fileno())


def _is_same(track: Path, packed: Path) -> bool:
    samples, at = _samples(track), 0
    with soundfile.SoundFile(packed) as sound:
        for block_S in sound.blocks(sound.samplerate * 10, dtype="int16"):
            if not np.array_equal(block_S, samples[at : at + len(block_S)]):
                return False
            at += len(block_S)
    return at == len(samples)


def _write_peaks(track: Path, rate: int) -> None:
    samples = _samples(track)
    step = rate // PEAKS_A_SECOND
    blocks = (samples[first : first + step].astype(np.int32) for first in range(0, len(samples), step))
    loudest = bytes(min(255, int(np.abs(block_S).max()) * 255 // 32767) for block_S in blocks)
    with _open_private(track.with_suffix(".peaks")) as file:
        file.write(loudest)


def _samples(track: Path) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    size = track.stat().st_size // 2
    return np.memmap(track, "<i2", "r", shape=(size,)) if size else np.zeros(0, np.int16)


def _open_private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "r+b")


if __name__ == "__main__":
    sys.exit(main())
