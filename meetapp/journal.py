"""Journal of a meeting: one checksummed JSON line for each thing that happened to its tracks.

A line is an ordinary JSON object whose last field, `crc`, is the CRC-32 of all bytes before it:

    {"kind":"start","track":0,"device":"Webcam","rate":48000,...,"crc":"1c291ca3"}

Lines are appended with one write call each. A line torn by a crash fails its checksum and is passed over, as is
a kind of record that a later version may add; so every prefix of a journal is a journal.
"""

import errno
import json
import math
import os
import time
import zlib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from meetapp.errors import StorageError
from meetapp.sealed.files import files_in, num_bytes

FORMAT = "s16le-mono"
COMPUTER = "computer"
"""Source of a track that has what the loudspeakers play, taken before it is in the air: no room, nobody beside it."""

COMPRESSED = ".flac"
"""What a track is called, instead of .pcm, once it has been compressed."""

LOOKS = 5
SAMPLE_BYTES = 2
APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
_CRC_FIELD = b',"crc":"'
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


@dataclass(frozen=True)
class Start:
    """A capture begins at sample `samples` of the track; a restarted recorder writes a second one.

    `source` says what the track hears: COMPUTER, or nothing in particular.
    """

    track: int
    device: str
    rate: int
    samples: int
    time: float
    monotonic: float
    format: str = FORMAT
    source: str = ""


@dataclass(frozen=True)
class Anchor:
    """Sample `samples` of the track was written at this moment of both clocks."""

    track: int
    samples: int
    monotonic: float
    time: float


@dataclass(frozen=True)
class Gap:
    """Sound was lost at sample `samples`; `silence_samples` zeros stand in for `lost_s` on the timeline."""

    track: int
    samples: int
    silence_samples: int
    lost_s: float
    why: str


@dataclass(frozen=True)
class Pause:
    """The user paused at sample `samples`; paused time is no part of the timeline."""

    track: int
    samples: int
    time: float


@dataclass(frozen=True)
class Resume:
    """The user went on at sample `samples`."""

    track: int
    samples: int
    time: float


@dataclass(frozen=True)
class Stop:
    """The track is complete with `samples` samples."""

    track: int
    samples: int
    time: float


Record = Start | Anchor | Gap | Pause | Resume | Stop
_KINDS: dict[str, type] = {kind.__name__.lower(): kind for kind in Record.__args__}


def journal_path(folder: Path) -> Path:
    """Where the journal of the meeting in `folder` lies."""
    return folder / "journal.jsonl"


def track_path(folder: Path, track: int = 0) -> Path:
    """Where the samples of `track` lie."""
    return folder / "tracks" / f"{track}.pcm"


def encode(record: Record) -> bytes:
    """`record` as one line with its checksum, newline included."""
    named = {"kind": type(record).__name__.lower(), **asdict(record)}
    body = json.dumps(named, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")[:-1]
    return body + _CRC_FIELD + f'{zlib.crc32(body):08x}"}}\n'.encode()


def decode(line: bytes) -> Record:
    """The record that `encode` wrote as `line`.

    Raises:
        ValueError: the line is torn, altered, or of a kind this version does not know.
    """
    body, mark, tail = line.rstrip(b"\n").rpartition(_CRC_FIELD)
    if not mark or tail != f'{zlib.crc32(body):08x}"}}'.encode():
        raise ValueError(f"not a whole journal line: {line[:80]!r}")
    try:
        named: dict[str, Any] = json.loads(body + b"}")
        kind = _KINDS[named.pop("kind", "")]
    except (KeyError, TypeError, RecursionError) as err:
        raise ValueError(f"a journal line of an unknown kind: {line[:80]!r}") from err
    known = {field.name: field.type for field in fields(kind)}
    values = {name: _checked(name, value, known[name]) for name, value in named.items() if name in known}
    try:
        record: Record = kind(**values)
    except TypeError as err:
        raise ValueError(f"a journal line without all its fields: {line[:80]!r}") from err
    return record


def _checked(name: str, value: Any, kind: Any) -> Any:
    """`value` if it is what the field `name` may hold; numbers from outside are checked where they enter."""
    wanted = (int, float) if kind is float else kind
    right = isinstance(value, wanted) and not isinstance(value, bool)
    if not right or (kind is int and value < 0) or (kind is float and not math.isfinite(value)):
        raise ValueError(f"the journal says {name}={value!r}")
    return value


class JournalWriter:
    """Appends records to a meeting's journal; a torn last line is closed off first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self._fd = os.open(journal_path(folder), APPEND, 0o600)
            if ends_torn(journal_path(folder)):
                os.write(self._fd, b"\n")
        except OSError as err:
            raise storage_error(folder, err) from err

    def append(self, record: Record) -> None:
        try:
            os.write(self._fd, encode(record))
        except OSError as err:
            raise storage_error(self._folder, err) from err

    def sync(self) -> None:
        """Once this returns, every record so far survives a loss of power."""
        try:
            os.fsync(self._fd)
        except OSError as err:
            raise storage_error(self._folder, err) from err

    def close(self) -> None:
        os.close(self._fd)


class JournalReader:
    """Follows a journal: whole and unaltered lines only."""

    def __init__(self, folder: Path) -> None:
        self._path = journal_path(folder)
        self._offset = 0

    def read_new(self) -> list[Record]:
        """Records written since the last call; none while there is no journal."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._offset)
                data = file.read()
        except (FileNotFoundError, NotADirectoryError):
            return []
        whole = data[: data.rfind(b"\n") + 1]
        self._offset += len(whole)
        records = []
        for line in whole.split(b"\n"):
            try:
                records.append(decode(line))
            except ValueError:
                continue  # torn by a crash, or of a newer version
        return records


def ends_torn(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"


def samples_on_disk(folder: Path, track: int = 0) -> int:
    """Whole samples of `track` that are in its file; 0 when there is none."""
    return num_bytes(track_path(folder, track)) // SAMPLE_BYTES


def has_sound(folder: Path) -> bool:
    """Whether any track of the meeting has a sample, compressed or not."""
    for _ in range(LOOKS):
        listed = _sounds(folder)
        if any(num_bytes(path) >= SAMPLE_BYTES for path in listed):
            return True
        if _sounds(folder) == listed:  # else one was compressed or discarded since it was listed
            return False
    return False


def compressed_tracks(folder: Path) -> list[Path]:
    """The files of those tracks that have been compressed."""
    return [path for path in _sounds(folder) if path.suffix == COMPRESSED]


def _sounds(folder: Path) -> list[Path]:
    files = files_in(folder / "tracks")
    return [path for path in files if path.suffix in (".pcm", COMPRESSED) and path.stem.isdecimal()]


def track_numbers(folder: Path) -> list[int]:
    """The tracks of the meeting that have a file of samples, in order."""
    files = (path for path in files_in(folder / "tracks") if path.suffix == ".pcm")
    return sorted(int(path.stem) for path in files if path.stem.isdecimal())


def is_stopped(records: list[Record], track: int = 0) -> bool:
    """Whether the last word on `track` is that it is complete."""
    ends = [record for record in records if isinstance(record, Start | Stop) and record.track == track]
    return bool(ends) and isinstance(ends[-1], Stop)


def is_paused(records: list[Record]) -> bool:
    """Whether the user's last word is that the recording pauses: all tracks do, those too that were away just then."""
    words = [record for record in records if isinstance(record, Pause | Resume)]
    return bool(words) and isinstance(words[-1], Pause)


def stop_track(folder: Path, track: int = 0) -> None:
    """Declares the track complete on behalf of a recorder that died before it could."""
    if is_stopped(JournalReader(folder).read_new(), track):
        return
    journal = JournalWriter(folder)
    journal.append(Stop(track, samples_on_disk(folder, track), time.time()))
    journal.sync()
    journal.close()


def stop_tracks(folder: Path) -> None:
    """Declares every track complete."""
    for track in {0, *track_numbers(folder)}:
        stop_track(folder, track)


def sync_folder(folder: Path) -> None:
    """Makes the names of new files in `folder` survive a loss of power, where the system can."""
    if os.name != "posix":
        return
    fd = os.open(folder, os.O_RDONLY)
    os.fsync(fd)
    os.close(fd)


def storage_error(folder: Path, err: OSError) -> StorageError:
    """The sentence a user reads when the disk refused."""
    if err.errno in _FULL:
        return StorageError(f"The disk is full: free some space for {folder}; all that was recorded before is kept.")
    if err.errno in _READ_ONLY:
        return StorageError(f"Cannot write in {folder}: the folder or its disk is read-only; choose another place.")
    return StorageError(f"Cannot write in {folder}: {err.strerror}; all that was recorded before is kept.")
