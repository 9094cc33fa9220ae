"""`meetapp record` whose supervisor is killed goes on recording, stops at Ctrl-C, and ends as if nothing had been."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
from virtual_microphone import RATE, VirtualMicrophone, wait_for

from meetapp.journal import Gap, JournalReader, samples_on_disk
from meetapp.locks import holder
from meetapp.meeting import is_in_progress

sys.path.append(str(Path(__file__).resolve().parents[1] / "meetapp"))

from commands import HEARS_LOUDNESS


def test_a_killed_supervisor_is_followed_by_the_next(microphone: VirtualMicrophone, tmp_path):
    site, home = tmp_path / "site", tmp_path / "home"
    site.mkdir()
    (site / "sitecustomize.py").write_text(HEARS_LOUDNESS)
    process = subprocess.Popen(
        [sys.executable, "-m", "meetapp", "record", "--input", microphone.name],
        env={**os.environ, "MEETAPP_HOME": str(home), "PYTHONPATH": str(site)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    (folder,) = wait_for(lambda: list((home / "meetings").glob("*")), 60)  # type: ignore[misc]
    wait_for(lambda: samples_on_disk(folder) > RATE // 2, 60)
    killed = holder(folder, "supervisor")
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: holder(folder, "supervisor") not in (None, 0, killed), 60)
    tone_S = 0.3 * np.sin(2 * np.pi * 300 * np.arange(RATE) / RATE)
    assert microphone.play(np.concatenate([tone_S, np.zeros(RATE)])).wait(240) == 0
    process.send_signal(signal.SIGINT)
    printed, err = process.communicate(timeout=240)
    assert process.returncode == 0 and "Traceback" not in err, err
    assert "beep" in printed, "a turn that a later engine heard"
    assert not is_in_progress(folder)
    assert not [record for record in JournalReader(folder).read_new() if isinstance(record, Gap)]
