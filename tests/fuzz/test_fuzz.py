"""A short, seeded form of `make fuzz`, and that its pool sees what it looks for."""

import json
import subprocess
import sys
from pathlib import Path

import fuzz_pool
import pytest
from fuzz_kinds import KINDS
from fuzz_pool import run_kind

CASES = {"media": 60, "packages": 8, "libraries": 30, "sessions": 30, "imports": 60, "templates": 2}


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_files_do_no_harm(kind):
    tally = run_kind(KINDS[kind], range(CASES[kind]), seed=7, workers=1)
    assert tally.faults == [] and tally.outcomes["crash"] == tally.hangs == tally.over_memory == 0
    assert tally.cases == CASES[kind] == tally.outcomes["read"] + tally.outcomes["refused"]


def test_the_pool_notices_every_way_to_be_broken_and_goes_on(monkeypatch):
    monkeypatch.setattr(fuzz_pool, "HANG_S", 8.0)
    monkeypatch.setattr(fuzz_pool, "READY_S", 60.0)
    tally = run_kind("fuzz_broken.Broken", range(8, 30), seed=1, workers=4)
    faults = "\n".join(tally.faults)
    assert tally.cases == 22 and tally.outcomes["read"] > 0
    assert (
        "ZeroDivisionError" in faults and "the worker ended with 9" in faults and "the worker ended with -9" in faults
    )
    assert tally.outcomes["crash"] >= 2 and tally.hangs >= 2 and tally.over_memory >= 1
    assert tally.worst_mb > 400 and tally.worst_s > 0.5


def test_the_last_line_of_the_command_is_its_result(tmp_path):
    command = [sys.executable, str(Path(__file__).parent), "--cases", "5", "--kinds", "imports", "--workers", "1"]
    done = subprocess.run(
        [*command, "--output", str(tmp_path / "r.json")], capture_output=True, text=True, check=True, timeout=120
    )
    result = json.loads(done.stdout.splitlines()[-1])
    assert result == json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert result["kinds"]["imports"]["cases"] == result["cases"] == 5
    assert {"crashes", "hangs", "over_memory", "worst_s", "worst_mb"} <= set(result)
