"""Output files: where they go, what they are called, and that each is whole or not there."""

import os
from collections.abc import Sequence
from pathlib import Path

from meetapp.errors import StorageError


def prepare_folder(folder: Path) -> None:
    """Makes `folder` if need be and tries to write in it, so that a refusal comes before hours of work.

    Raises:
        StorageError: it cannot be made, or nothing can be written in it.
    """
    probe = folder / f".meetapp-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"\0")
        probe.unlink()
    except OSError as err:
        raise StorageError(f"Cannot write into the output folder {folder}: {err.strerror}.") from err


def distinct_stems(files: Sequence[Path]) -> list[str]:
    """A name for the transcript of each file: its stem, with a number where a name would come twice.

    Names that differ only in case are one name on some disks.
    """
    stems: list[str] = []
    taken: set[str] = set()
    for file in files:
        stem, number = file.stem, 1
        while stem.casefold() in taken:
            number += 1
            stem = f"{file.stem}-{number}"
        taken.add(stem.casefold())
        stems.append(stem)
    return stems


def write_whole(path: Path, content: bytes) -> None:
    """`content` as the file at `path`; an older file stays until the new one is on disk.

    Raises:
        StorageError: the disk refused; the older file is intact.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as err:
        fresh.unlink(missing_ok=True)
        raise StorageError(f"Cannot write {path}: {err.strerror}.") from err
