"""The zip file that a parcel is: opened, looked at and read by its list of contents, whatever it claims to hold."""

import hashlib
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from meetapp.errors import InputError
from meetapp.parcel import MANIFEST, MOST_BYTES, SOUNDS
from meetapp.parcel.contents import Part, UnfitError, decode

BLOCK_BYTES = 1 << 20

# Of what `zipfile` raises at a file that is none, only some is its own.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Archive:
    """An open parcel; its parts are those that its list names, each as the list says or not at all."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._opened = opened
        entries = {entry.filename: entry for entry in opened.infolist()}
        if len(entries) != len(opened.infolist()):
            raise UnfitError("it holds two files of one name")
        for entry in entries.values():
            _check_entry(entry)
        listed: list[bytes] = []
        self._copy(MANIFEST, MOST_BYTES[MANIFEST], listed.append)
        self._parts = decode(b"".join(listed))
        for name in entries.keys() - {MANIFEST, *self._parts}:
            raise UnfitError(f"{name[:40]!r} is no part of a meeting, or not in its list of contents")

    def read(self, name: str) -> bytes:
        """The whole of one part.

        Raises:
            UnfitError: it is missing, or not what the list says.
        """
        found: list[bytes] = []
        self.copy(name, found.append)
        return b"".join(found)

    def copy(self, name: str, put: Callable[[bytes], object]) -> None:
        """Has `put` take one part, block by block; what came before an error is of no use.

        Raises:
            UnfitError: it is missing, or not what the list says.
        """
        part = self._part(name)
        digest = hashlib.sha256()

        def take(block: bytes) -> None:
            digest.update(block)
            put(block)

        size = self._copy(name, part.size, take)
        if (size, digest.hexdigest()) != (part.size, part.sha256):
            raise UnfitError(f"{name} was changed or damaged on its way")

    def sounds(self) -> list[str]:
        """The parts that hold sound, in the order of their tracks.

        Raises:
            UnfitError: that of a track is missing.
        """
        found = [name for name in SOUNDS if name in self._parts]
        if found != list(SOUNDS[: len(found)]):
            raise UnfitError("the sound of a track is missing in it")
        return found

    def _part(self, name: str) -> Part:
        if name not in self._parts:
            raise UnfitError(f"{name} is missing in it")
        return self._parts[name]

    def _copy(self, name: str, most: int, put: Callable[[bytes], object]) -> int:
        """The size of the file, which is read in blocks, and never further than `most` bytes."""
        try:
            opened = self._opened.open(name)
        except KeyError as err:
            raise UnfitError(f"{name} is missing in it") from err
        size = 0
        with opened:
            while block := opened.read(min(BLOCK_BYTES, most + 1 - size)):
                size += len(block)
                if size > most:
                    raise UnfitError(f"{name} is larger than it may be")
                put(block)
        return size


@contextmanager
def open_archive(file: Path) -> Iterator[Archive]:
    """The parcel in `file`; whatever is wrong with it, now or while it is read, is told with the file's name.

    Raises:
        InputError: it is no parcel, damaged, or too large.
    """
    try:
        with _Bounded(io.FileIO(file), BLOCK_BYTES) as source, zipfile.ZipFile(source) as opened:
            yield Archive(opened)
    except UnfitError as err:
        raise refusal(file, str(err)) from err
    except _BROKEN as err:
        raise refusal(file, "it is damaged, or no zip file") from err
    except OSError as err:
        raise InputError(f"{file.name} cannot be read: {err.strerror or err}.") from err


def refusal(file: Path, why: str) -> InputError:
    """The sentence with which `file` is refused."""
    return InputError(f"{file.name} is no meeting that can be taken in: {why}.")


class _Bounded(io.BufferedReader):
    """A file of which nobody reads much at once: `zipfile` reads a list of its files in one go, however long."""

    def read(self, size: int | None = -1, /) -> bytes:
        most = BLOCK_BYTES + 1 if size is None or size < 0 else size
        content = super().read(min(most, BLOCK_BYTES + 1))
        if len(content) > BLOCK_BYTES:
            raise zipfile.BadZipFile("a list of files longer than that of any meeting")
        return content


def _check_entry(entry: zipfile.ZipInfo) -> None:
    """Holds a file in the zip to what our own writer makes: sound as it is, text packed in the one common way."""
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise UnfitError(f"{entry.filename[:40]!r} is a link or a folder, not a file")
    known = (zipfile.ZIP_STORED,) if entry.filename in SOUNDS else (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if entry.compress_type not in known or entry.flag_bits & 1:
        raise UnfitError(f"{entry.filename[:40]!r} is packed or locked in a way that meetapp never uses")
