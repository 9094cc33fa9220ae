"""`python -m meetapp.media FILE FOLDER`: decodes a recording, or a part of it, within limits against hostile files.

It holds to its `Limits`, makes no track longer than MOST_S, and says in one sentence what is wrong.
"""

import argparse
import sys
from pathlib import Path

import av

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

MOST_S = 24 * 3600.0
"""No meeting is longer: a file of a few bytes may claim weeks of silence, and would fill the disk."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="meetapp.media", description="Decodes a recording into a meeting folder.")
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    add_options(parser)
    options = parser.parse_args()
    limits = Limits()
    hold_to(limits)
    av.logging.set_level(None)
    try:
        decode(options.file, options.folder, limits, part_of(options))
    except MeetappError as err:
        return tell_failure(events_path(options.folder), err)
    except OSError as err:
        return tell_failure(events_path(options.folder), storage_error(options.folder, err))
    except MemoryError:
        too_much = MediaError(f"{options.file.name} cannot be decoded: it needs too much memory.")
        return tell_failure(events_path(options.folder), too_much)
    return 0


def decode(path: Path, folder: Path, limits: Limits, part: Part = WHOLE) -> None:
    """Writes that part of `path` as track 0 of the meeting in `folder`; the track begins once there is sound.

    What is before the part is decoded too and left out: not every format can be entered in the middle exactly.

    Raises:
        MediaError: the file cannot be decoded, ends before the part, or goes on for longer than MOST_S.
        StorageError: the disk refused.
    """
    events = EventWriter(events_path(folder))
    watch = Watch(path.name, lambda err: tell_failure(events_path(folder), err), limits)
    decoder = Decoder(path)
    track: TrackWriter | None = None
    read = 0
    for block_S in decoder.blocks():
        wanted_S = block_S[part.within(read, len(block_S))]
        read += len(block_S)
        watch.fed(read / SAMPLE_RATE)
        if read > MOST_S * SAMPLE_RATE:
            raise MediaError(f"{path.name} is longer than {MOST_S / 3600:.0f} hours; cut it into parts.")
        if len(wanted_S):
            if track is None:
                track = TrackWriter(folder, device=path.name, rate=SAMPLE_RATE)
                events.write(RecordingStarted(path.name, SAMPLE_RATE))
            track.append(wanted_S)
        if part.is_over(read):
            break
    if track is None:
        raise MediaError(
            f"{path.name} is over after {read / SAMPLE_RATE:.1f} s: there is nothing from {part.start_s} s on."
        )
    track.stop()
    if decoder.warning and not part.is_over(read):
        events.write(Trouble(decoder.warning))
    events.write(RecordingStopped(track.samples / SAMPLE_RATE))


if __name__ == "__main__":
    keep_words_out()
    sys.exit(main())
