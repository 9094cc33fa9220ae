"""`python tests/fuzz`: mutated files of every kind, given to the program; the last line is a summary in JSON.

A pool of processes takes the cases, many each, in place of a process a file, which would take a day; one that dies
or hangs is put down as that and replaced. Seconds are of processor time, since the machine may be busy.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from fuzz_kinds import KINDS
from fuzz_pool import run_kind

# Twenty thousand media files to five thousand of all else; a template takes two processes, so they are few.
SHARES = {"media": 0.8, "packages": 0.06, "libraries": 0.04, "sessions": 0.04, "imports": 0.055, "templates": 0.005}


def main() -> int:
    parser = argparse.ArgumentParser(description="Gives mutated files to the program and counts what becomes of them.")
    parser.add_argument(
        "--cases", type=int, default=25_000, help="in all, shared among the kinds: four of five are media files"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS))
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--minutes", type=float, default=60.0, help="begin no case after so many")
    parser.add_argument("--output", type=Path, help="write the result here, too; kinds not run now stay as they are")
    options = parser.parse_args()
    until_s = time.monotonic() + 60 * options.minutes
    kinds = json.loads(options.output.read_text())["kinds"] if options.output and options.output.exists() else {}
    for name in options.kinds:
        cases = range(_count(name, options))
        tally = run_kind(KINDS[name], cases, options.seed, options.workers, lambda: time.monotonic() < until_s)
        kinds[name] = {**tally.summary(), "seed": options.seed, "commit": _commit()}
        print(f"{name}: {json.dumps(kinds[name])}", *tally.faults[:20], sep="\n  ", flush=True)
        if options.output:
            options.output.write_text(json.dumps(_result(kinds), indent=2) + "\n", encoding="utf-8")
    result = _result(kinds)
    print(json.dumps(result))
    return int(bool(result["crashes"] or result["hangs"] or result["over_memory"]))


def _count(name: str, options: argparse.Namespace) -> int:
    return round(options.cases * SHARES[name] / sum(SHARES[each] for each in options.kinds))


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _result(kinds: dict[str, dict[str, object]]) -> dict[str, object]:
    def total(key: str) -> int:
        return sum(int(str(kind[key])) for kind in kinds.values())

    def worst(key: str) -> float:
        return max(float(str(kind[key])) for kind in kinds.values())

    return {
        "command": "make fuzz",
        "kinds": kinds,
        **{key: total(key) for key in ("cases", "crashes", "hangs", "over_memory")},
        "worst_s": worst("worst_s"),
        "worst_mb": worst("worst_mb"),
    }


if __name__ == "__main__":
    sys.exit(main())
