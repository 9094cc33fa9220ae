"""Repair: what a crash or a loss of power left of a meeting becomes a meeting again, nothing being guessed."""

import time
from pathlib import Path

from meetapp.errors import InputError, StorageError
from meetapp.events import EventReader, RecordingStarted
from meetapp.journal import (
    SAMPLE_BYTES,
    JournalReader,
    JournalWriter,
    Record,
    Start,
    is_stopped,
    samples_on_disk,
    stop_tracks,
    storage_error,
    track_numbers,
    track_path,
)
from meetapp.meeting import Meeting, events_path, open_meeting, write_description
from meetapp.sealed.files import end_cleanly
from meetapp.sealed.lines import unseal
from meetapp.tracks import DEVICE, track_rate


def repair(folder: Path, untitled: str) -> Meeting:
    """The meeting in `folder`, made readable: its tracks end on a whole sample and are complete.

    Args:
        untitled: the title of a meeting whose own description is damaged.
    Raises:
        InputError: the rate of its sound is known no more; the raw samples are left alone.
        StorageError: the disk refused; the meeting is no worse than before.
    """
    records = JournalReader(folder).read_new()
    rate = known_rate(folder, records)
    if rate is not None and samples_on_disk(folder):
        for track in track_numbers(folder):
            _end_on_whole_sample(track_path(folder, track))
        if track_rate(records, 0) is None:
            _journal(folder, Start(0, "", rate, 0, time.time(), time.monotonic()))
        stop_tracks(folder)
    try:
        return open_meeting(folder)
    except InputError:
        return _describe_again(folder, records, untitled)


def known_rate(folder: Path, records: list[Record]) -> int | None:
    """The rate of the first track in Hz, from the journal or else from the events; None when there is no sound at all.

    Raises:
        InputError: there is sound, and neither says at which rate.
    """
    rate = track_rate(records, 0)
    if rate is None:
        told = EventReader(events_path(folder)).read_new()
        rate = next((event.rate for event in told if isinstance(event, RecordingStarted)), None)
    if rate is None and samples_on_disk(folder):
        raise InputError(
            f"The journal in {folder} is damaged, so that the rate of the sound is unknown; an audio editor can open "
            f"{track_path(folder)} as raw samples (16 bit, little endian, one channel)."
        )
    return rate


def has_all_sound(folder: Path) -> bool:
    """Whether its tracks were complete before anybody repaired them."""
    records = JournalReader(folder).read_new()
    return all(is_stopped(records, track) for track in {0, *track_numbers(folder)})


def _end_on_whole_sample(track: Path) -> None:
    try:
        end_cleanly(track, SAMPLE_BYTES)
    except OSError as err:
        raise storage_error(track.parent, err) from err


def _journal(folder: Path, record: Record) -> None:
    journal = JournalWriter(folder)
    journal.append(record)
    journal.sync()
    journal.close()


def _describe_again(folder: Path, records: list[Record], untitled: str) -> Meeting:
    """Writes `meeting.json` anew from what the journal says of the beginning."""
    start = next((record for record in records if isinstance(record, Start)), None)
    began = time.localtime(start.time if start else folder.stat().st_mtime)
    title = f"{untitled} {time.strftime('%Y-%m-%d %H:%M', began)}"
    meeting = Meeting(title, time.strftime("%Y-%m-%dT%H:%M:%S%z", began), _device(start) if start else "")
    damaged = folder / "meeting.json"
    if damaged.exists():
        try:
            damaged.replace(folder / "meeting.json.damaged")
        except OSError as err:
            raise StorageError(f"Cannot set {damaged} aside: {err.strerror}.") from err
    write_description(folder, meeting)
    return meeting


def _device(start: Start) -> str:
    try:
        return unseal(start.device, DEVICE)
    except ValueError:
        return ""
