"""`python -m meetapp.media FILE FOLDER`: decodes a recording, with limits that a hostile file cannot pass.

It takes at most MEMORY_BYTES, ends when the file yields nothing for STALL_S, and says in one sentence what is wrong.
"""

import argparse
import os
import sys
import threading
from pathlib import Path

import av

from meetapp.errors import MediaError, MeetappError
from meetapp.events import EventWriter, RecordingStarted, RecordingStopped, Trouble, tell_failure
from meetapp.journal import storage_error
from meetapp.media.decoder import Decoder
from meetapp.meeting import events_path
from meetapp.tracks import TrackWriter
from sts_model.units import SAMPLE_RATE

MEMORY_BYTES = 2 << 30
STALL_S = 60.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="meetapp.media", description="Decodes a recording into a meeting folder.")
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    _limit_memory()
    av.logging.set_level(None)
    try:
        _decode(options.file, options.folder)
    except MeetappError as err:
        return tell_failure(events_path(options.folder), err)
    except OSError as err:
        return tell_failure(events_path(options.folder), storage_error(options.folder, err))
    except MemoryError:
        too_much = MediaError(f"{options.file.name} cannot be decoded: it needs too much memory.")
        return tell_failure(events_path(options.folder), too_much)
    return 0


def _decode(path: Path, folder: Path) -> None:
    """Writes the sound of `path` as track 0 of the meeting in `folder`; the track begins once there is sound."""
    events = EventWriter(events_path(folder))
    watch = StallWatch(path, folder)
    decoder = Decoder(path)
    track: TrackWriter | None = None
    for block_S in decoder.blocks():
        if track is None:
            track = TrackWriter(folder, device=path.name, rate=SAMPLE_RATE)
            events.write(RecordingStarted(path.name, SAMPLE_RATE))
        track.append(block_S)
        watch.fed()
    if track is not None:
        track.stop()
        if decoder.warning:
            events.write(Trouble(decoder.warning))
        events.write(RecordingStopped(track.samples / SAMPLE_RATE))


class StallWatch:
    """Ends this process with a sentence when no sound came for STALL_S: a decoder may be caught in a loop."""

    def __init__(self, path: Path, folder: Path, stall_s: float = STALL_S) -> None:
        self._path, self._folder, self._stall_s = path, folder, stall_s
        self._fed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def fed(self) -> None:
        self._fed.set()

    def _watch(self) -> None:
        while self._fed.wait(self._stall_s):
            self._fed.clear()
        err = MediaError(f"{self._path.name} cannot be decoded: its decoder hangs.")
        os._exit(tell_failure(events_path(self._folder), err))


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


if __name__ == "__main__":
    sys.exit(main())
