"""Locks: one process for each role in a meeting, whoever started it, and a sign of life from it.

The lock is held on the file `<role>.lock` in the meeting's folder. The system frees it the moment its holder dies,
so that a file left behind by a crash stops nobody.
"""

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import Literal

from meetapp.journal import storage_error

Role = Literal["supervisor", "recorder", "engine", "copies"]
RETRY_S = 0.02
BEAT_S = 0.5
"""A sign of life is given at most this often."""


class RoleLock:
    """The right to act as `role` for the meeting in `folder`, to be taken.

    Raises:
        StorageError: the disk refused the file.
    """

    def __init__(self, folder: Path, role: Role) -> None:
        self._path = _path(folder, role)
        try:
            self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as err:
            raise storage_error(folder, err) from err
        self._beaten_s = 0.0

    def take(self, patience_s: float = 0.0) -> bool:
        """Whether the right is this process's now, after waiting at most `patience_s` for another one's end."""
        give_up = time.monotonic() + patience_s
        while not _lock(self._fd):
            if time.monotonic() >= give_up:
                return False
            time.sleep(RETRY_S)
        with contextlib.suppress(OSError):  # a full disk: the lock holds all the same
            os.ftruncate(self._fd, 0)
            os.lseek(self._fd, 0, os.SEEK_SET)
            os.write(self._fd, str(os.getpid()).encode())
        return True

    def beat(self) -> None:
        """Shows that the holder is at work; cheap enough for any loop."""
        now_s = time.monotonic()
        if now_s - self._beaten_s >= BEAT_S:
            self._beaten_s = now_s
            with contextlib.suppress(OSError):
                os.utime(self._path)

    def release(self) -> None:
        os.close(self._fd)


def holder(folder: Path, role: Role) -> int | None:
    """The process that acts as `role` for the meeting in `folder`; None when nobody does, 0 when it is not known."""
    try:
        fd = os.open(_path(folder, role), os.O_RDWR)
    except OSError:
        return None
    try:
        if _lock(fd):
            return None
        digits = os.read(fd, 20)
        return int(digits) if digits.isdigit() else 0
    finally:
        os.close(fd)


def last_beat(folder: Path, role: Role) -> int:
    """A number that changes with every sign of life; 0 before the first."""
    try:
        return _path(folder, role).stat().st_mtime_ns
    except OSError:
        return 0


def _path(folder: Path, role: Role) -> Path:
    return folder / f"{role}.lock"


if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int) -> bool:
        # A byte far behind the text, because a locked one cannot be read either.
        os.lseek(fd, 1 << 20, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(fd, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
