"""Track file: samples at the end of a file, in the clear or sealed; what a writer of tracks needs, and no more."""

import os
from pathlib import Path
from typing import Protocol

from meetapp.errors import LockedError
from meetapp.journal import APPEND, SAMPLE_BYTES
from meetapp.sealed.blocks import BlockWriter
from meetapp.sealed.files import as_to_write, is_sealed_file
from meetapp.sealed.state import sealing


class TrackFile(Protocol):
    """A file of samples that only grows; every call may raise OSError, after which all earlier samples are intact."""

    length: int
    """In bytes: whole samples."""

    def append(self, data: bytes) -> None:
        """Puts whole samples at the end."""

    def silence(self, num_bytes: int) -> None:
        """Puts zeros at the end."""

    def sync(self) -> None:
        """Once this returns, all so far survives a loss of power."""

    def close(self) -> None:
        """Lets go of the file."""


class PlainFile:
    """Samples as they are."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, APPEND, 0o600)
        size = os.fstat(self._fd).st_size
        self.length = size - size % SAMPLE_BYTES
        os.ftruncate(self._fd, self.length)  # half a sample, torn by a crash

    def append(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._fd, rest) :]
        except OSError:
            # A full disk takes part of a block; the next block must begin on a whole sample.
            self.length += (len(data) - len(rest)) // SAMPLE_BYTES * SAMPLE_BYTES
            os.ftruncate(self._fd, self.length)
            raise
        self.length += len(data)

    def silence(self, num_bytes: int) -> None:
        os.ftruncate(self._fd, self.length + num_bytes)  # zeros that take no space on most disks
        self.length += num_bytes

    def sync(self) -> None:
        os.fsync(self._fd)

    def close(self) -> None:
        os.close(self._fd)


def open_to_append(path: Path) -> TrackFile:
    """The track called `path`, to go on where it ends.

    Raises:
        OSError: the disk refused.
        LockedError: it is sealed, and the library no longer says with which key.
    """
    lies = as_to_write(path)
    if not is_sealed_file(lies):
        return PlainFile(lies)
    state = sealing()
    if state is None:
        raise LockedError(f"The sound in {path.parent.parent} is encrypted, and the library's encryption.json is gone.")
    return BlockWriter(lies, state.public, path.name)
