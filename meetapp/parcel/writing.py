"""Writing a parcel: a meeting of the library as one file, whole or not at all."""

import hashlib
import json
import os
import secrets
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import IO

from meetapp.bounds import MOST_S, MOST_TRACKS, check_turns, is_length
from meetapp.edits.as_json import encode_logged
from meetapp.errors import InputError
from meetapp.events import Event, Finished, TurnAdded, encode
from meetapp.journal import JournalReader, samples_on_disk, storage_error, track_path
from meetapp.media.packing import write_flac
from meetapp.meeting import open_meeting
from meetapp.parcel import DESCRIPTION, EDITS, EVENTS, MANIFEST, SOUNDS
from meetapp.parcel.contents import Part
from meetapp.parcel.contents import encode as encode_parts
from meetapp.sealed.files import num_bytes, open_bytes
from meetapp.store import Library
from meetapp.store.edits import list_edits
from meetapp.store.meetings import MeetingRow, get_meeting
from meetapp.store.turns import list_turns
from meetapp.tracks import track_rate
from sts_model.turns import Turn

PIECE_BYTES = 1 << 20


def write_parcel(library: Library, meeting: int, target: Path) -> None:
    """Writes the meeting to `target`, readable by the user alone; a file that was there stays until it is whole.

    It is never encrypted: whoever it is sent to has no key.

    Raises:
        InputError: there is no such meeting, its text is not complete, or it is longer than any that is taken in.
        StorageError: the disk refused.
    """
    row = get_meeting(library, meeting)
    if row.duration_s is None:
        raise InputError(f"The text of {row.title!r} is not complete yet; a whole meeting can be sent, not a part.")
    turns = list_turns(library, meeting)
    _check(row, turns)
    events: list[Event] = [*map(TurnAdded, turns), Finished(row.duration_s)]
    created = datetime.fromtimestamp(row.created).astimezone().isoformat()
    described = replace(
        open_meeting(row.folder), title=row.title, created=created, source="", more_sources=(), arrived=""
    )  # a path is nobody else's business
    texts = {
        DESCRIPTION: json.dumps(asdict(described), indent=1),
        EVENTS: _lines(encode(event) for event in events),
        EDITS: _lines(encode_logged(logged) for logged in list_edits(library, meeting)),
    }
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with tempfile.TemporaryDirectory(prefix="meetapp-") as folder:
            sounds = _sounds(row.folder, Path(folder))
            with os.fdopen(os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
                _write(file, texts, sounds)
                file.flush()
                os.fsync(file.fileno())
        fresh.replace(target)
    except OSError as err:
        raise storage_error(target.parent, err) from err
    finally:
        fresh.unlink(missing_ok=True)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _check(row: MeetingRow, turns: list[Turn]) -> None:
    """Whoever gets the meeting shall be able to take it in."""
    try:
        check_turns(turns)
        if not is_length(row.duration_s or 0.0):
            raise InputError(f"it is longer than {MOST_S / 3600:.0f} hours")
    except InputError as err:
        raise InputError(f"{row.title!r} cannot be sent as a whole meeting: {err}; its text can be exported.") from err


def _sounds(folder: Path, scratch: Path) -> list[Path]:
    """The sound of each track that has any, as FLAC, in order of the tracks."""
    records = JournalReader(folder).read_new()
    numbers = {int(path.stem) for path in (folder / "tracks").glob("*") if path.stem.isdecimal()}
    found = (_sound(folder, number, track_rate(records, number), scratch) for number in sorted(numbers))
    sounds = [sound for sound in found if sound is not None]
    if len(sounds) > MOST_TRACKS:
        raise InputError(f"A meeting with {len(sounds)} tracks cannot be sent, only one with at most {MOST_TRACKS}.")
    return sounds


def _sound(folder: Path, number: int, rate: int | None, scratch: Path) -> Path | None:
    """The sound of one track as FLAC; None where there is none."""
    track = track_path(folder, number)
    packed = track.with_suffix(".flac")
    if num_bytes(packed):
        return packed
    if rate is None or not samples_on_disk(folder, number):
        return None
    return write_flac(track, scratch / packed.name, rate)


def _write(file: IO[bytes], texts: dict[str, str], sounds: list[Path]) -> None:
    contents = {name: text.encode(errors="replace") for name, text in texts.items()}
    parts = [Part(name, len(each), hashlib.sha256(each).hexdigest()) for name, each in contents.items()]
    named = dict(zip(SOUNDS, sounds, strict=False))
    for name, sound in named.items():
        with open_bytes(sound) as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()  # type: ignore[arg-type]  # it has readinto
        parts.append(Part(name, num_bytes(sound), digest))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parcel:
        parcel.writestr(MANIFEST, encode_parts(parts))
        for name, each in contents.items():
            parcel.writestr(name, each)
        for name, sound in named.items():
            stored = zipfile.ZipInfo(name, time.localtime()[:6])
            stored.file_size = num_bytes(sound)  # which says whether it needs the form of large files
            with open_bytes(sound) as opened, parcel.open(stored, "w") as entry:
                shutil.copyfileobj(opened, entry, PIECE_BYTES)
