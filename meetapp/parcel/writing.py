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

from meetapp.edits.as_json import encode_logged
from meetapp.errors import InputError
from meetapp.events import Event, Finished, TurnAdded, encode
from meetapp.journal import JournalReader, storage_error, track_path
from meetapp.media.packing import write_flac
from meetapp.meeting import open_meeting
from meetapp.parcel import DESCRIPTION, EDITS, EVENTS, MANIFEST, SOUND
from meetapp.parcel.contents import Part
from meetapp.parcel.contents import encode as encode_parts
from meetapp.sealed.files import num_bytes, open_bytes
from meetapp.store import Library
from meetapp.store.edits import list_edits
from meetapp.store.meetings import get_meeting
from meetapp.store.turns import list_turns
from meetapp.tracks import track_rate

PIECE_BYTES = 1 << 20


def write_parcel(library: Library, meeting: int, target: Path) -> None:
    """Writes the meeting to `target`, readable by the user alone; a file that was there stays until it is whole.

    It is never encrypted: whoever it is sent to has no key.

    Raises:
        InputError: there is no such meeting, its text is not complete, or it has sound of several tracks.
        StorageError: the disk refused.
    """
    row = get_meeting(library, meeting)
    if row.duration_s is None:
        raise InputError(f"The text of {row.title!r} is not complete yet; a whole meeting can be sent, not a part.")
    if _tracks_with_sound(row.folder) > 1:
        raise InputError(
            f"{row.title!r} has several tracks, and only sound of one can be sent; its text can be exported."
        )
    events: list[Event] = [*(TurnAdded(turn) for turn in list_turns(library, meeting)), Finished(row.duration_s)]
    created = datetime.fromtimestamp(row.created).astimezone().isoformat()
    described = replace(
        open_meeting(row.folder), created=created, source="", more_sources=()
    )  # a path is nobody else's business
    texts = {
        DESCRIPTION: json.dumps(asdict(described), indent=1),
        EVENTS: _lines(encode(event) for event in events),
        EDITS: _lines(encode_logged(logged) for logged in list_edits(library, meeting)),
    }
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with tempfile.TemporaryDirectory(prefix="meetapp-") as folder:
            sound = _sound(row.folder, Path(folder))
            with os.fdopen(os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
                _fill(file, texts, sound)
                file.flush()
                os.fsync(file.fileno())
        fresh.replace(target)
    except OSError as err:
        raise storage_error(target.parent, err) from err
    finally:
        fresh.unlink(missing_ok=True)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _tracks_with_sound(folder: Path) -> int:
    return len({path.stem for path in (folder / "tracks").glob("*") if path.stem.isdecimal() and path.stat().st_size})


def _sound(folder: Path, scratch: Path) -> Path | None:
    """The meeting's sound as FLAC; None where there is none."""
    track = track_path(folder)
    packed = track.with_suffix(".flac")
    if num_bytes(packed):
        return packed
    rate = track_rate(JournalReader(folder).read_new(), 0)
    if rate is None or not num_bytes(track):
        return None
    return write_flac(track, scratch / SOUND, rate)


def _fill(file: IO[bytes], texts: dict[str, str], sound: Path | None) -> None:
    contents = {name: text.encode(errors="replace") for name, text in texts.items()}
    parts = [Part(name, len(each), hashlib.sha256(each).hexdigest()) for name, each in contents.items()]
    if sound is not None:
        with open_bytes(sound) as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()  # type: ignore[arg-type]  # it has readinto
        parts.append(Part(SOUND, num_bytes(sound), digest))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parcel:
        parcel.writestr(MANIFEST, encode_parts(parts))
        for name, each in contents.items():
            parcel.writestr(name, each)
        if sound is not None:
            stored = zipfile.ZipInfo(SOUND, time.localtime()[:6])
            stored.file_size = num_bytes(sound)  # which says whether it needs the form of large files
            with open_bytes(sound) as opened, parcel.open(stored, "w") as entry:
                shutil.copyfileobj(opened, entry, PIECE_BYTES)
