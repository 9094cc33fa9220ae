"""Synced disk: knows what of a folder would be left if the power failed now.

While it watches, every call that makes, names, fills or syncs a file below `root` passes through it. What was synced is
there after a cut; of what was not, some pages are, some are zeros, and the file's end may be anywhere in between.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PAGE = 4096


class SyncedDisk:
    """`on_change` is called before every change, when the power may fail."""

    def __init__(self, root: Path, on_change: Callable[["SyncedDisk"], None]) -> None:
        self._root, self._on_change = root, on_change
        self._paths: dict[int, Path] = {}  # by open file descriptor
        self._synced: dict[int, bytes] = {}  # content by inode
        self._names: dict[Path, dict[str, int]] = {}  # what a synced folder lists, by inode
        self._inside = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Sees the file calls of this process while the context lasts."""
        names = ("open", "write", "ftruncate", "fsync", "close", "mkdir", "replace", "unlink")
        real = {name: getattr(os, name) for name in names}
        for name in names:
            setattr(os, name, self._wrapped(name, real[name]))
        try:
            yield
        finally:
            for name in names:
                setattr(os, name, real[name])

    def after_cut(self, target: Path, rng: random.Random, *, keep_some: bool) -> None:
        """Makes `target` what `root` would be after the power failed now.

        Args:
            keep_some: of what was not synced, a random part survives; else nothing does.
        """
        self._inside = True
        try:
            self._restore(self._root, target, rng, keep_some)
        finally:
            self._inside = False

    def _restore(self, folder: Path, target: Path, rng: random.Random, keep_some: bool) -> None:
        target.mkdir(parents=True, exist_ok=True)
        names = dict(self._names.get(folder, {}))
        if keep_some:
            names |= {each.name: each.stat().st_ino for each in folder.iterdir() if rng.random() < 0.5}
        for name, inode in names.items():
            path = folder / name
            if path.is_dir():
                self._restore(path, target / name, rng, keep_some)
            else:
                (target / name).write_bytes(self._content(path, inode, rng, keep_some))

    def _content(self, path: Path, inode: int, rng: random.Random, keep_some: bool) -> bytes:
        synced = self._synced.get(inode, b"")
        if not keep_some or not path.exists() or path.stat().st_ino != inode:
            return synced
        now = path.read_bytes()
        rest = bytearray(now[len(synced) : rng.randint(len(synced), max(len(synced), len(now)))])
        for start in range(0, len(rest), PAGE):
            if rng.random() < 0.3:
                rest[start : start + PAGE] = bytes(len(rest[start : start + PAGE]))
        return synced + bytes(rest)

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if self._inside or not self._concerns(args[0]):
                return real(*args, **kwargs)
            self._inside = True
            try:
                self._on_change(self)
                result = real(*args, **kwargs)
                self._note(name, args, result)
            finally:
                self._inside = False
            return result

        return call

    def _concerns(self, what: object) -> bool:
        if isinstance(what, int):
            return what in self._paths
        return isinstance(what, str | Path) and self._root in (Path(what), *Path(what).parents)

    def _note(self, name: str, args: tuple[Any, ...], result: Any) -> None:
        if name == "open":
            self._paths[result] = Path(args[0])
        elif name == "close":
            del self._paths[args[0]]
        elif name == "fsync":
            self._note_synced(args[0])

    def _note_synced(self, fd: int) -> None:
        path = self._paths[fd]
        if path.is_dir():
            self._names[path] = {each.name: each.stat().st_ino for each in path.iterdir()}
        else:
            self._synced[os.fstat(fd).st_ino] = path.read_bytes()
