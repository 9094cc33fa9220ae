"""No network: files become text and the window works where a process that makes a network socket is ended."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import HEARS_LOUDNESS, meetapp
from made_media import beeps, write_sound
from no_network import CAN_FILTER, has_none

from meetapp.store import open_library
from meetapp.store.meetings import list_meetings
from meetapp.store.turns import list_turns

WORKS_AND_CLOSES = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from meetapp.window.app import begin, open_window

app = QApplication(["meetapp"])
window = open_window(app)
window.show()
begin(window, [Path(sys.argv[1])], record=False)
window.inputs.refresh()

def close_when_done():
    entries = window.desk.entries
    if [each.state for each in entries] == ["complete"] and not window.desk.jobs.busy:
        window.close()
        app.quit()

timer = QTimer(interval=50)
timer.timeout.connect(close_when_done)
timer.start()
QTimer.singleShot(200_000, lambda: app.exit(9))
sys.exit(app.exec())
"""


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a short path: where a path is too long for a Unix socket, control goes over the loopback."""
    with tempfile.TemporaryDirectory(prefix="m") as folder:
        yield Path(folder)


def python(code: str, *arguments: object, home: Path, world: str) -> "subprocess.CompletedProcess[str]":
    """Runs `code` in a process of its own, in that world."""
    site = home / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(world, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={
            **os.environ,
            "MEETAPP_HOME": str(home),
            "PULSE_SERVER": str(home / "no-server"),
            "PYTHONPATH": os.pathsep.join([str(site), str(Path.cwd())]),
        },
        capture_output=True,
        timeout=240,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.create_server(('127.0.0.1', 0))",
        "import socket; socket.socket(socket.AF_INET6)",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
    ],
)
def test_this_world_sees_whoever_reaches_for_a_network(short, code):
    done = python(code, home=short, world=has_none(short / "told"))
    assert done.returncode == 1 and "no network here" in done.stderr
    assert (short / "told").exists()


@pytest.mark.skipif(not CAN_FILTER, reason="the kernel has no such filter")
def test_this_world_ends_libraries_that_reach_for_a_network(short):
    code = "import ctypes, socket; socket.socket(socket.AF_UNIX); ctypes.CDLL(None).socket(2, 1, 0)"
    assert python(code, home=short, world=has_none(short / "told")).returncode == -signal.SIGSYS


def test_a_file_becomes_text_without_a_network(short):
    world = HEARS_LOUDNESS + has_none(short / "told")
    done = meetapp("transcribe", write_sound(short / "a.flac", beeps(1)), home=short, world=world)
    assert (done.code, done.out) == (0, "[00:00.0-00:01.0] Speaker 1: beep\n"), done
    assert not (short / "told").exists()


def test_the_window_imports_a_file_without_a_network(short):
    world = HEARS_LOUDNESS + has_none(short / "told")
    done = python(WORKS_AND_CLOSES, write_sound(short / "a.flac", beeps(1)), home=short, world=world)
    assert done.returncode == 0, done
    assert not (short / "told").exists()
    with open_library(short / "library.sqlite") as library:
        (row,) = list_meetings(library)
        assert [turn.text for turn in list_turns(library, row.id)] == ["beep"]
