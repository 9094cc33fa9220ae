"""The supervisor restarts what crashed, keeps what was recorded and ends with the right code; its children are fake."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from meetapp import meeting
from meetapp.errors import InputError
from meetapp.events import EventReader, Trouble
from meetapp.journal import JournalReader, is_stopped
from meetapp.supervisor import control, order, running, worker
from meetapp.supervisor.__main__ import job_of, parse
from meetapp.supervisor.run import Job, Supervisor

RECORDS = """
from meetapp.tracks import TrackWriter
import numpy as np, pathlib, sys
folder = pathlib.Path(sys.argv[1])
track = TrackWriter(folder, device="stand-in", rate=16000)
track.append(np.ones(100, np.int16))
"""
UNTIL_STOPPED = RECORDS + "for line in sys.stdin: (folder / 'orders').open('a').write(line)\ntrack.stop()"
ENGINE = """
import pathlib, sys, time
from meetapp.journal import JournalReader, is_stopped
folder = pathlib.Path(sys.argv[1])
while not is_stopped(JournalReader(folder).read_new()): time.sleep(0.01)
(folder / "text").write_text("done")
"""


def crash_first(times: int, then: str) -> str:
    count = "import pathlib, sys\np = pathlib.Path(sys.argv[1]) / 'runs'\n"
    count += "n = len(p.read_text()) if p.exists() else 0\np.write_text('x' * (n + 1))\n"
    return count + f"if n < {times}: sys.exit(7)\n" + then


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(worker, "PAUSE_S", 0.01)
    monkeypatch.setattr("meetapp.supervisor.run.WAKE_S", 0.01)


@pytest.fixture
def folder(tmp_path) -> Path:
    return meeting.create(tmp_path, title="", source="")


def supervise(folder: Path, source: str, engine: str, kind: str = "import") -> int:
    commands = [[sys.executable, "-c", code, str(folder)] for code in (source, engine)]
    return Supervisor(Job(folder, kind, *commands)).run()  # type: ignore[arg-type]


class Supervised:
    """A supervisor at work in a thread of this process."""

    def __init__(self, folder: Path, source: str, engine: str, kind: str = "recording") -> None:
        self._codes: list[int] = []
        children = (folder, source, engine, kind)
        self._thread = threading.Thread(target=lambda: self._codes.append(supervise(*children)), daemon=True)
        self._thread.start()
        wait_for(lambda: running(folder))

    @property
    def code(self) -> int:
        self._thread.join(10)
        return self._codes[0]


def troubles(folder: Path) -> list[Trouble]:
    read = EventReader(meeting.events_path(folder)).read_new()
    return [event for event in read if isinstance(event, Trouble)]


def wait_for(condition, limit_s: float = 30.0) -> None:
    give_up = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def test_an_import_is_seen_through_to_its_text(folder):
    assert supervise(folder, RECORDS + "track.stop()", ENGINE) == 0
    assert (folder / "text").exists() and troubles(folder) == []
    assert not meeting.is_in_progress(folder) and not (folder / "control").exists()


def test_a_crashed_engine_is_started_again_and_the_user_told(folder):
    assert supervise(folder, RECORDS + "track.stop()", crash_first(2, ENGINE)) == 0
    assert (folder / "text").exists()
    assert [trouble.fatal for trouble in troubles(folder)] == [False, False]


def test_an_engine_that_always_crashes_leaves_a_recording_that_is_marked(folder):
    assert supervise(folder, RECORDS + "track.stop()", crash_first(99, ""), "recording") == 1
    assert (folder / "runs").read_text() == "x" * (worker.MAX_RESTARTS + 1)
    assert troubles(folder)[-1].fatal and "keeps failing" in troubles(folder)[-1].message
    assert is_stopped(JournalReader(folder).read_new()) and meeting.is_in_progress(folder)


@pytest.mark.parametrize("code", [2, 3])
def test_an_engine_that_says_why_is_not_started_again(folder, code):
    engine = crash_first(0, f"sys.exit({code})")
    assert supervise(folder, "import time; time.sleep(60)", engine) == code
    assert (folder / "runs").read_text() == "x"


def test_recording_goes_on_without_an_engine(folder):
    supervised = Supervised(folder, UNTIL_STOPPED, "exit(2)")
    order(folder, "pause")
    wait_for((folder / "orders").exists)
    order(folder, "stop")
    assert supervised.code == 2 and is_stopped(JournalReader(folder).read_new())


@pytest.mark.parametrize(("ends", "code", "says"), [("sys.exit(2)", 2, 0), ("sys.exit(1)", 1, 1)])
def test_a_failed_import_ends_with_its_code(folder, ends, code, says):
    assert supervise(folder, "import sys; " + ends, ENGINE) == code
    assert len(troubles(folder)) == says and not (folder / "text").exists()
    assert not meeting.is_in_progress(folder)


def test_a_file_that_breaks_the_decoder_is_bad_input(folder):
    assert supervise(folder, "import os; os.abort()", ENGINE) == 2
    assert "probably damaged" in troubles(folder)[0].message


def test_a_recorder_without_a_device_ends_all(folder):
    assert supervise(folder, "exit(3)", ENGINE, "recording") == 3
    assert troubles(folder) == [] and not meeting.is_in_progress(folder)


def test_a_crashed_recorder_is_started_again_in_the_state_it_was_in(folder):
    source = RECORDS + "if track.samples < 200: sys.stdin.readline(); sys.exit(9)\n" + UNTIL_STOPPED[len(RECORDS) :]
    supervised = Supervised(folder, source, ENGINE)
    wait_for(lambda: (folder / "journal.jsonl").exists())
    order(folder, "pause")  # the first recorder dies of it, the second hears it when it starts
    wait_for((folder / "orders").exists)
    order(folder, "stop")
    assert supervised.code == 0 and (folder / "orders").read_text().startswith("pause\n")
    assert (folder / "text").exists() and len(troubles(folder)) == 1


def test_a_recorder_the_disk_refused_still_gives_its_text(folder):
    assert supervise(folder, RECORDS + "sys.exit(2)", ENGINE, "recording") == 2
    assert (folder / "text").exists() and not meeting.is_in_progress(folder)


def test_a_recorder_that_ignores_stop_is_ended_by_force(folder, monkeypatch):
    monkeypatch.setattr("meetapp.supervisor.run.STOP_PATIENCE_S", 1.0)
    monkeypatch.setattr(worker, "PATIENCE_S", 1.0)
    stubborn = RECORDS + "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)"
    supervised = Supervised(folder, stubborn, ENGINE)
    wait_for(lambda: (folder / "journal.jsonl").exists())
    order(folder, "stop")
    assert supervised.code == 1 and (folder / "text").exists()


def test_a_stopped_import_is_broken_off_at_once(folder):
    slow = "import time; time.sleep(60)"
    supervised = Supervised(folder, slow, slow, "import")
    order(folder, "stop")
    assert supervised.code == 0 and troubles(folder) == []


def test_what_is_on_disk_is_transcribed_without_a_source(folder):
    subprocess.run([sys.executable, "-c", RECORDS, str(folder)], check=True)
    assert supervise(folder, "", ENGINE, "resume") == 0
    assert (folder / "text").exists()


@pytest.mark.parametrize("loopback", [False, True])
def test_orders_arrive_over_either_kind_of_socket(folder, loopback):
    server = control.ControlServer(folder, loopback=loopback)
    assert (folder / "control").stat().st_mode & 0o077 == 0
    heard: list[str] = []
    done = threading.Event()

    def listen() -> None:
        while not done.is_set():
            heard.extend(server.orders(0.01))

    thread = threading.Thread(target=listen)
    thread.start()
    assert running(folder)
    for what in control.ORDERS:
        order(folder, what)
    with pytest.raises(InputError, match="worked on already"):
        control.ControlServer(folder)
    done.set()
    thread.join()
    server.close()
    assert heard == list(control.ORDERS) and not running(folder)


def test_a_path_too_long_for_a_socket_is_no_obstacle(tmp_path):
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    control.ControlServer(folder).close()


def test_the_port_is_closed_to_who_does_not_know_the_secret(folder):
    server = control.ControlServer(folder, loopback=True)
    named = (folder / "control").read_text()
    (folder / "control").write_text(named.replace('"secret": "', '"secret": "x'))
    heard: list[list[str]] = []
    thread = threading.Thread(target=lambda: heard.append(server.orders(5)))
    thread.start()
    assert not running(folder)
    thread.join()
    server.close()
    assert heard == [[]]


@pytest.mark.parametrize("said", [b"", b"\n", b"[]\n", b"x" * 9000, b'{"order": "format"}\n', b'{"order": ["stop"]}\n'])
def test_nonsense_on_the_socket_is_no_order(folder, said, monkeypatch):
    monkeypatch.setattr(control, "ANSWER_S", 0.2)
    server = control.ControlServer(folder)
    with control.socket.socket(control.socket.AF_UNIX) as caller:
        caller.connect(str(folder / "control"))
        caller.sendall(said)
        assert server.orders(1) == []
    server.close()


def test_an_order_to_nobody_is_a_sentence(folder):
    (folder / "control").write_text("left behind")
    with pytest.raises(InputError, match="Nothing is being recorded"):
        order(folder, "stop")
    with pytest.raises(InputError, match="no order 'dance'"):
        order(folder, "dance")


def test_the_children_get_what_was_asked_for(tmp_path):
    asked = ["F", "--media", "a.wav", "--library", "L", "--meeting", "7", "--model", "M"]
    job = job_of(parse(asked))
    assert (job.kind, job.source[-3:]) == ("import", ["meetapp.media", "a.wav", "F"])
    assert job.engine[-8:] == ["meetapp.engine", "F", "--library", "L", "--meeting", "7", "--model", "M"][-8:]
    job = job_of(parse(["F", "--input", "Blue"]))
    recorder, _, successor = " ".join(job.source).partition(" --successor ")
    assert job.kind == "recording" and recorder.endswith("meetapp.recorder F --input Blue")
    assert successor.endswith("meetapp.supervisor F --input Blue"), "a recorder can bring back its supervisor"
    assert job_of(parse(["F", "--resume"])).kind == "resume"


def test_without_text_only_sound_is_recorded_and_the_meeting_is_not_taken_for_cut_short(folder):
    parsed = job_of(parse([str(folder), "--input", "mic", "--no-text"]))
    assert not parsed.engine and "--no-text" in parsed.source
    source = [sys.executable, "-c", RECORDS + "track.stop()", str(folder)]
    assert Supervisor(Job(folder, "recording", source, [])).run() == 0
    assert is_stopped(JournalReader(folder).read_new())
    assert not meeting.is_in_progress(folder)
