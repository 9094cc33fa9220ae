"""The files of one meeting, brought to the form that is wanted now; nobody may be at work on the meeting."""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from meetapp import journal
from meetapp.errors import InputError, StorageError
from meetapp.locks import Role, RoleLock
from meetapp.meeting import description_path, events_path, write_private
from meetapp.plain import has_copies, remove_copies
from meetapp.sealed import lines
from meetapp.sealed.files import open_form, plain_path
from meetapp.sealed.lines import is_sealed, seal_text, unseal
from meetapp.sealed.state import is_on
from meetapp.sealed.writing import FRESH, SealedStream, form_now, fresh_path, open_new
from meetapp.sources import FILE as SOURCE
from meetapp.store.edit_journal import edits_path
from meetapp.tracks import DEVICE
from meetapp.vocabulary import FILE as VOCABULARY
from meetapp.voices import FILE as VOICES

ROLES: tuple[Role, ...] = ("supervisor", "recorder", "engine", "copies")
SMALL = (VOCABULARY, VOICES, SOURCE)
"""Files that are sealed as one, beside the description."""

PIECE_BYTES = 1 << 20


@contextlib.contextmanager
def at_rest(folder: Path) -> Iterator[bool]:
    """Whether nobody is at work on the meeting, which nobody begins to be meanwhile."""
    with contextlib.ExitStack() as held:
        free = True
        for role in ROLES:
            lock = RoleLock(folder, role)
            held.callback(lock.release)
            free = free and lock.take()
        yield free


def convert_sound(folder: Path) -> None:
    """Brings the meeting's sound to the form that is wanted.

    Raises:
        StorageError: the disk refused, or did not keep what was written; the old files are there.
        LockedError: there is no key.
    """
    tracks = folder / "tracks"
    for path in sorted(tracks.glob("*")):
        if path.name.endswith(FRESH):
            path.unlink()  # of a writer that was cut short; what it was made of is there
    for path in sorted(tracks.glob("*")):
        wanted = form_now(plain_path(path))
        if path == wanted:
            continue
        try:
            if not (wanted.exists() and _same(path, wanted)):
                _copy(path, wanted)
            journal.sync_folder(tracks)
            path.unlink()
        except OSError as err:
            raise journal.storage_error(folder, err) from err


def convert_text(folder: Path) -> None:
    """Brings all that is said about the meeting, and in it, to the form that is wanted; errors as `convert_sound`."""
    for path in folder.glob("*" + FRESH):
        path.unlink()
    for path in (events_path(folder), edits_path(folder)):
        _convert(path, path.name, str.split, "\n")
    damaged = description_path(folder).with_name("meeting.json.damaged")
    for path in (description_path(folder), damaged, *(folder / name for name in SMALL)):
        _convert(path, path.name.removesuffix(".damaged"), _whole, "")
    _convert_devices(folder)
    if is_on():
        remove_copies(folder)


def has_other_form(folder: Path) -> bool:
    """Whether any file of the meeting is not in the form that is wanted."""
    if any(form_now(plain_path(path)) != path for path in (folder / "tracks").glob("*")):
        return True
    if is_on() and has_copies(folder):
        return True
    texts = (events_path(folder), edits_path(folder), description_path(folder), *(folder / name for name in SMALL))
    return any(_is_other(path) for path in texts) or _has_other_devices(journal.JournalReader(folder).read_new())


def _is_other(path: Path) -> bool:
    wanted, mark = is_on(), lines.MARK.encode()
    try:
        with path.open("rb") as file:
            return any(line.startswith(mark) != wanted for line in file if line.strip())
    except FileNotFoundError:
        return False


def _copy(path: Path, wanted: Path) -> None:
    with _opened(path) as source, open_new(wanted) as target:
        while data := source.read(PIECE_BYTES):
            target.write(data)
        if not isinstance(target, SealedStream):
            target.flush()
            os.fsync(target.fileno())
    if not _same(path, fresh_path(wanted)):
        fresh_path(wanted).unlink()
        raise StorageError(f"The disk of {path.parent.parent} did not keep what was written: the sound is as it was.")
    fresh_path(wanted).replace(wanted)


def _same(path: Path, other: Path) -> bool:
    with _opened(path) as one, _opened(other) as two:
        while data := one.read(PIECE_BYTES):
            if two.read(len(data)) != data:
                return False
        return not two.read(1)


def _opened(path: Path) -> BinaryIO:
    return open_form(path, plain_path(path.with_name(path.name.removesuffix(FRESH))).name)


def _whole(text: str, _separator: str) -> list[str]:
    """The lines of a file that is sealed as one; a sealed one ends with a line end of its own."""
    return [text.rstrip("\n") if is_sealed(text) else text]


def _convert(path: Path, purpose: str, split: Callable[[str, str], list[str]], between: str) -> None:
    try:
        before = path.read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return
    except OSError as err:
        raise InputError(f"{path} cannot be read: {err.strerror}.") from err
    writer = lines.sealer(purpose)
    old = split(before, "\n")
    new = [_in_form(line, purpose, writer) for line in old]
    if new == old:
        return
    if [_plain(line, purpose) for line in new] != [_plain(line, purpose) for line in old]:
        raise StorageError(f"{path} could not be converted and is as it was.")
    text = between.join(new)
    if not between and writer is not None:
        text += "\n"
    write_private(path, text)


def _in_form(line: str, purpose: str, writer: lines.LineSealer | None) -> str:
    if writer is None:
        return _plain(line, purpose)
    return line if is_sealed(line) or not line else writer.seal(line)


def _plain(line: str, purpose: str) -> str:
    """What a line says; one that is torn or altered stays as it is, and is passed over by who reads it."""
    try:
        return unseal(line, purpose)
    except ValueError:
        return line


def _convert_devices(folder: Path) -> None:
    """The journal stays readable without a key, but for the names of devices and files."""
    path = journal.journal_path(folder)
    records = journal.JournalReader(folder).read_new()
    if not _has_other_devices(records):
        return
    new = [_with_device(record) if isinstance(record, journal.Start) else record for record in records]
    write_private(path, b"".join(map(journal.encode, new)).decode())


def _has_other_devices(records: list[journal.Record]) -> bool:
    starts = [record for record in records if isinstance(record, journal.Start) and record.device]
    wanted = is_on()
    return any(is_sealed(start.device) != wanted for start in starts)


def _with_device(start: journal.Start) -> journal.Start:
    plain = _plain(start.device, DEVICE)
    return replace(start, device=seal_text(plain, DEVICE).rstrip() if plain else "")
