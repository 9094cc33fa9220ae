"""Faults that no machine for tests can have: made up around the real code, with a device and clocks that are played."""

import subprocess
import sys
import threading
import time
from array import array
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace
from unittest import mock

import numpy as np
from fault import Fault, sentences
from power_cuts import BLOCK, RATE, Clock, Microphone, SilentCapture

from meetapp import meeting
from meetapp.journal import Gap, JournalReader
from meetapp.locks import RoleLock
from meetapp.recorder import capture, clock, run
from meetapp.recorder.capture import Block, Capture
from meetapp.recorder.devices import AudioInput
from meetapp.recorder.run import Recording, Teller
from meetapp.supervisor import run as supervising
from meetapp.supervisor.run import Job, Supervisor
from meetapp.tracks import TrackReader, TrackWriter

MIC = AudioInput("mic", "Test microphone", "portaudio", 44_100)
SECOND_ENGINE = """
import pathlib, sys, time
from meetapp.journal import JournalReader, is_stopped
from meetapp.locks import RoleLock
folder = pathlib.Path(sys.argv[1])
lock = RoleLock(folder, "engine")
assert lock.take(5)
runs = folder / "runs"
runs.write_text(runs.read_text() + "x" if runs.exists() else "x")
if len(runs.read_text()) == 1: time.sleep(600)
while not is_stopped(JournalReader(folder).read_new()): lock.beat(); time.sleep(0.01)
"""
SOURCE = """
import sys, pathlib
from array import array
from meetapp.tracks import TrackWriter
track = TrackWriter(pathlib.Path(sys.argv[1]), device="stand-in", rate=16000)
track.append(array("h", [1] * 100))
sys.stdin.readline()
track.stop()
"""


def zeros(folder: Path) -> Fault:
    """A muted input delivers nothing but zeros."""
    _record(folder, np.zeros(15 * RATE, np.int16))
    kept = len(TrackReader(folder).read_new())
    return Fault("the input delivers zeros", kept == 15 * RATE, sentences(folder), {"kept_s": kept / RATE})


def rate_change(folder: Path) -> Fault:
    """The input that comes back cannot run at the track's rate."""
    opened: list[int] = []

    class Stream:
        def __init__(self, *, samplerate: int, **_: object) -> None:
            opened.append(samplerate)
            if samplerate != MIC.rate:
                raise ValueError("Invalid sample rate")

        def start(self) -> None:
            pass

        def close(self) -> None:
            pass

    audio = SimpleNamespace(RawInputStream=Stream, PortAudioError=RuntimeError)
    queue: SimpleQueue = SimpleQueue()
    with mock.patch.object(capture, "load_portaudio", lambda: audio):
        device = Capture(MIC, 48_000, queue)
    tone_S = np.round(9000 * np.sin(2 * np.pi * 440 * np.arange(MIC.rate) / MIC.rate)).astype(np.int16)
    for start in range(0, MIC.rate, 441):
        device.on_block(tone_S[start : start + 441].tobytes(), 441, None, SimpleNamespace(input_overflow=False))
    heard_S = array("h")
    while not queue.empty():
        heard_S.extend(queue.get().wave())
    spectrum = np.abs(np.fft.rfft(np.array(heard_S, float)[:47_000]))
    found = {"opened_at": opened, "samples_of_a_second": len(heard_S), "tone_hz": round(np.argmax(spectrum) / 47 * 48)}
    survived = opened == [48_000, 44_100] and abs(len(heard_S) - 48_000) < 200 and abs(found["tone_hz"] - 440) <= 2
    return Fault("the input changes its rate", survived, [], found)


def wall_clock_jump(folder: Path) -> Fault:
    """The wall clock is set back an hour while the recorder is started again."""
    steady = Clock()
    with mock.patch("time.monotonic", steady):
        track = TrackWriter(folder, device="test", rate=RATE)
        track.append(np.ones(RATE, np.int16))
        track.close()
        steady.now_s += 3.0
        with mock.patch("time.time", lambda: 1_000_000.0 - 3600):
            track = TrackWriter(folder, device="test", rate=RATE)
    gap_s = track.samples / RATE - 1.0
    return Fault("the wall clock jumps back an hour", abs(gap_s - 2.0) < 0.01, [], {"gap_s": gap_s})


def sleep(folder: Path) -> Fault:
    """The computer sleeps for ten minutes during a recording; the clock that counts sleep says so."""
    asleep_s = [0.0]

    def wakes(self: Recording, block: Block, keep=Recording._keep) -> None:
        if self._begun is not None and self._begun.samples == 5 * RATE:
            asleep_s[0] = 600.0
        keep(self, block)

    with mock.patch.object(clock, "_sleep_so_far_s", lambda: asleep_s[0]), mock.patch.object(Recording, "_keep", wakes):
        _record(folder, np.ones(10 * RATE, np.int16))
    (gap,) = [record for record in JournalReader(folder).read_new() if isinstance(record, Gap)]
    found = {"gap_s": gap.lost_s, "why": gap.why, "silence_s": gap.silence_samples / RATE}
    survived = gap.lost_s == 600.0 and gap.samples == 5 * RATE
    return Fault("the computer sleeps", survived, sentences(folder), found)


def device_stalls(folder: Path) -> Fault:
    """The input stays open and delivers nothing more."""
    queue: SimpleQueue = SimpleQueue()
    queue.put(Block(np.ones(BLOCK, np.int16).tobytes(), False, time.monotonic()))
    said = ""
    with mock.patch.object(run, "Capture", SilentCapture), mock.patch.object(run, "STALL_S", 0.5):
        try:
            Recording(folder, MIC, queue, Teller(folder)).run()
        except run.DeviceError as err:
            said = str(err)
    kept = len(TrackReader(folder).read_new())
    return Fault("the input stalls", bool(said) and kept == BLOCK, [said])


def engine_hangs(folder: Path) -> Fault:
    """The engine stops working without ending."""
    commands = [[sys.executable, "-c", code, str(folder)] for code in (SOURCE, SECOND_ENGINE)]
    codes: list[int] = []
    with mock.patch.object(supervising, "ENGINE_SILENT_S", 3.0):
        thread = threading.Thread(
            target=lambda: codes.append(Supervisor(Job(folder, "recording", *commands)).run()), daemon=True
        )
        thread.start()
        give_up = time.monotonic() + 60
        while (folder / "runs").read_text() != "xx" if (folder / "runs").exists() else True:
            assert time.monotonic() < give_up, "a hung engine is started again"
            time.sleep(0.05)
        supervising_order(folder)
        thread.join(60)
    return Fault("the engine hangs", codes == [0], sentences(folder))


def supervising_order(folder: Path) -> None:
    from meetapp import supervisor

    supervisor.order(folder, "stop")


def _record(folder: Path, wave_S: np.ndarray) -> None:
    steady = Clock()
    with mock.patch("time.monotonic", steady), mock.patch.object(run, "Capture", SilentCapture):
        microphone = AudioInput("mic", "Test microphone", "portaudio", RATE)
        Recording(folder, microphone, Microphone(wave_S, steady), Teller(folder)).run()  # type: ignore[arg-type]


def two_at_once(folder: Path) -> Fault:
    """Two programs want to work on one meeting."""
    first = RoleLock(folder, "supervisor")
    assert first.take()
    code = [sys.executable, "-m", "meetapp.supervisor", str(folder), "--resume"]
    done = subprocess.run(code, capture_output=True, text=True, check=False, timeout=240)
    first.release()
    return Fault("two programs at once", done.returncode == 2, done.stderr.splitlines())


PLAYED = (zeros, rate_change, wall_clock_jump, sleep, device_stalls, engine_hangs, two_at_once)


def made(folder: Path) -> Path:
    return meeting.create(folder, title="Fault", source="test")
