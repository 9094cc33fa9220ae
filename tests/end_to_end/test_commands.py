"""`meetapp transcribe` and `meetapp record` as a person uses them: real processes, a virtual microphone, Ctrl-C."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from virtual_microphone import RATE, VirtualMicrophone, wait_for

from meetapp.store import open_library
from meetapp.store.meetings import list_meetings
from meetapp.store.turns import list_turns
from meetapp.tracks import TrackReader

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo" / "meeting.flac"
TURN = re.compile(r"\[(\d\d):(\d\d\.\d)-(\d\d):(\d\d\.\d)\] Speaker (\d+): (.+)")


def start(*arguments: object, home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "meetapp", *map(str, arguments)],
        env={**os.environ, "MEETAPP_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def read_until(stream, words: str) -> str:
    """The line of `stream` that holds `words`."""
    for line in stream:
        if words in line:
            return line
    raise AssertionError(f"ended without {words!r}")


def test_the_demo_is_transcribed_in_every_format(tmp_path):
    outputs = {}
    for form in ("txt", "seglst"):
        options = ("--stop", 20, "--verbatim", "--merge-turns", 0)  # as SegLST always is
        process = start("transcribe", DEMO, "--format", form, *options, home=tmp_path)
        outputs[form], err = process.communicate(timeout=240)
        assert process.returncode == 0, err
    lines = [TURN.fullmatch(line) for line in outputs["txt"].splitlines()]
    entries = json.loads(outputs["seglst"])
    assert lines and all(lines) and len(lines) == len(entries), outputs
    assert [line[6] for line in lines] == [entry["words"] for entry in entries]
    assert all(0 <= entry["start_time"] <= entry["end_time"] < 21 for entry in entries)


def test_a_recording_is_printed_exported_and_kept_in_the_library(microphone: VirtualMicrophone, tmp_path):
    home, out = tmp_path / "home", tmp_path / "out"
    process = start(
        "record", "--input", microphone.name, "--title", "Test", "--output", out, "--format", "json", home=home
    )
    read_until(process.stderr, "Recording from")
    tone_S = 0.3 * np.sin(2 * np.pi * 300 * np.arange(RATE) / RATE)
    assert microphone.play(np.concatenate([tone_S, np.zeros(RATE // 2)])).wait(240) == 0
    process.send_signal(signal.SIGINT)
    printed, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    with open_library(home / "library.sqlite") as library:
        (meeting,) = list_meetings(library)
        turns = list_turns(library, meeting.id)
    assert meeting.title == "Test" and meeting.duration_s is not None and meeting.duration_s > 1.4
    assert np.abs(TrackReader(meeting.folder).read_new()).max() > 0.2, "what was played is kept"
    (written,) = out.iterdir()
    assert [turn["text"] for turn in json.loads(written.read_text())["segments"]] == [turn.text for turn in turns]
    assert len(printed.splitlines()) == len(turns)
    assert str(meeting.folder) in err


def test_a_recording_stops_by_itself_after_its_duration(microphone: VirtualMicrophone, tmp_path):
    process = start("record", "--duration", "0.5", home=tmp_path)
    _, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    (folder,) = (tmp_path / "meetings").iterdir()
    assert 0.3 < len(TrackReader(folder).read_new()) / RATE < 3
    assert not (folder / "in-progress").exists()


def test_an_unknown_input_is_bad_input(microphone: VirtualMicrophone, tmp_path):
    process = start("record", "--input", "no such input", home=tmp_path)
    out, err = process.communicate(timeout=240)
    assert (process.returncode, out) == (2, "") and err.startswith("There is no input 'no such input'"), err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_transcribe_that_is_interrupted_leaves_nothing_behind(tmp_path, monkeypatch, sign):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    # A pipe that nobody feeds would be refused as no file: a long file keeps the children busy instead.
    long = tmp_path / "long.wav"
    subprocess.run([sys.executable, "-c", MAKE_LONG, str(long)], check=True)
    process = start("transcribe", long, home=tmp_path / "home")
    wait_for(lambda: list(tmp_path.glob("meetapp-*/events.jsonl")))
    process.send_signal(sign)
    _, err = process.communicate(timeout=240)
    assert process.returncode == 130 and "Traceback" not in err, err
    assert [path.name for path in tmp_path.iterdir()] == ["long.wav"]


MAKE_LONG = """
import sys, wave
with wave.open(sys.argv[1], 'wb') as file:
    file.setparams((2, 2, 48000, 0, 'NONE', ''))
    file.writeframes(bytes(4 * 48000 * 600))
"""


def test_a_command_of_ones_own_is_run_after_a_recording_and_its_failure_told(microphone: VirtualMicrophone, tmp_path):
    out = tmp_path / "told"
    code = "import os, sys; open(sys.argv[1], 'w').write(os.environ['MEETAPP_TITLE']); sys.exit(5)"
    after = shlex.join([sys.executable, "-c", code, str(out)])
    process = start("record", "--duration", "0.5", "--title", "Weekly", "--after", after, home=tmp_path / "home")
    _, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    assert out.read_text() == "Weekly" and "failed with code 5" in err
