"""The search, compiled when a program is built: `python packaging/ahead.py FOLDER` makes a library in FOLDER.

From source numba compiles it at the first recording, on the user's machine. A built program has it ready instead: it
then needs neither numba nor LLVM, 158 MB, and nobody waits for a compiler. `sts_model.compiled` looks for the library.
"""

import platform
import sys
import warnings
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import patch

import numba
import numpy as np
from numba.core.errors import NumbaPendingDeprecationWarning

from sts_model.compiled import AHEAD
from sts_model.pipeline import Pipeline
from sts_model.search import kernel
from sts_model.units import SAMPLE_RATE

with warnings.catch_warnings():
    warnings.simplefilter("ignore", NumbaPendingDeprecationWarning)  # of a successor there is no word yet
    from numba.pycc import CC

ROOT = Path(__file__).resolve().parents[1]
PROCESSORS = {"x86_64": "x86-64-v2", "AMD64": "x86-64-v2"}
"""The oldest processors that a build is for, those since 2009; elsewhere what the compiler takes to be usual."""


class _SeenError(Exception):
    """Carries the arguments of a call."""


def signature(package: Path) -> tuple[Any, ...]:
    """The types that the search is called with, seen in a call with the model in `package`."""
    with patch.object(kernel, "search_frames", _show):
        try:
            Pipeline.load(package).accept(np.zeros(2 * SAMPLE_RATE, np.float32))
        except _SeenError as seen:
            return tuple(map(numba.typeof, seen.args))
    raise AssertionError("two seconds of sound did not reach the search")


def build(folder: Path) -> None:
    """Puts the library into `folder`, unless it is there and no source of the model is newer."""
    sources = [Path(__file__), *(ROOT / "sts_model").rglob("*.py")]
    newest_s = max(path.stat().st_mtime for path in sources)
    if any(path.stat().st_mtime > newest_s for path in folder.glob(f"{AHEAD}.*")):
        return
    folder.mkdir(parents=True, exist_ok=True)
    library = CC(AHEAD)
    library.output_dir = str(folder)
    library.target_cpu = PROCESSORS.get(platform.machine(), "")
    library.export("search_frames", signature(ROOT / "assets" / "models" / "default"))(kernel.search_frames.py_func)
    library.compile()


def _show(*given: Any) -> NoReturn:
    raise _SeenError(*given)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
