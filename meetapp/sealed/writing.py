"""Writing a whole file of bytes, plain or sealed, through what looks like a file to libraries that want one."""

import io
import os
from pathlib import Path
from typing import BinaryIO, cast

from meetapp.sealed.blocks import BlockWriter
from meetapp.sealed.files import is_sealed_file, plain_path, sealed_path
from meetapp.sealed.state import sealing

HELD_BYTES = 1 << 16
FRESH = ".new"


def form_now(path: Path) -> Path:
    """Where the file called `path` is to lie if it is written now."""
    state = sealing()
    return path if state is None or not state.on else sealed_path(path)


def fresh_path(lies: Path) -> Path:
    """What the file that is to lie at `lies` is called until it is whole."""
    return lies.with_name(lies.name + FRESH)


def open_new(lies: Path) -> BinaryIO:
    """A new file, private, to be given the name `lies` once it is whole and has been looked at.

    Raises:
        OSError: the disk refused.
    """
    fresh = fresh_path(lies)
    fresh.unlink(missing_ok=True)
    state = sealing()
    if state is not None and is_sealed_file(lies):
        return cast(BinaryIO, SealedStream(fresh, state.public, plain_path(lies).name))
    return os.fdopen(os.open(fresh, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b")


class SealedStream(io.RawIOBase):
    """Bytes on their way to a sealed file; the first HELD_BYTES may be written again until it is closed.

    A FLAC file's header is known at its end: it is the last block written, and the first to be read.
    """

    def __init__(self, path: Path, public: bytes, purpose: str) -> None:
        super().__init__()
        self._writer = BlockWriter(path, public, purpose)
        self._head, self._tail = bytearray(), bytearray()
        self._at = 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence] + offset
        return self._at

    def write(self, data: "bytes | memoryview") -> int:  # type: ignore[override]  # of any buffer
        plain = bytes(data)
        held = plain[: max(0, HELD_BYTES - self._at)]
        rest = plain[len(held) :]
        self._head[self._at : self._at + len(held)] = held
        self._at += len(held)
        if rest:
            if self._at != self._size:
                raise OSError("only the beginning of a sealed file can be written again")
            if not self._writer.length:
                self._writer.skip(HELD_BYTES)
            self._tail += rest
            self._at += len(rest)
            self._pass_on(HELD_BYTES)
        return len(plain)

    def close(self) -> None:
        """Writes what is held, makes sure that all is on disk, and closes the file."""
        if self.closed:
            return
        try:
            self._pass_on(1)
            if self._head:
                self._writer.put(0, bytes(self._head))
            self._writer.sync()
        finally:
            self._writer.close()
            super().close()

    @property
    def _size(self) -> int:
        return max(len(self._head), self._writer.length + len(self._tail))

    def _pass_on(self, least: int) -> None:
        if len(self._tail) >= least:
            self._writer.append(bytes(self._tail))
            self._tail.clear()
