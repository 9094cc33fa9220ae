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
from meetapp.events import EventWriter, RecordingStarted, RecordingStopped, Trouble
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
    events = EventWriter(events_path(options.folder))
    try:
        _decode(options.file, options.folder, events)
    except MeetappError as err:
        return _complain(err, events)
    except MemoryError:
        return _complain(MediaError(f"{options.file.name} cannot be decoded: it needs too much memory."), events)
    return 0


def _decode(path: Path, folder: Path, events: EventWriter) -> None:
    """Writes the sound of `path` as track 0 of the meeting in `folder`; the track begins once there is sound."""
    watch = StallWatch(path, events)
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

    def __init__(self, path: Path, events: EventWriter, stall_s: float = STALL_S) -> None:
        self._path, self._events, self._stall_s = path, events, stall_s
        self._fed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def fed(self) -> None:
        self._fed.set()

    def _watch(self) -> None:
        while self._fed.wait(self._stall_s):
            self._fed.clear()
        _complain(MediaError(f"{self._path.name} cannot be decoded: its decoder hangs."), self._events)
        os._exit(MediaError.exit_code)


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


if __name__ == "__main__":
    sys.exit(main())
