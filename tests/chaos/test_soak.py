"""A minute played through the real processes as fast as they take them: short form of `make soak`."""

import json
import subprocess
import sys
from pathlib import Path


def test_nothing_is_dropped_and_the_text_reaches_the_end(tmp_path):
    command = [sys.executable, str(Path(__file__).with_name("soak.py")), "--hours", "0.02", "--model", "loudness"]
    done = subprocess.run(
        [*command, "--output", str(tmp_path / "out.json")], capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["complete"] and result["gaps"] == 0 and result["turns"] > 30
    assert result["text_until_s_before_the_end"] < 5.0
    assert result["times_real_speed"] > 1.0
    assert json.loads((tmp_path / "out.json").read_text())["command"].endswith("--hours 0.02 --model loudness")
