"""A recorder whose supervisor dies starts the next, which takes it over as if it were its own child."""

import os
import select
import subprocess
import sys
import time
from queue import SimpleQueue

import pytest

from meetapp.journal import stop_track
from meetapp.recorder import successor as succession
from meetapp.recorder.orders import _listen
from meetapp.recorder.successor import Successor
from meetapp.supervisor.worker import Worker
from meetapp.tracks import TrackWriter

pytestmark = pytest.mark.skipif(not hasattr(select, "poll"), reason="this system hands no pipe down by its number")

UNTIL_STOPPED = "import os\nwhile b'stop' not in os.read(0, 100): pass"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(succession, "PAUSE_S", 0.001)


def adopted(folder, code=UNTIL_STOPPED):
    from meetapp.supervisor.adopted import Adopted

    orders, theirs = os.pipe()
    process = subprocess.Popen([sys.executable, "-c", code], stdin=orders)
    os.close(orders)
    return process, Adopted(process.pid, theirs, folder)


def test_orders_end_and_a_successor_gives_more(monkeypatch):
    gives = "import os, sys; os.write(int(sys.argv[-1].split(':')[1]), b'pause\\nstop\\n')"
    ends, theirs = os.pipe()
    os.close(theirs)
    monkeypatch.setattr("meetapp.recorder.orders.STANDARD_INPUT", ends)
    queue: SimpleQueue = SimpleQueue()
    _listen(queue.put, Successor([sys.executable, "-c", gives]))
    assert [queue.get() for _ in range(3)] == ["pause", "stop", "stop"]


def test_a_successor_that_always_dies_is_given_up_and_the_recording_stops(monkeypatch, tmp_path):
    ends, theirs = os.pipe()
    os.close(theirs)
    monkeypatch.setattr("meetapp.recorder.orders.STANDARD_INPUT", ends)
    monkeypatch.setattr(succession, "WELL_AFTER_S", 1000.0)
    counts = f"open({str(tmp_path / 'runs')!r}, 'a').write('x')"
    queue: SimpleQueue = SimpleQueue()
    _listen(queue.put, Successor([sys.executable, "-c", counts]))
    assert queue.get() == "stop" and queue.empty()
    assert (tmp_path / "runs").read_text() == "x" * succession.MOST_TRIES


@pytest.mark.parametrize(("stopped", "code"), [(True, 0), (False, -15)])
def test_how_an_adopted_recorder_ended_is_told_from_its_track(tmp_path, stopped, code):
    TrackWriter(tmp_path, device="test", rate=16_000).close()
    process, child = adopted(tmp_path)
    assert child.poll() is None
    if stopped:
        stop_track(tmp_path)
    process.kill()
    process.wait()
    assert child.wait(240) == child.poll() == code


def test_an_adopted_recorder_gets_orders_and_is_ended_like_a_child(tmp_path):
    process, child = adopted(tmp_path)
    worker = Worker(["false"], sys.stdout.buffer, lambda code: True, running=child)
    assert worker.tend(time.monotonic()) is None and worker.is_running
    worker.ask_to_stop()
    assert process.wait(240) == 0
    assert child.wait(240) == -15 and worker.tend(time.monotonic()) == -15
    process, child = adopted(tmp_path, "import time; time.sleep(600)")
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.05)
    child.terminate()
    assert process.wait(240) == -15
    child.kill()  # of one that has ended nothing comes
