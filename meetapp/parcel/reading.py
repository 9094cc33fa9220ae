"""Reading a parcel that somebody sent: a new meeting of the library, or a sentence and nothing left."""

import hashlib
import json
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO

from meetapp import children, meeting
from meetapp.edits import Logged
from meetapp.edits.as_json import decode_logged
from meetapp.errors import InputError, MediaError, MeetappError
from meetapp.events import EventWriter, Finished, TurnAdded, decode
from meetapp.journal import storage_error
from meetapp.meeting import Meeting
from meetapp.parcel import DESCRIPTION, EDITS, EVENTS, MANIFEST, MOST_BYTES, SOUND
from meetapp.parcel.contents import Part
from meetapp.parcel.contents import decode as decode_parts
from meetapp.sources import remember
from meetapp.store import Library
from meetapp.store.edit_journal import append_edits
from meetapp.store.edits import restore_edits
from meetapp.store.meetings import MeetingRow, add_meeting, get_meeting, set_duration
from meetapp.store.rebuild import seconds_of
from meetapp.store.tags import set_tags
from meetapp.store.turns import replace_turns
from meetapp.typed import typed
from sts_model.turns import Turn
from sts_model.units import samples

BLOCK_BYTES = 1 << 20
MOST_SAMPLES, MOST_SPEAKERS, MOST_CHANNELS = samples(1000 * 3600.0), 10_000, 1000
# Of what `zipfile` raises at a file that is none, only some is its own.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def is_parcel(file: Path) -> bool:
    """Whether the file's name says that it is one."""
    return file.suffix.lower() == ".zip"


def take_parcel(library: Library, file: Path, parent: Path, title: str = "") -> MeetingRow:
    """A new meeting in a folder of `parent` with all that the parcel holds; nothing is left of one that is bad.

    Raises:
        InputError: it is no parcel, damaged, or too large.
        MediaError: its sound cannot be decoded.
        StorageError: the disk refused.
        LibraryError: the library cannot be written.
    """
    try:
        with zipfile.ZipFile(file) as parcel:
            return _take(library, parcel, file, parent, title)
    except _BROKEN as err:
        raise _refusal(file, "it is damaged, or no zip file") from err
    except OSError as err:
        raise InputError(f"{file.name} cannot be read: {err.strerror or err}.") from err


def _take(library: Library, parcel: zipfile.ZipFile, file: Path, parent: Path, title: str) -> MeetingRow:
    try:
        parts = decode_parts(_read(parcel, MANIFEST, None))
        described: Meeting = typed(json.loads(_read(parcel, DESCRIPTION, parts)), Meeting)
        turns, duration_s = _turns(_read(parcel, EVENTS, parts))
        edits = _edits(_read(parcel, EDITS, parts))
    except (InputError, RecursionError) as err:
        raise _refusal(file, str(err) or "it is damaged") from err
    title = title or described.title
    folder = meeting.create(parent, title=title, source=str(file.resolve()))
    try:
        meeting.describe(folder, tags=described.tags, created=described.created)
        remember(folder, file)
        if SOUND in parts:
            _unpack_sound(parcel, parts, folder, file)
        return _fill(library, folder, described, turns, edits, duration_s)
    except (MeetappError, *_BROKEN, OSError) as err:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(err, OSError):
            raise storage_error(folder, err) from err
        raise


def _fill(
    library: Library, folder: Path, described: Meeting, turns: list[Turn], edits: list[Logged], duration_s: float
) -> MeetingRow:
    events = EventWriter(meeting.events_path(folder))
    for turn in turns:
        events.write(TurnAdded(turn))
    events.write(Finished(duration_s))
    events.close()
    if edits:
        append_edits(folder, edits)
    opened = meeting.open_meeting(folder)
    created = seconds_of(described.created, folder)
    number = add_meeting(library, folder, opened.title, source=opened.source, created=created)
    replace_turns(library, number, turns)
    restore_edits(library, number, edits)
    if described.tags:
        set_tags(library, number, described.tags)
    set_duration(library, number, duration_s)
    return get_meeting(library, number)


def _read(parcel: zipfile.ZipFile, name: str, parts: dict[str, Part] | None) -> bytes:
    """The whole of one file, as `parts` has it; of any within its bound where there are no parts yet."""
    if parts is not None and name not in parts:
        raise InputError(f"{name} is missing in it")
    most = MOST_BYTES[name] if parts is None else parts[name].size
    found: list[bytes] = []
    _copy(parcel, name, most, found.append)
    content = b"".join(found)
    if parts is not None:
        _check(parts[name], len(content), hashlib.sha256(content).hexdigest())
    return content


def _copy(parcel: zipfile.ZipFile, name: str, most: int, put: Callable[[bytes], object]) -> int:
    """The size of the file in the parcel, which is read in blocks, and never further than `most` bytes."""
    try:
        opened: IO[bytes] = parcel.open(name)
    except KeyError as err:
        raise InputError(f"{name} is missing in it") from err
    size = 0
    with opened:
        while block := opened.read(min(BLOCK_BYTES, most + 1 - size)):
            size += len(block)
            if size > most:
                raise InputError(f"{name} is larger than it may be")
            put(block)
    return size


def _check(part: Part, size: int, sha256: str) -> None:
    if (size, sha256) != (part.size, part.sha256):
        raise InputError(f"{part.name} was changed or damaged on its way")


def _turns(content: bytes) -> tuple[list[Turn], float]:
    """The turns, and how long the meeting lasts."""
    events = [decode(line) for line in content.decode().split("\n") if line]
    turns = {event.turn.id: event.turn for event in events if isinstance(event, TurnAdded)}
    if not all(map(_is_possible, turns.values())):
        raise InputError("it has a turn that cannot be")
    ends = [event.duration_s for event in events if isinstance(event, Finished)]
    if not ends:
        raise InputError("its text is not complete")
    return list(turns.values()), ends[-1]


def _edits(content: bytes) -> list[Logged]:
    edits = [decode_logged(line) for line in content.decode().split("\n") if line]
    if any(abs(number) > MOST_SAMPLES for each in edits for number in _numbers(asdict(each.edit))):
        raise InputError("it has an edit that cannot be")
    return edits


def _numbers(value: object) -> Iterator[int]:
    """All whole numbers in what JSON holds."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, int):
        yield value


def _is_possible(turn: Turn) -> bool:
    """Whether the turn lies in a recording, and can be shown."""
    times = [turn.start_samples, turn.end_samples, *(word.end_samples for word in turn.words)]
    begins = [turn.start_samples, *(word.start_samples for word in turn.words)]
    is_known = 0 <= turn.channel < MOST_CHANNELS and 1 <= turn.speaker <= MOST_SPEAKERS and turn.id >= 0
    return is_known and turn.start_samples <= turn.end_samples and min(begins) >= 0 and max(times) <= MOST_SAMPLES


def _unpack_sound(parcel: zipfile.ZipFile, parts: dict[str, Part], folder: Path, file: Path) -> None:
    """Has the sound decoded as that of any file that comes from others: in a process with bounds."""
    packed, digest = folder / SOUND, hashlib.sha256()
    with meeting.open_private(packed) as out:

        def put(block: bytes) -> None:
            digest.update(block)
            out.write(block)

        size = _copy(parcel, SOUND, parts[SOUND].size, put)
    try:
        _check(parts[SOUND], size, digest.hexdigest())
    except InputError as err:
        raise _refusal(file, str(err)) from err
    otherwise = f"The sound in {file.name} cannot be decoded."
    failure = children.run("meetapp.media", str(packed), str(folder), otherwise=otherwise)
    packed.unlink()
    if failure:
        raise MediaError(failure)


def _refusal(file: Path, why: str) -> InputError:
    return InputError(f"{file.name} is no meeting that can be taken in: {why.rstrip('.')}.")
