"""Files of a meeting that hold bytes: plain under their own name, or sealed under that name with an ending."""

import os
from pathlib import Path
from typing import BinaryIO, cast

from meetapp.sealed.blocks import tail
from meetapp.sealed.state import sealing

ENDING = "-sealed"


def sealed_path(path: Path) -> Path:
    """Where the sealed form of the file at `path` lies."""
    return path.with_name(path.name + ENDING)


def plain_path(path: Path) -> Path:
    """The name of a file without the ending that says that it is sealed."""
    return path.with_name(path.name.removesuffix(ENDING))


def files_in(folder: Path) -> list[Path]:
    """The files in `folder`, however they lie, by their plain names; none where there is no such folder."""
    return sorted({plain_path(path) for path in folder.glob("*")})


def is_sealed_file(path: Path) -> bool:
    return path.name.endswith(ENDING)


def as_it_lies(path: Path) -> Path:
    """`path`, or its sealed form where there is that alone."""
    return sealed_path(path) if not path.exists() and sealed_path(path).exists() else path


def as_to_write(path: Path) -> Path:
    """Where a file goes on, or where it begins: sealed, when that is wanted of what is new."""
    if path.exists() or sealed_path(path).exists():
        return as_it_lies(path)
    state = sealing()
    return path if state is None or not state.on else sealed_path(path)


def open_bytes(path: Path) -> BinaryIO:
    """The plain bytes of the file called `path`, however it lies.

    Raises:
        OSError: there is none, or it cannot be read.
        LockedError: it is sealed, and there is no key.
    """
    found = as_it_lies(path)
    return open_form(found, path.name) if is_sealed_file(found) else found.open("rb")


def open_form(lies: Path, name: str) -> BinaryIO:
    """The plain bytes of the file at `lies`, which may be new and have no name yet but the one it will have.

    Args:
        name: its plain name.
    """
    if ENDING not in lies.name:
        return lies.open("rb")
    from meetapp.sealed.reading import SealedBytes

    return cast(BinaryIO, SealedBytes(lies, name))


def num_bytes(path: Path) -> int:
    """How many plain bytes the file called `path` holds; 0 when there is none. No key is needed."""
    try:
        return path.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return tail(sealed_path(path))[1]


def remove(path: Path) -> None:
    """Removes the file called `path`, however it lies."""
    path.unlink(missing_ok=True)
    sealed_path(path).unlink(missing_ok=True)


def end_cleanly(path: Path, unit: int) -> None:
    """Cuts off what a crash left at the end of the file called `path`: less than `unit` bytes, or a torn block."""
    found = as_it_lies(path)
    size = found.stat().st_size
    end = tail(found)[0] if is_sealed_file(found) else size - size % unit
    if end != size:
        os.truncate(found, end)
