"""A meeting's folder: what it is called, where its parts lie, and whether work on it is still going on."""

import json
import os
import secrets
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from meetapp.errors import InputError, StorageError
from meetapp.journal import APPEND, storage_error, sync_folder
from meetapp.paths import make_private
from meetapp.sealed.lines import seal_text, unseal
from meetapp.typed import typed


@dataclass(frozen=True)
class Meeting:
    """What `meeting.json` says, so that a library can be rebuilt from folders.

    `created` is the time in ISO 8601 with its offset; `source` names the input or the imported file, `more_sources` the
    files of its other tracks; `tags` are words that a person gave it. `arrived` is when a meeting that comes from
    elsewhere was taken in here, likewise in ISO 8601; empty where it was made here.
    """

    title: str
    created: str
    source: str
    tags: tuple[str, ...] = ()
    more_sources: tuple[str, ...] = ()
    arrived: str = ""


def create(parent: Path, *, title: str, source: str, more_sources: tuple[str, ...] = ()) -> Path:
    """A new private meeting folder in `parent`, named by date and time.

    Raises:
        StorageError: the disk refused.
    """
    folder = parent / f"{time.strftime('%Y-%m-%d_%H%M%S')}_{secrets.token_hex(3)}"
    create_at(folder, title=title, source=source, more_sources=more_sources)
    return folder


def create_at(folder: Path, *, title: str, source: str, more_sources: tuple[str, ...] = ()) -> Meeting:
    """Makes `folder` a meeting; a folder that is one already keeps what it has and gets the new title and source."""
    meeting = Meeting(title, time.strftime("%Y-%m-%dT%H:%M:%S%z"), source, more_sources=more_sources)
    try:
        make_private(folder)
        (folder / "tracks").mkdir(mode=0o700, exist_ok=True)
        for parent in (folder.parent.parent, folder.parent, folder):  # else a loss of power takes the folder with it
            sync_folder(parent)
    except FileExistsError as err:
        raise StorageError(f"{folder} is a file: a meeting needs a folder; choose another place.") from err
    except OSError as err:
        raise storage_error(folder, err) from err
    write_description(folder, meeting)
    return meeting


def describe(
    folder: Path,
    *,
    title: str | None = None,
    tags: tuple[str, ...] | None = None,
    created: str | None = None,
    arrived: str | None = None,
) -> None:
    """Gives the meeting in `folder` another title, tags or times; where there is no whole description, none is made.

    Raises:
        StorageError: the disk refused.
    """
    try:
        known = open_meeting(folder)
    except InputError:
        return
    named = {"title": title, "tags": tags, "created": created, "arrived": arrived}
    changed = replace(known, **{name: value for name, value in named.items() if value is not None})  # type: ignore[arg-type]
    write_description(folder, changed)


def open_meeting(folder: Path) -> Meeting:
    """The meeting in `folder`.

    Raises:
        InputError: the folder is none, or its `meeting.json` is damaged.
        LockedError: it is encrypted, and there is no key.
    """
    try:
        text = unseal(description_path(folder).read_text(encoding="utf-8"), description_path(folder).name)
        meeting: Meeting = typed(json.loads(text), Meeting)
    except (FileNotFoundError, NotADirectoryError) as err:
        raise InputError(f"{folder} is not a meeting: it has no meeting.json.") from err
    except OSError as err:
        raise InputError(f"The file meeting.json in {folder} cannot be read: {err.strerror}.") from err
    except (ValueError, RecursionError) as err:
        raise InputError(
            f"The file meeting.json in {folder} is damaged; the recording beside it may be whole."
        ) from err
    return meeting


def description_path(folder: Path) -> Path:
    """The file that makes `folder` a meeting."""
    return folder / "meeting.json"


def events_path(folder: Path) -> Path:
    """Where all processes of the meeting append their events."""
    return folder / "events.jsonl"


def log_path(folder: Path) -> Path:
    """Where the processes of the meeting leave what only a developer wants to read."""
    return folder / "processes.log"


def marker_path(folder: Path) -> Path:
    """The file that exists while the meeting is recorded or imported, and after a crash."""
    return folder / "in-progress"


def mark_in_progress(folder: Path) -> None:
    write_private(marker_path(folder), json.dumps({"pid": os.getpid(), "time": time.time()}) + "\n")


def mark_done(folder: Path) -> None:
    marker_path(folder).unlink(missing_ok=True)


def is_in_progress(folder: Path) -> bool:
    """Whether work on the meeting goes on, or was cut short: `meetapp.supervisor.running` tells the two apart."""
    return marker_path(folder).exists()


def open_private(path: Path) -> IO[bytes]:
    """A file to append to, made readable by the user alone.

    Raises:
        StorageError: the disk refused.
    """
    try:
        return os.fdopen(os.open(path, APPEND, 0o600), "ab")
    except OSError as err:
        raise storage_error(path.parent, err) from err


def write_private(path: Path, text: str) -> None:
    """`text` as the whole of the file at `path`, readable by the user alone; the old file stays until the new is whole.

    Raises:
        StorageError: the disk refused; the old file is intact.
    """
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.unlink(missing_ok=True)
        fd = os.open(fresh, APPEND, 0o600)
        try:
            with os.fdopen(fd, "w", encoding="utf-8", closefd=False) as file:
                file.write(text)
            os.fsync(fd)
        finally:
            os.close(fd)
        fresh.replace(path)
        sync_folder(path.parent)
    except OSError as err:
        raise storage_error(path.parent, err) from err


def write_description(folder: Path, meeting: Meeting) -> None:
    """Makes `meeting` what the folder says of itself."""
    path = description_path(folder)
    write_private(path, seal_text(json.dumps(asdict(meeting), ensure_ascii=False, indent=2) + "\n", path.name))
