"""The real recorder process records what is played, through PortAudio, ALSA and PulseAudio, and keeps it if killed."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from virtual_microphone import RATE, VirtualMicrophone, wait_for

from meetapp.events import EventReader, LevelChanged, RecordingStarted, RecordingStopped, Trouble
from meetapp.journal import Gap, JournalReader, Pause, Resume, samples_on_disk, stop_track, track_path
from meetapp.meeting import events_path
from meetapp.recorder.devices import OUR_ALSA, SYSTEM_ALSA, list_inputs
from meetapp.tracks import TrackReader


def noise(seconds: float, seed: int = 0) -> np.ndarray:
    """A signal that is like no other stretch of itself, so that it has one place where it fits."""
    return np.random.default_rng(seed).normal(0, 0.1, round(seconds * RATE)).clip(-0.9, 0.9)


def start(folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "meetapp.recorder", str(folder), "--input", "mic.monitor"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)


def tell(recorder: "subprocess.Popen[bytes]", order: str) -> None:
    assert recorder.stdin is not None
    recorder.stdin.write(order.encode() + b"\n")
    recorder.stdin.flush()


def events(folder: Path, kind: type) -> list:
    return [event for event in EventReader(events_path(folder)).read_new() if isinstance(event, kind)]


def recorded(folder: Path) -> np.ndarray:
    return TrackReader(folder).read_new().astype(np.float64)


def match(played_S: np.ndarray, heard_S: np.ndarray) -> tuple[int, float]:
    """Where `played_S` begins in `heard_S`, and how well it fits there: 1 is a perfect copy."""
    if len(heard_S) < len(played_S):
        return 0, 0.0
    size = 1 << int(np.ceil(np.log2(len(heard_S) + len(played_S))))
    products = np.fft.irfft(np.fft.rfft(heard_S, size) * np.conj(np.fft.rfft(played_S, size)), size)
    at = int(np.argmax(products[: max(1, len(heard_S) - len(played_S) + 1)]))
    there_S = heard_S[at : at + len(played_S)]
    return at, float(there_S @ played_S / max(1e-9, np.linalg.norm(there_S) * np.linalg.norm(played_S)))


@pytest.mark.parametrize("end", ["order", "end of input", "SIGTERM"])
def test_what_is_played_is_recorded_whole(microphone: VirtualMicrophone, tmp_path, end):
    recorder = start(tmp_path)
    wait_for(lambda: events(tmp_path, RecordingStarted))
    played_S = noise(1.5)
    assert microphone.play(played_S).wait(240) == 0
    wait_for(lambda: match(played_S, recorded(tmp_path))[1] > 0.5 and not recorded(tmp_path)[-RATE // 50 :].any())
    if end == "SIGTERM":
        recorder.send_signal(signal.SIGTERM)
    elif end == "order":
        tell(recorder, "stop")
    else:
        recorder.stdin.close()
    assert recorder.wait(240) == 0
    heard_S = recorded(tmp_path)
    at, fit = match(played_S, heard_S)
    assert fit > 0.9999
    off_S = heard_S[at : at + len(played_S)] - played_S
    assert np.abs(off_S).max() < 2e-4, "one unbroken copy: nothing lost, doubled or out of order"
    assert TrackReader(tmp_path, start_samples=len(heard_S)).ended
    assert not [record for record in JournalReader(tmp_path).read_new() if isinstance(record, Gap)]
    assert max(level.rms_db for level in events(tmp_path, LevelChanged)) == pytest.approx(-20, abs=1)
    assert events(tmp_path, RecordingStopped)[0].duration_s == pytest.approx(len(heard_S) / RATE)


def test_paused_time_is_not_recorded(microphone: VirtualMicrophone, tmp_path):
    recorder = start(tmp_path)
    wait_for(lambda: samples_on_disk(tmp_path) > RATE // 2)
    tell(recorder, "pause")
    wait_for(lambda: b'"pause"' in (tmp_path / "journal.jsonl").read_bytes())
    kept = samples_on_disk(tmp_path)
    secret_S = noise(0.5, seed=1)
    assert microphone.play(secret_S).wait(240) == 0
    assert samples_on_disk(tmp_path) == kept
    tell(recorder, "resume")
    wait_for(lambda: samples_on_disk(tmp_path) > kept + RATE // 2)
    tell(recorder, "stop")
    assert recorder.wait(240) == 0
    pauses = [record for record in JournalReader(tmp_path).read_new() if isinstance(record, Pause | Resume)]
    assert [record.samples for record in pauses] == [kept, kept]
    assert match(secret_S, recorded(tmp_path))[1] < 0.1


def test_a_killed_recorder_keeps_what_it_captured_and_the_next_one_goes_on(microphone: VirtualMicrophone, tmp_path):
    played_S = noise(8)
    head_S, tail_S = played_S[: RATE // 2], played_S[-RATE // 2 :]
    recorder = start(tmp_path)
    wait_for(lambda: events(tmp_path, RecordingStarted))
    player = microphone.play(played_S)
    wait_for(lambda: match(head_S, recorded(tmp_path))[1] > 0.9999)
    recorder.kill()
    recorder.wait()
    kept_S = recorded(tmp_path)
    again = start(tmp_path)
    assert player.wait(240) == 0
    wait_for(lambda: match(tail_S, recorded(tmp_path))[1] > 0.9999)
    tell(again, "stop")
    assert again.wait(240) == 0
    heard_S = recorded(tmp_path)
    np.testing.assert_array_equal(heard_S[: len(kept_S)], kept_S)
    gaps = [record for record in JournalReader(tmp_path).read_new() if isinstance(record, Gap)]
    assert [gap.samples for gap in gaps] == [len(kept_S)]
    # The timeline is right on both sides of the gap: the end of what was played lies where it belongs.
    apart = match(tail_S, heard_S)[0] - match(head_S, heard_S)[0]
    assert apart == pytest.approx(len(played_S) - len(tail_S), abs=0.3 * RATE)


def test_a_recorder_that_gets_no_time_for_a_second_loses_nothing(microphone: VirtualMicrophone, tmp_path):
    recorder = start(tmp_path)
    wait_for(lambda: events(tmp_path, RecordingStarted))
    played_S = noise(2)
    player = microphone.play(played_S)
    wait_for(lambda: np.abs(recorded(tmp_path)).max(initial=0) > 0.05)
    recorder.send_signal(signal.SIGSTOP)
    assert player.wait(240) == 0
    recorder.send_signal(signal.SIGCONT)
    wait_for(lambda: match(played_S, recorded(tmp_path))[1] > 0.9999)
    tell(recorder, "stop")
    assert recorder.wait(240) == 0


def test_a_full_disk_is_one_sentence_and_what_was_written_is_intact(microphone: VirtualMicrophone, tmp_path):
    limit = 200_001
    recorder = start(tmp_path)
    wait_for(lambda: samples_on_disk(tmp_path))
    resource.prlimit(recorder.pid, resource.RLIMIT_FSIZE, (limit, limit))
    assert recorder.wait(240) == 2
    said = recorder.stderr.read()
    assert said.decode().count("\n") == 1 and "disk is full" in said.decode()
    (trouble,) = events(tmp_path, Trouble)
    assert trouble.fatal and trouble.exit_code == 2
    assert track_path(tmp_path).stat().st_size == limit - 1
    stop_track(tmp_path)
    assert len(recorded(tmp_path)) == limit // 2


def test_a_finished_recording_is_not_recorded_over(microphone: VirtualMicrophone, tmp_path):
    recorder = start(tmp_path)
    wait_for(lambda: samples_on_disk(tmp_path))
    recorder.communicate(timeout=240)
    kept = samples_on_disk(tmp_path)
    _, said = start(tmp_path).communicate(timeout=240)
    assert "is complete: start a new meeting" in said.decode()
    assert samples_on_disk(tmp_path) == kept


def test_an_unknown_input_names_the_known_ones(microphone: VirtualMicrophone, tmp_path):
    command = [sys.executable, "-m", "meetapp.recorder", str(tmp_path), "--input", "drum"]
    done = subprocess.run(command, stdin=subprocess.PIPE, capture_output=True, text=True, timeout=240)
    assert done.returncode == 2 and "'Monitor of Test'" in done.stderr
    assert not (tmp_path / "journal.jsonl").exists()


def test_the_inputs_of_the_server_are_listed_by_their_human_names(microphone: VirtualMicrophone):
    (only,) = list_inputs()
    assert (only.name, only.description, only.kind, only.rate) == ("mic.monitor", "Monitor of Test", "monitor", RATE)


def test_the_server_is_reached_without_the_alsa_files_of_the_pulseaudio_package(microphone, tmp_path, monkeypatch):
    bare = tmp_path / "alsa.conf"  # as on a machine with PipeWire: no plugin is configured
    bare.write_text(re.sub(r'"[^"]*/conf\.d[^"]*"|"[^"]*alsa\.conf\.d[^"]*"', '"/nowhere"', SYSTEM_ALSA.read_text()))
    monkeypatch.setenv("ALSA_CONFIG_PATH", f"{bare}:{OUR_ALSA}")
    recorder = start(tmp_path / "m")
    wait_for(lambda: events(tmp_path / "m", RecordingStarted))
    tell(recorder, "stop")
    assert recorder.wait(240) == 0


def run_without(tmp_path: Path, modules: dict[str, str], **env: str) -> "subprocess.CompletedProcess[str]":
    """A recorder on a machine where `modules` are not what they are here."""
    stand_ins = tmp_path / "stand-ins"
    stand_ins.mkdir()
    for name, source in modules.items():
        (stand_ins / f"{name}.py").write_text(source)
    command = [sys.executable, "-m", "meetapp.recorder", str(tmp_path / "m"), "--input", ""]
    paths = {"PYTHONPATH": str(stand_ins), "XDG_RUNTIME_DIR": str(tmp_path)}
    environment = {**os.environ, **paths, **env}
    return subprocess.run(command, stdin=subprocess.PIPE, capture_output=True, text=True, timeout=240, env=environment)


def test_without_portaudio_there_is_one_sentence_and_exit_code_3(tmp_path):
    done = run_without(tmp_path, {"sounddevice": "raise OSError('PortAudio library not found')"})
    assert done.returncode == 3
    assert done.stderr.startswith("The PortAudio library is missing: install it") and done.stderr.count("\n") == 1
    (line,) = events_path(tmp_path / "m").read_text().splitlines()
    assert json.loads(line)["fatal"] and json.loads(line)["exit_code"] == 3


def test_without_an_input_there_is_one_sentence_and_exit_code_3(tmp_path):
    no_inputs = "class default: device = (-1, -1)\nquery_devices = lambda: []"
    done = run_without(tmp_path, {"sounddevice": no_inputs}, PULSE_SERVER="unix:/nowhere")
    assert (done.returncode, done.stderr) == (3, "No audio input was found: connect a microphone and try again.\n")
