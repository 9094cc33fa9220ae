"""Pool: hands cases to worker processes that take many each, and puts a new worker where one died or hung."""

import json
import os
import select
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

HANG_S = 120.0
"""Time on the clock after which a silent worker hangs: twice what a case may take on an idle machine."""
READY_S = 300.0
HELPERS = [str(Path(__file__).parent.parent / part) for part in ("fuzz", "meetapp", "sts_model")]


@dataclass
class Tally:
    """What became of all cases of a kind; seconds are of processor time, memory is of the whole worker."""

    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    hangs: int = 0
    over_memory: int = 0
    worst_s: float = 0.0
    worst_mb: float = 0.0
    faults: list[str] = field(default_factory=list)

    def take(self, number: int, answer: dict[str, object]) -> None:
        self.cases += 1
        self.outcomes[str(answer["outcome"])] += 1
        seconds, megabytes = float(str(answer["s"])), float(str(answer["mb"]))
        self.worst_s, self.worst_mb = max(self.worst_s, seconds), max(self.worst_mb, megabytes)
        self.hangs += bool(answer["over_time"])
        self.over_memory += bool(answer["over_memory"])
        if answer["error"] or answer["over_time"] or answer["over_memory"]:
            self.faults.append(f"case {number}: {seconds:.2f} s, {megabytes:.0f} MB, {answer['error']}")

    def summary(self) -> dict[str, object]:
        return {
            "cases": self.cases,
            "read": self.outcomes["read"],
            "refused": self.outcomes["refused"],
            "crashes": self.outcomes["crash"],
            "hangs": self.hangs,
            "over_memory": self.over_memory,
            "worst_s": round(self.worst_s, 3),
            "worst_mb": round(self.worst_mb, 1),
        }


def run_kind(place: str, cases: range, seed: int, workers: int, goes_on: Callable[[], bool] = lambda: True) -> Tally:
    """The tally of `cases` of the kind at `place` (see `fuzz_kinds`), as far as they were begun while `goes_on`."""
    tally, lock, numbers = Tally(), threading.Lock(), iter(cases)

    def next_case() -> int | None:
        with lock:
            return next(numbers, None) if goes_on() else None

    def work() -> None:
        for number, answer in _answers(place, seed, next_case):
            with lock:
                tally.take(number, answer)

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def _answers(place: str, seed: int, next_case: Callable[[], int | None]) -> Iterator[tuple[int, dict[str, object]]]:
    worker: _Worker | None = None
    try:
        while (number := next_case()) is not None:
            worker = worker or _Worker(place, seed)
            answer = worker.ask(number)
            if answer["outcome"] in ("hang", "crash") and worker.died:
                worker = None
            yield number, answer
    finally:
        if worker:
            worker.close()


class _Worker:
    def __init__(self, place: str, seed: int) -> None:
        command = [sys.executable, str(Path(__file__).with_name("fuzz_worker.py")), place, str(seed)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(HELPERS)}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self._limit_s = READY_S  # the first case waits for imports and whole files
        self.died = False

    def ask(self, number: int) -> dict[str, object]:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{number}\n")
        self._process.stdin.flush()
        ready = select.select([self._process.stdout], [], [], self._limit_s)[0]
        line = self._process.stdout.readline() if ready else ""
        self._limit_s = HANG_S
        if line:
            answer: dict[str, object] = json.loads(line)
            return answer
        self.died = True
        if not ready:
            self._process.kill()
        code = self._process.wait()
        outcome = "crash" if ready else "hang"
        error = f"the worker ended with {code}"
        return {"outcome": outcome, "s": 0.0, "mb": 0.0, "over_time": not ready, "over_memory": False, "error": error}

    def close(self) -> None:
        self._process.communicate()
