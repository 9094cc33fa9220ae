"""One process for each role in a meeting: its lock ends with it, and a child that shows no life is given up."""

import os
import subprocess
import sys

import pytest

from meetapp.engine import waiting
from meetapp.errors import StorageError
from meetapp.locks import RoleLock, holder, last_beat
from meetapp.supervisor.vigil import Vigil

HOLDS = """
import sys, time
from pathlib import Path
from meetapp.locks import RoleLock
lock = RoleLock(Path(sys.argv[1]), "engine")
print(lock.take(), flush=True)
time.sleep(600)
"""


def held_by_another(folder) -> "subprocess.Popen[str]":
    process = subprocess.Popen([sys.executable, "-c", HOLDS, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "True\n"
    return process


def test_a_role_is_one_process_and_free_when_that_is_killed(tmp_path):
    assert holder(tmp_path, "engine") is None
    other = held_by_another(tmp_path)
    lock = RoleLock(tmp_path, "engine")
    assert not lock.take(0.05) and holder(tmp_path, "engine") == other.pid
    assert RoleLock(tmp_path, "recorder").take(), "another role is free"
    other.kill()
    assert lock.take(5.0) and holder(tmp_path, "engine") == os.getpid()
    lock.release()
    assert holder(tmp_path, "engine") is None


def test_an_engine_left_hanging_by_a_dead_supervisor_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(waiting, "ORPHAN_S", 0.1)
    other = held_by_another(tmp_path)
    lock = waiting.take_over(tmp_path)
    assert other.wait(5) < 0 and holder(tmp_path, "engine") == os.getpid()
    lock.release()


def test_a_folder_that_is_gone_is_a_sentence(tmp_path):
    with pytest.raises(StorageError, match="Cannot write in"):
        RoleLock(tmp_path / "gone", "engine")


def test_the_lock_file_is_private(tmp_path):
    RoleLock(tmp_path, "engine").release()
    assert (tmp_path / "engine.lock").stat().st_mode & 0o077 == 0


def test_a_beat_is_seen_and_given_at_most_so_often(tmp_path, monkeypatch):
    now_s = [10.0]
    monkeypatch.setattr("meetapp.locks.time.monotonic", lambda: now_s[0])
    lock = RoleLock(tmp_path, "engine")
    os.utime(tmp_path / "engine.lock", ns=(1, 1))
    lock.beat()
    first = last_beat(tmp_path, "engine")
    assert first > 1
    os.utime(tmp_path / "engine.lock", ns=(1, 1))
    lock.beat()
    assert last_beat(tmp_path, "engine") == 1, "too soon"
    now_s[0] += 1.0
    lock.beat()
    assert last_beat(tmp_path, "engine") > 1
    lock.release()


def test_a_child_without_a_beat_is_hung_and_one_with_is_not(tmp_path):
    vigil = Vigil(tmp_path, "engine", 10.0)
    assert [vigil.is_hung(float(second)) for second in range(25)].count(True) == 2, "counted anew after each"
    lock = RoleLock(tmp_path, "engine")
    for second in range(25, 60):
        os.utime(tmp_path / "engine.lock", ns=(second, second))
        assert not vigil.is_hung(float(second))
    lock.release()


def test_a_watcher_that_slept_blames_nobody(tmp_path):
    vigil = Vigil(tmp_path, "engine", 10.0)
    assert not vigil.is_hung(0.0)
    assert not vigil.is_hung(3600.0)
    assert not vigil.is_hung(3604.0)
