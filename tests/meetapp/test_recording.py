"""What the device says it lost is a gap on the timeline, and the recorder's queue is bounded; the device is fake."""

from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace

import numpy as np
import pytest

from meetapp.errors import DeviceError
from meetapp.events import EventReader, RecordingStarted, RecordingStopped, Trouble
from meetapp.journal import Gap, JournalReader
from meetapp.meeting import events_path
from meetapp.recorder import capture, run
from meetapp.recorder.capture import Block, Capture
from meetapp.recorder.devices import AudioInput
from meetapp.recorder.run import Recording, Teller
from meetapp.tracks import TrackReader

RATE = 16_000
BLOCK = 1600
MIC = AudioInput("mic", "Test Mic", "portaudio", RATE)


class FakeCapture:
    def __init__(self, *_: object) -> None:
        self.closed = False

    def close(self) -> None:
        self.closed = True


@pytest.fixture(autouse=True)
def fake_device(monkeypatch):
    monkeypatch.setattr(run, "Capture", FakeCapture)
    monkeypatch.setattr(run, "LATENCY_S", 0.0)


def block(value: int, *, at_s: float, lost: bool = False) -> Block:
    return Block(np.full(BLOCK, value, np.int16).tobytes(), lost, at_s)


def record(folder: Path, *items: object) -> None:
    queue: SimpleQueue = SimpleQueue()
    for item in items:
        queue.put(item)
    Recording(folder, MIC, queue, Teller(folder)).run()


def levels(folder: Path) -> list[int]:
    """The value of each tenth of a second of the track."""
    wave_S = np.round(TrackReader(folder).read_new() * 32768).astype(int)
    return [int(each) for each in wave_S[::BLOCK]]


def events(folder: Path, kind: type) -> list:
    return [event for event in EventReader(events_path(folder)).read_new() if isinstance(event, kind)]


def test_lost_sound_is_silence_of_its_length(tmp_path):
    blocks = [block(each, at_s=each / 10) for each in range(1, 6)]
    record(tmp_path, *blocks, block(9, at_s=0.9, lost=True), block(10, at_s=1.0), "stop")
    assert levels(tmp_path) == [1, 2, 3, 4, 5, 0, 0, 0, 9, 10]
    (gap,) = [each for each in JournalReader(tmp_path).read_new() if isinstance(each, Gap)]
    assert gap.samples == 5 * BLOCK and gap.lost_s == pytest.approx(0.3)
    assert "too busy" in gap.why


def test_a_loss_too_short_to_measure_is_told_all_the_same(tmp_path):
    record(tmp_path, block(1, at_s=0.1), block(2, at_s=0.2, lost=True), "stop")
    assert [each.silence_samples for each in JournalReader(tmp_path).read_new() if isinstance(each, Gap)] == [0]


def test_blocks_queued_behind_the_stop_are_kept(tmp_path):
    record(tmp_path, block(1, at_s=0.1), "stop", block(2, at_s=0.2), block(3, at_s=0.3))
    assert levels(tmp_path) == [1, 2, 3]
    assert events(tmp_path, RecordingStarted) == [RecordingStarted("Test Mic", RATE)]
    assert events(tmp_path, RecordingStopped) == [RecordingStopped(0.3)]


def test_a_pause_leaves_out_what_came_in_it_and_is_no_loss(tmp_path):
    items = [block(1, at_s=0.1), "pause", "pause", block(2, at_s=0.2), "resume", block(3, at_s=5.0), "stop"]
    record(tmp_path, *items)
    assert levels(tmp_path) == [1, 3]
    assert not [each for each in JournalReader(tmp_path).read_new() if isinstance(each, Gap)]


def test_a_device_that_goes_away_leaves_a_track_to_be_continued(tmp_path):
    with pytest.raises(DeviceError, match="went away"):
        record(tmp_path, block(1, at_s=0.1), "device-lost", block(2, at_s=0.2))
    assert levels(tmp_path) == [1, 2]
    reader = TrackReader(tmp_path, start_samples=2 * BLOCK)
    assert not reader.ended


def test_silence_is_told_to_the_user(tmp_path, monkeypatch):
    monkeypatch.setattr(run.time, "monotonic", lambda: 0.0)
    queue: SimpleQueue = SimpleQueue()
    recording = Recording(tmp_path, MIC, queue, Teller(tmp_path))
    for tenth in range(150):
        queue.put(block(0, at_s=tenth / 10))
    queue.put("stop")
    recording.run()
    assert ["muted" in trouble.message for trouble in events(tmp_path, Trouble)] == [True]


def test_the_callback_drops_beyond_its_bound_and_says_so(monkeypatch):
    monkeypatch.setattr(capture, "MAX_QUEUED_BLOCKS", 2)
    queue: SimpleQueue = SimpleQueue()
    device = Capture.__new__(Capture)
    device._queue, device._dropped, device._closing, device._convert = queue, False, False, None
    well = SimpleNamespace(input_overflow=False)
    for _ in range(4):
        device.on_block(b"\0\0", 1, None, well)
    assert queue.qsize() == 2
    assert [queue.get().lost for _ in range(2)] == [False, False]
    device.on_block(b"\0\0", 1, None, well)
    device.on_block(b"\0\0", 1, None, SimpleNamespace(input_overflow=True))
    assert [queue.get().lost for _ in range(2)] == [True, True]
