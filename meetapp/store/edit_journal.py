"""Edits in the meeting's own folder, from which a library can be made again: `edits.jsonl`, one edit a line."""

import os
from collections.abc import Sequence
from pathlib import Path

from meetapp.edits import Logged
from meetapp.edits.as_json import decode_logged, encode_logged
from meetapp.journal import ends_torn, storage_error, sync_folder
from meetapp.meeting import open_private
from meetapp.sealed.lines import sealer, unseal


def edits_path(folder: Path) -> Path:
    """Where the edits of the meeting in `folder` lie."""
    return folder / "edits.jsonl"


def append_edits(folder: Path, edits: Sequence[Logged]) -> None:
    """Adds edits to the folder's; on disk when this returns. Without a folder there is nothing to make again.

    Raises:
        StorageError: the disk refused; at most a torn line is left, which readers pass over.
    """
    if not folder.is_dir():
        return
    path = edits_path(folder)
    writer = sealer(path.name)
    encoded = [encode_logged(logged) for logged in edits]
    lines = "".join(f"{line if writer is None else writer.seal(line)}\n" for line in encoded).encode()
    try:
        with open_private(path) as file:
            if ends_torn(path):
                file.write(b"\n")
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(folder)
    except OSError as err:
        raise storage_error(folder, err) from err


def read_edits(folder: Path) -> list[Logged]:
    """The edits of the meeting in `folder`, in order; lines that are torn or of a newer version are passed over.

    Where a number comes twice, the first was written by a process that ended before the library had it.
    """
    try:
        lines = edits_path(folder).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    except OSError as err:
        raise storage_error(folder, err) from err
    found: dict[int, Logged] = {}
    for line in lines:
        try:
            logged = decode_logged(unseal(line, edits_path(folder).name))
        except ValueError:
            continue
        found[logged.id] = logged
    return [found[id] for id in sorted(found)]
