"""Blocks: a file of bytes that only grows, sealed block by block, read from any place.

Each block stands for itself: a head with its mark, its length, its place among the plain bytes, its number, the public
key of its writer and a checksum of all that, then the sealed bytes with their tag. Silence, zeros that stand for lost
sound, is a head alone. A block that is torn at the end is dropped by the next writer; one that was altered, or is
missing, reads as zeros, so that all other sound keeps its time.
"""

import itertools
import os
import struct
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from meetapp.sealed.state import KEY_BYTES, TAG_BYTES

DATA, SILENCE = b"data", b"zero"
MOST_BYTES = 1 << 18
"""Plain bytes in one block at most: whoever reads a single sample opens a whole block."""

_HEAD = struct.Struct(f"<4sQQQ{KEY_BYTES}s")
_CHECK = struct.Struct("<I")
_CHECKED = struct.Struct(_HEAD.format + _CHECK.format[1:])
HEAD_BYTES = _CHECKED.size
_SEARCHED = 1 << 20
_BUFFERED = 1 << 15
# The last block of all, and the one before it: a file that was written as a stream has its beginning last.
_TAIL = 2 * (MOST_BYTES + HEAD_BYTES + TAG_BYTES)
_OPEN = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


class Block(NamedTuple):
    """One block: `length` plain bytes from `place` on, whose sealed form is the file's bytes from `at` up to `end`."""

    head: bytes
    mark: bytes
    length: int
    place: int
    number: int
    sender: bytes
    at: int
    end: int


def parse(head: bytes, at: int) -> Block | None:
    """The block whose head stands at byte `at` of a file; None when that is no head."""
    if len(head) < HEAD_BYTES or not head.startswith((DATA, SILENCE)):
        return None
    mark, length, place, number, sender, check = _CHECKED.unpack(head)
    if check != zlib.crc32(head[: _HEAD.size]) or (mark == DATA and length > MOST_BYTES):
        return None
    begin = at + HEAD_BYTES
    return Block(head, mark, length, place, number, sender, begin, begin + (length + TAG_BYTES if mark == DATA else 0))


class Index:
    """Where the blocks of a file are; follows a file that grows. No key is needed.

    A long recording has a million blocks: of each, only three numbers are kept.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places, self._lengths = array("Q"), array("Q")
        self.heads = array("Q")
        """The bytes of the file at which blocks begin, in order of what they hold."""
        self.end = 0
        """The byte behind the last whole block."""
        self.length = 0
        """How many plain bytes the file stands for."""

    def refresh(self) -> "Index":
        """Itself, after taking in blocks written since the last call; none while the file is not there."""
        try:
            fd = os.open(self._path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except (FileNotFoundError, NotADirectoryError):
            return self
        with os.fdopen(fd, "rb", buffering=_BUFFERED) as file:
            for block in _blocks(file, self.end, os.fstat(fd).st_size):
                self._take(block)
                self.end = block.end
        return self

    def between(self, first: int, last: int) -> "array[int]":
        """The heads of the blocks that may hold any of the plain bytes from `first` up to `last`, in order."""
        begin = max(0, bisect_right(self._places, first) - 1)
        return self.heads[begin : bisect_left(self._places, last)]

    def _take(self, block: Block) -> None:
        """Puts the block in its place, where no other may be."""
        end = block.place + block.length
        if block.place >= self.length:  # as nearly all are
            at = len(self._places)
            self.length = end
        else:
            at = bisect_right(self._places, block.place)
            free_from = self._places[at - 1] + self._lengths[at - 1] if at else 0
            if block.place < free_from or end > self._places[at]:
                return
        self._places.insert(at, block.place)
        self._lengths.insert(at, block.length)
        self.heads.insert(at, block.at - HEAD_BYTES)


def tail(path: Path) -> tuple[int, int]:
    """The byte behind the last whole block of a file, and how many plain bytes it stands for; only its end is read."""
    try:
        with path.open("rb", buffering=_BUFFERED) as file:
            size = file.seek(0, os.SEEK_END)
            found = [(block.end, block.place + block.length) for block in _blocks(file, max(0, size - _TAIL), size)]
    except (FileNotFoundError, NotADirectoryError):
        return 0, 0
    if found or size <= _TAIL:
        return max((end for end, _ in found), default=0), max((length for _, length in found), default=0)
    index = Index(path).refresh()  # a loss of power has left much that is nothing
    return index.end, index.length


def _blocks(file: BinaryIO, at: int, size: int) -> Iterator[Block]:
    """The whole blocks of a file from byte `at` on; what is between them is passed over."""
    while at + HEAD_BYTES <= size:
        block = read_head(file, at)
        if block is None or block.end > size:
            block = _next_block(file, at + 1, size)
        if block is None:
            return
        yield block
        at = block.end


def read_head(file: BinaryIO, at: int) -> Block | None:
    """The block whose head stands at byte `at`; None when that is no head."""
    file.seek(at)
    return parse(file.read(HEAD_BYTES), at)


def _next_block(file: BinaryIO, at: int, size: int) -> Block | None:
    """The first whole block at or behind byte `at`: what comes after damage is not lost with it."""
    while at + HEAD_BYTES <= size:
        file.seek(at)
        data = file.read(_SEARCHED)
        for place in sorted(_found(data, DATA) + _found(data, SILENCE)):
            block = parse(data[place : place + HEAD_BYTES], at + place)
            if block is not None and block.end <= size:
                return block
        if len(data) < _SEARCHED:
            return None
        at += len(data) - HEAD_BYTES
    return None


def _found(data: bytes, mark: bytes) -> list[int]:
    places = []
    place = data.find(mark)
    while place >= 0:
        places.append(place)
        place = data.find(mark, place + 1)
    return places


class BlockWriter:
    """Continues a sealed file, or begins one; a torn end is cut off. No secret is needed.

    Raises, here and in every call:
        OSError: the disk refused; all earlier blocks are intact.
    """

    def __init__(self, path: Path, public: bytes, purpose: str) -> None:
        from meetapp.sealed.keys import Seal

        self._seal, self._numbers = Seal(public, purpose), itertools.count()
        self._fd = os.open(path, _OPEN, 0o600)
        self._end, self.length = tail(path)
        os.ftruncate(self._fd, self._end)

    def append(self, data: bytes) -> None:
        for first in range(0, len(data), MOST_BYTES):
            piece = data[first : first + MOST_BYTES]
            self.put(self.length, piece)

    def silence(self, num_bytes: int) -> None:
        """Zeros that take next to no room."""
        self._write(SILENCE, self.length, num_bytes, b"")

    def put(self, place: int, data: bytes) -> None:
        """One block at a place of its own: at the end, or where nothing is yet."""
        self._write(DATA, place, len(data), data)

    def skip(self, num_bytes: int) -> None:
        """Leaves room for a block that is put later."""
        self.length += num_bytes

    def sync(self) -> None:
        os.fsync(self._fd)

    def close(self) -> None:
        os.close(self._fd)

    def _write(self, mark: bytes, place: int, length: int, data: bytes) -> None:
        number = next(self._numbers)  # gone for good, whatever becomes of the block
        head = _HEAD.pack(mark, length, place, number, self._seal.sender)
        head += _CHECK.pack(zlib.crc32(head))
        rest = memoryview(head + (self._seal.seal(number, data, head) if mark == DATA else b""))
        written = len(rest)
        try:
            while rest:
                rest = rest[os.write(self._fd, rest) :]
        except OSError:
            os.ftruncate(self._fd, self._end)  # a full disk takes a part, and a part is of no use
            raise
        self._end += written
        self.length = max(self.length, place + length)
