"""`python -m meetapp.media FILE... FOLDER`: decodes a recording, or a part of it, within limits against hostile files.

Several files, recorded at the same time, are a track each. It holds to its `Limits`, makes no track longer than MOST_S,
and says in one sentence what is wrong.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from meetapp.bounds import MOST_S
from meetapp.errors import MediaError, MeetappError
from meetapp.events import EventWriter, RecordingStarted, RecordingStopped, Trouble, tell_failure
from meetapp.faults import keep_words_out
from meetapp.journal import storage_error
from meetapp.media.decoder import Decoder
from meetapp.media.limits import Limits, Watch, hold_to
from meetapp.meeting import events_path
from meetapp.part import WHOLE, Part, add_options, part_of
from meetapp.tracks import TrackWriter
from sts_model.units import SAMPLE_RATE


def main() -> int:
    parser = argparse.ArgumentParser(prog="meetapp.media", description="Decodes a recording into a meeting folder.")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("folder", type=Path)
    add_options(parser)
    options = parser.parse_args()
    limits = Limits()
    hold_to(limits)
    av.logging.set_level(None)
    try:
        decode(options.files, options.folder, limits, part_of(options))
    except MeetappError as err:
        return tell_failure(events_path(options.folder), err)
    except OSError as err:
        return tell_failure(events_path(options.folder), storage_error(options.folder, err))
    return 0


def decode(paths: Path | Sequence[Path], folder: Path, limits: Limits, part: Part = WHOLE) -> None:
    """Writes that part of each of `paths` as a track of the meeting in `folder`; a track begins once there is sound.

    All are read side by side, so that the meeting can be heard meanwhile. What is before the part is decoded too and
    left out: not every format can be entered in the middle exactly.

    Raises:
        MediaError: a file cannot be decoded, ends before the part, or goes on for longer than MOST_S.
        StorageError: the disk refused.
    """
    paths = [paths] if isinstance(paths, Path) else paths
    events = EventWriter(events_path(folder))
    watch = Watch(paths[0].name, lambda err: tell_failure(events_path(folder), err), limits)
    try:
        files = [_File(path, folder, track, part, watch) for track, path in enumerate(paths)]
        for file in files:  # none has sound before all have begun: else the later ones would begin after it
            while not file.begin(events):
                pass
        going_on = files
        while going_on := [file for file in going_on if file.copy()]:
            pass
    except MemoryError as err:
        raise MediaError(f"{watch.name} cannot be decoded: it needs too much memory.") from err
    for file in files:
        file.end(events)
    events.write(RecordingStopped(max(file.track.samples for file in files) / SAMPLE_RATE))


class _File:
    """One file on its way to one track; `watch` is told when it is read, and of what it gave."""

    def __init__(self, path: Path, folder: Path, number: int, part: Part, watch: Watch) -> None:
        self._path, self._folder, self._number, self._part, self._watch = path, folder, number, part, watch
        watch.turn_to(path.name)
        self._decoder = Decoder(path)
        self._blocks = self._decoder.blocks()
        self._read = 0
        self._first: NDArray[np.int16] | None = None

    @property
    def read_s(self) -> float:
        return self._read / SAMPLE_RATE

    def begin(self, events: EventWriter) -> bool:
        """Whether the track has begun, now that there is sound for it; else there may be with the next call."""
        self._first = self._next()
        if self._first is None:
            raise MediaError(
                f"{self._path.name} is over after {self.read_s:.1f} s: there is nothing from {self._part.start_s} s on."
            )
        if not len(self._first):
            return False
        self.track = TrackWriter(self._folder, device=self._path.name, rate=SAMPLE_RATE, track=self._number)
        events.write(RecordingStarted(self._path.name, SAMPLE_RATE, self._number))
        return True

    def copy(self) -> bool:
        """Writes the next sound; whether there was some."""
        block_S, self._first = self._next() if self._first is None else self._first, None
        if block_S is None:
            return False
        self.track.append(block_S)
        return True

    def end(self, events: EventWriter) -> None:
        self.track.stop()
        if self._decoder.warning and not self._part.is_over(self._read):
            events.write(Trouble(self._decoder.warning))

    def _next(self) -> NDArray[np.int16] | None:
        """What is wanted of the next sound; None when nothing more is."""
        self._watch.turn_to(self._path.name)
        block_S = None if self._part.is_over(self._read) else next(self._blocks, None)
        if block_S is None:
            return None
        self._watch.fed(len(block_S) / SAMPLE_RATE)
        wanted_S = block_S[self._part.within(self._read, len(block_S))]
        self._read += len(block_S)
        if self._read > MOST_S * SAMPLE_RATE:  # a few bytes may claim weeks of silence, and would fill the disk
            raise MediaError(f"{self._path.name} is longer than {MOST_S / 3600:.0f} hours; cut it into parts.")
        return wanted_S


if __name__ == "__main__":
    keep_words_out()
    sys.exit(main())
