"""Each process is killed once while a known sound is recorded: short form of `make chaos`."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from known_sound import RATE, bursts, find

HARNESS = Path(__file__).parent


def test_a_piece_of_the_known_sound_tells_where_it_is_from():
    known_S = bursts(20, seed=1)
    piece_S = known_S[5 * RATE : 5 * RATE + RATE // 4]
    assert find(piece_S, known_S, 6 * RATE, 2 * RATE) == 5 * RATE
    assert find(piece_S, known_S, 12 * RATE, 2 * RATE) is None
    other_S = np.random.default_rng(2).uniform(-1, 1, RATE // 4).astype(np.float32)
    assert find(other_S, known_S, 6 * RATE, 2 * RATE) is None


def test_kills_lose_no_turn_no_edit_and_hardly_any_sound(tmp_path):
    command = [sys.executable, str(HARNESS), "--kills", "4", "--each", "--output", str(tmp_path / "out.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["killed"] == {"recorder": 1, "engine": 1, "supervisor": 1, "window": 1}
    assert result["worst_audio_loss_s"] <= 1.0 and result["kills_not_placed"] == 0
    assert (result["turns_lost"], result["edits_lost"], result["meetings_unreadable"]) == (0, 0, 0)
    assert result["turns"] > 0 and result["turns_doubled"] == 0
    assert json.loads((tmp_path / "out.json").read_text())["command"].startswith("python tests/chaos --kills 4")
