"""How much of the computer the real engine takes: its threads and its priority, by option and by setting."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from made_media import beeps, write_sound

from meetapp import children, hearing, meeting, paths
from meetapp.engine.manners import as_set
from meetapp.hearing import AS_SET, Hearing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="threads and niceness are read from /proc")

# The engine itself, with the shipped model; before it ends it says what it has taken of the computer.
TELLS = """
import atexit, json, os, sys
def tell():
    torch = sys.modules.get("torch")
    if torch is not None:
        told = {"threads": torch.get_num_threads(), "nice": os.nice(0), "tasks": len(os.listdir("/proc/self/task"))}
        print(json.dumps(told))
atexit.register(tell)
"""


def told(folder: Path, tmp_path: Path) -> dict[str, int]:
    """What the engine took to hear the meeting in `folder`."""
    site = tmp_path / "site"
    site.mkdir(exist_ok=True)
    (site / "sitecustomize.py").write_text(TELLS, encoding="utf-8")
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])}
    variables.pop("OMP_NUM_THREADS", None)
    done = subprocess.run(
        children.command("meetapp.engine", str(folder)),
        env=variables,
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    taken: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return taken


@pytest.fixture
def folder(home: Path, tmp_path: Path) -> Path:
    """A second of sound, recorded and not yet heard."""
    folder = meeting.create(home / "meetings", title="Talk", source="")
    media = write_sound(tmp_path / "talk.wav", beeps(1))
    subprocess.run(children.command("meetapp.media", str(media), str(folder)), timeout=120, check=True)
    return folder


def test_the_engine_has_one_thread_and_the_priority_it_was_started_with(folder: Path, tmp_path: Path) -> None:
    taken = told(folder, tmp_path)
    assert (taken["threads"], taken["nice"]) == (1, os.nice(0))
    assert taken["tasks"] <= 2  # one may wait for a clock or a queue


def test_more_threads_and_a_low_priority_are_taken_as_chosen(folder: Path, tmp_path: Path) -> None:
    hearing.keep(folder, Hearing(threads=2, low_priority=True))
    taken = told(folder, tmp_path)
    assert (taken["threads"], taken["nice"]) == (2, min(19, os.nice(0) + 10))


def test_what_a_meeting_leaves_open_is_as_the_settings_say(home: Path) -> None:
    assert as_set(AS_SET) == Hearing(effort="balanced", threads=1, low_priority=False)
    home.mkdir(exist_ok=True)
    paths.settings().write_text('{"effort": "fast", "threads": 3, "low_priority": true}', encoding="utf-8")
    assert as_set(AS_SET) == Hearing(effort="fast", threads=3, low_priority=True)
    own = Hearing(effort="careful", threads=1, low_priority=False)
    assert as_set(own) == own
