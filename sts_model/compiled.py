"""Compiled functions: numba's `njit`, with what it compiles kept in the user's cache."""

import os
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import platformdirs

Function = TypeVar("Function", bound=Callable[..., Any])

_SOURCES = ("ngram.py", "search/scores.py", "search/kernel.py", "losses/kernels.py")


def _cache_folder() -> Path:
    """Where compiled code lies; the program's own folder may be read-only.

    numba asks only whether the file of the outermost function has changed, not those of the functions inside it, so
    the folder's name changes with the text of any of them.
    """
    here = Path(__file__).parent
    version = 0
    for name in _SOURCES:
        version = zlib.crc32((here / name).read_bytes(), version)
    folder = Path(platformdirs.user_cache_dir("meetapp", appauthor=False)) / f"compiled-{version:08x}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.gettempdir()) / f"meetapp-{folder.name}"
    return folder


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(_cache_folder())  # type: ignore[attr-defined]  # made at import


def njit(*, fastmath: bool = False, nogil: bool = False) -> Callable[[Function], Function]:
    """`numba.njit` with a cache: compiled at the first call on a machine, loaded at later starts.

    `nogil` lets several threads of Python run the function at once.
    """
    # To a checker the function stays what it was.
    compiling: Any = numba.njit(cache=True, fastmath=fastmath, nogil=nogil)
    decorator: Callable[[Function], Function] = compiling
    return decorator
