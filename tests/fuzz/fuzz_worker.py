"""Worker: a process that runs many cases of one kind; a case is the number that it is drawn from.

It reads numbers from standard input, and writes a line of JSON for each. Whoever reads notices when it dies.
"""

import contextlib
import json
import os
import random
import resource
import sys
import tempfile
import traceback
from pathlib import Path

from fuzz_kinds import make_kind

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def main(place: str, seed: str) -> None:
    kind = make_kind(place)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the program prints is no answer
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        kind.prepare(Path(folder))
        for line in sys.stdin:
            print(json.dumps(_answer(kind, f"{seed}-{kind.name}-{int(line)}")), file=answers, flush=True)


def _answer(kind, drawn_from: str) -> dict[str, object]:
    _forget_peak()
    began_s, error = _spent_s(), ""
    try:
        outcome = kind.run(random.Random(drawn_from))
    except Exception as err:  # noqa: BLE001  # that is what is looked for
        outcome = "crash"
        error = f"{type(err).__name__}: {str(err)[:300]} | " + " < ".join(_frames(err))
    spent_s, peak_mb = _spent_s() - began_s, _peak_mb()
    over = {"over_time": spent_s > kind.limit_s, "over_memory": peak_mb > kind.limit_mb}
    return {"outcome": outcome, "s": spent_s, "mb": peak_mb, **over, "error": error}


def _spent_s() -> float:
    """Processor time of this process and of children that have ended."""
    return sum(os.times()[:4])


def _frames(err: BaseException) -> list[str]:
    frames = traceback.extract_tb(err.__traceback__)[::-1]
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[:5]]


def _forget_peak() -> None:
    with contextlib.suppress(OSError):
        _CLEAR.write_text("5")


def _peak_mb() -> float:
    """The most memory since `_forget_peak`; since the start where the system cannot forget."""
    with contextlib.suppress(OSError, StopIteration):
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
