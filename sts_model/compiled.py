"""Compiled functions: numba's `njit`, with what it compiles kept in the user's cache.

A built program has no numba: it brings a library with what it calls, compiled when it was built (packaging/ahead.py).
"""

import importlib.util
import os
import tempfile
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

Function = TypeVar("Function", bound=Callable[..., Any])

AHEAD = "meetapp_ahead"
"""The library of a built program."""

_SEARCH = ("beam", "expand", "history", "kernel", "scores")
_SOURCES = (
    "compiled.py",
    "ngram.py",
    "neural_lm.py",
    "losses/kernels.py",
    *(f"search/{name}.py" for name in _SEARCH),
)


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


def njit(*, fastmath: bool = False, nogil: bool = False) -> Callable[[Function], Function]:
    """`numba.njit` with a cache: compiled at the first call on a machine, loaded at later starts.

    With `fastmath`, sums come in any order and a division by 0 is no error, which loops over vectors need; what is no
    number stays none. `nogil` lets several threads of Python run the function at once. In a built program the function
    is the library's of that name, or else stays as it is.
    """
    if _ahead is not None:
        return lambda function: getattr(_ahead, function.__name__, function)
    # To a checker the function stays what it was.
    loose = {"fastmath": {"reassoc", "contract", "arcp", "nsz", "afn"}, "error_model": "numpy"} if fastmath else {}
    compiling: Any = _numba().njit(cache=True, nogil=nogil, **loose)
    decorator: Callable[[Function], Function] = compiling
    return decorator


def _numba() -> Any:
    """numba, told where to keep what it compiles."""
    numba = import_module("numba")
    if not os.environ.get("NUMBA_CACHE_DIR"):
        numba.config.CACHE_DIR = str(_cache_folder())
    return numba


_ahead = import_module(AHEAD) if importlib.util.find_spec(AHEAD) else None
