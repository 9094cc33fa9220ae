"""Reading sealed blocks as the bytes that were written: for tracks, and as a file for libraries that want one."""

import io
import os
from pathlib import Path
from typing import BinaryIO

from meetapp.sealed.blocks import DATA, Block, Index, read_head
from meetapp.sealed.state import TAG_BYTES


class SealedBytes(io.RawIOBase):
    """The plain bytes of a sealed file; it may still grow. What was altered or is missing reads as zeros.

    Raises:
        LockedError: there is no key to open it with.
    """

    def __init__(self, path: Path, purpose: str) -> None:
        from meetapp.sealed.keyring_access import library_secret

        super().__init__()
        self._path, self._purpose, self._secret = path, purpose, library_secret()
        self._index = Index(path).refresh()
        self._at = 0
        self._opened: tuple[int, bytes] = (-1, b"")
        self.damaged = 0
        """How many blocks could not be opened so far."""

    @property
    def length(self) -> int:
        """Plain bytes so far."""
        return self._index.refresh().length

    def read_at(self, first: int, count: int) -> bytes:
        """At most `count` bytes from `first` on, fewer at the end."""
        last = min(first + count, self.length)
        if last <= first:
            return b""
        plain = bytearray(last - first)
        with self._path.open("rb") as file:
            for head in self._index.between(first, last):
                block = read_head(file, head)
                if block is None or block.mark != DATA:
                    continue
                begin, end = max(first, block.place), min(last, block.place + block.length)
                if begin < end:
                    data = self._plain(file, block)
                    plain[begin - first : end - first] = data[begin - block.place : end - block.place]
        return bytes(plain)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.length}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # of any writable buffer
        view = memoryview(buffer).cast("B")
        data = self.read_at(self._at, len(view))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _plain(self, file: BinaryIO, block: Block) -> bytes:
        if self._opened[0] != block.at:
            from meetapp.sealed.keys import unseal

            file.seek(block.at)
            sealed = file.read(block.length + TAG_BYTES)
            try:
                data = unseal(self._secret, block.sender, self._purpose, block.number, sealed, block.head)
            except ValueError:
                self.damaged += 1
                data = bytes(block.length)
            self._opened = (block.at, data)
        return self._opened[1]
