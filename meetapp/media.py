"""Media: any audio or video file in, a finished 16 kHz track of a meeting out; runs in a limited process of its own.

`python -m meetapp.media FILE FOLDER` never lasts longer than the file feeds it, never takes more than MEMORY_BYTES,
and says in one sentence what is wrong with a file it cannot read.
"""

import argparse
import os
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray

from meetapp.errors import MediaError, MeetappError
from meetapp.events import EventWriter, RecordingStarted, RecordingStopped, Trouble
from meetapp.meeting import events_path
from meetapp.tracks import TrackWriter
from sts_model.units import SAMPLE_RATE

MEMORY_BYTES = 2 << 30
STALL_S = 60.0
"""A file that yields nothing for this long is given up."""

BLOCK_SAMPLES = SAMPLE_RATE
SHORTFALL = 0.05
"""Share of the announced length that may be missing before the user is told."""

# Text drawn as video, lists that lead to other files, pictures: FFmpeg opens them, but none is a recording.
NOT_RECORDINGS = {"tty", "hls", "concat", "dash", "image2", "lavfi", "subviewer", "srt", "webvtt", "ass", "lrc"}
# Without a header these only guess their length.
GUESSED_LENGTH = {"mp3", "aac", "ac3", "eac3", "amr"}


class Decoder:
    """One media file, opened: `blocks` yields its sound once, `warning` says afterwards what was missing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        check_readable(path)
        self._container = _open(path)
        stream = self._container.streams.best("audio")
        if not isinstance(stream, AudioStream):
            self._container.close()
            raise MediaError(f"{path.name} has no sound: it holds no audio stream.")
        self._stream = stream
        self._damaged = 0
        self._samples = 0

    def blocks(self) -> Iterator[NDArray[np.int16]]:
        """The sound as mono int16 at SAMPLE_RATE, all channels mixed; damaged parts are left out.

        Raises:
            MediaError: there was nothing in the file that could be decoded.
        """
        with self._container:
            for block_S in _gathered(self._resampled()):
                self._samples += len(block_S)
                yield block_S
        if not self._samples:
            raise MediaError(f"{self._path.name} is damaged or cut short: no sound in it can be decoded.")

    @property
    def warning(self) -> str:
        """A sentence when part of the file could not be read; empty when all was well."""
        got_s, announced_s = self._samples / SAMPLE_RATE, self._announced_s()
        if got_s < announced_s * (1 - SHORTFALL) - 0.5:
            return f"{self._path.name} is cut short: {got_s:.1f} s of {announced_s:.1f} s could be read."
        if self._damaged:
            return f"{self._path.name} is damaged in places: {got_s:.1f} s could be read."
        return ""

    def _announced_s(self) -> float:
        if self._container.format.name in GUESSED_LENGTH:
            return 0.0
        if self._stream.duration and self._stream.time_base:
            return float(self._stream.duration * self._stream.time_base)
        return (self._container.duration or 0) / av.time_base

    def _resampled(self) -> Iterator[NDArray[np.int16]]:
        resampler, setup = _resampler(), None
        for frame in self._frames():
            if setup not in (None, _setup(frame)):  # a stream that changes its rate or channels midway
                yield from _samples(resampler, None)
                resampler = _resampler()
            setup = _setup(frame)
            frame.pts = None
            yield from _samples(resampler, frame)
        if setup is not None:
            yield from _samples(resampler, None)

    def _frames(self) -> Iterator[AudioFrame]:
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except (av.FFmpegError, EOFError):
                self._damaged += 1
                return  # the container itself is torn here
            try:
                yield from packet.decode()
            except av.FFmpegError:
                self._damaged += 1


def check_readable(path: Path) -> None:
    """Raises MediaError with a sentence when `path` is not a file that this user can read."""
    try:
        info = path.stat()
    except FileNotFoundError as err:
        raise MediaError(f"There is no file {path}.") from err
    except OSError as err:
        raise MediaError(f"Cannot read {path}: {err.strerror}.") from err
    if stat.S_ISDIR(info.st_mode):
        raise MediaError(f"{path} is a folder: name the recordings in it.")
    if not stat.S_ISREG(info.st_mode):
        raise MediaError(f"{path} is not a file.")
    if not os.access(path, os.R_OK):
        raise MediaError(f"Cannot read {path}: you have no permission to.")
    if info.st_size == 0:
        raise MediaError(f"{path.name} is empty: it has no bytes.")


def decode(path: Path, folder: Path, events: EventWriter, watch: "StallWatch | None" = None) -> None:
    """Writes the sound of `path` as track 0 of the meeting in `folder`.

    Raises:
        MediaError: nothing in the file can be decoded.
        StorageError: the disk refused; all earlier blocks are intact.
    """
    decoder = Decoder(path)
    track: TrackWriter | None = None
    for block_S in decoder.blocks():
        if track is None:
            track = TrackWriter(folder, device=path.name, rate=SAMPLE_RATE)
            events.write(RecordingStarted(path.name, SAMPLE_RATE))
        track.append(block_S)
        if watch:
            watch.fed()
    if track is not None:
        track.stop()
        if decoder.warning:
            events.write(Trouble(decoder.warning))
        events.write(RecordingStopped(track.samples / SAMPLE_RATE))


class StallWatch:
    """Ends this process with a sentence when no sound came for STALL_S: a decoder may be caught in a loop."""

    def __init__(self, path: Path, events: EventWriter) -> None:
        self._path, self._events = path, events
        self._fed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def fed(self) -> None:
        self._fed.set()

    def _watch(self) -> None:
        while self._fed.wait(STALL_S):
            self._fed.clear()
        _complain(MediaError(f"{self._path.name} cannot be decoded: its decoder hangs."), self._events)
        os._exit(MediaError.exit_code)


def main() -> int:
    parser = argparse.ArgumentParser(prog="meetapp.media", description="Decodes a recording into a meeting folder.")
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    _limit_memory()
    av.logging.set_level(None)
    events = EventWriter(events_path(options.folder))
    try:
        decode(options.file, options.folder, events, StallWatch(options.file, events))
    except MeetappError as err:
        return _complain(err, events)
    except MemoryError:
        return _complain(MediaError(f"{options.file.name} cannot be decoded: it needs too much memory."), events)
    return 0


def _complain(err: MeetappError, events: EventWriter) -> int:
    print(err, file=sys.stderr)
    events.write(Trouble(str(err), fatal=True, exit_code=err.exit_code))
    return err.exit_code


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _open(path: Path) -> InputContainer:
    try:
        # `file:` since a name like `a:b.wav` would be read as an address; no other file or address is followed.
        container = av.open(f"file:{path.absolute()}", options={"protocol_whitelist": "file"})
    except av.FFmpegError as err:
        raise MediaError(f"{path.name} is not a recording that can be read: its format is unknown or damaged.") from err
    if NOT_RECORDINGS & set(container.format.name.split(",")) or container.format.name.endswith("_pipe"):
        container.close()
        raise MediaError(f"{path.name} is not a recording that can be read: it holds text or pictures.")
    return container


def _resampler() -> av.AudioResampler:
    return av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)


def _setup(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _samples(resampler: av.AudioResampler, frame: AudioFrame | None) -> Iterator[NDArray[np.int16]]:
    for out in resampler.resample(frame):
        yield out.to_ndarray()[0].astype(np.int16, copy=False)


def _gathered(pieces: Iterator[NDArray[np.int16]]) -> Iterator[NDArray[np.int16]]:
    """The same samples in blocks of at least BLOCK_SAMPLES, the last one shorter: fewer, larger writes."""
    held: list[NDArray[np.int16]] = []
    for piece_S in pieces:
        held.append(piece_S)
        if sum(map(len, held)) >= BLOCK_SAMPLES:
            yield np.concatenate(held)
            held = []
    if any(map(len, held)):
        yield np.concatenate(held)


if __name__ == "__main__":
    sys.exit(main())
