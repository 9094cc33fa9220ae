"""What a recorder watches besides the sound: the disk's room, sleep, another rate, and a pause from before a crash."""

import shutil
import time
from array import array
from queue import SimpleQueue
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetapp.errors import StorageError
from meetapp.events import EventReader, RecordingStopped, Trouble
from meetapp.journal import Gap, JournalReader, is_paused, is_stopped, samples_on_disk
from meetapp.meeting import events_path
from meetapp.recorder import clock, record, run, second, space
from meetapp.recorder.capture import Block
from meetapp.recorder.clock import SleepClock
from meetapp.recorder.conversion import RateConverter
from meetapp.recorder.devices import AudioInput
from meetapp.recorder.run import Recording, Teller
from meetapp.recorder.second import SecondInput
from meetapp.recorder.space import LOOK_S, RESERVE_BYTES, Space
from meetapp.tracks import TrackReader, TrackWriter

RATE = 16_000


def test_room_for_half_an_hour_is_told_once_and_the_reserve_is_an_end(tmp_path, monkeypatch):
    free = [10**12]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free[0]))
    watch = Space(tmp_path, RATE)
    assert watch.look(0.0) is None
    free[0] = RESERVE_BYTES + 2 * RATE * 60 * 10
    assert watch.look(LOOK_S / 2) is None, "not looked at yet"
    assert "10 more minutes" in watch.look(LOOK_S).message
    assert watch.look(3 * LOOK_S) is None
    free[0] = RESERVE_BYTES
    with pytest.raises(StorageError, match="ends here and is kept"):
        watch.look(5 * LOOK_S)
    assert space.RESERVE_BYTES > 1 << 20


def test_a_full_disk_ends_a_recording_as_a_stop_would(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "Capture", lambda *_: SimpleNamespace(close=lambda: None))
    free = iter([10**12, 0])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=next(free)))
    monkeypatch.setattr(space, "LOOK_S", 0.0)
    queue: SimpleQueue = SimpleQueue()
    for at_s in (0.1, 0.2):
        queue.put(Block(np.ones(1600, np.int16).tobytes(), False, at_s))
    with pytest.raises(StorageError):
        Recording(tmp_path, AudioInput("mic", "Mic", "portaudio", RATE), queue, Teller(tmp_path)).run()
    reader = TrackReader(tmp_path)
    assert len(reader.read_new()) == 3200 and reader.ended


def test_sleep_is_what_one_clock_counts_and_the_other_does_not(monkeypatch):
    offset_s = [5.0]
    monkeypatch.setattr(clock, "_sleep_so_far_s", lambda: offset_s[0])
    watch = SleepClock()
    offset_s[0] += 0.001
    assert watch.slept_s() == 0.0
    offset_s[0] += 90.0
    assert watch.slept_s() == 90.0 and watch.slept_s() == 0.0


@given(
    rates=st.tuples(st.sampled_from([8000, 24_000, 44_100, 48_000]), st.sampled_from([16_000, 44_100, 48_000])),
    sizes=st.lists(st.integers(0, 3000), min_size=1, max_size=8),
)
def test_sound_of_another_rate_keeps_its_length(rates, sizes):
    source, target = rates
    convert = RateConverter(source, target)
    out = sum(len(convert(array("h", [1000] * size))) for size in sizes)
    assert abs(out - sum(sizes) * target / source) <= 64 * max(1, target / source), "a filter's length"


def test_a_recorder_that_is_started_in_a_pause_keeps_nothing_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "Capture", lambda *_: SimpleNamespace(close=lambda: None))
    monkeypatch.setattr(run, "LATENCY_S", 0.0)
    track = TrackWriter(tmp_path, device="Mic", rate=RATE)
    track.append(np.ones(1600, np.int16))
    track.pause()
    track.close()
    assert is_paused(JournalReader(tmp_path).read_new())
    queue: SimpleQueue = SimpleQueue()
    for item in (Block(np.ones(1600, np.int16).tobytes(), False, 0.1), "pause", "resume", "stop"):
        queue.put(item)
    Recording(tmp_path, AudioInput("mic", "Mic", "portaudio", RATE), queue, Teller(tmp_path)).run()
    assert len(TrackReader(tmp_path).read_new()) == 1600
    assert not is_paused(JournalReader(tmp_path).read_new())


def test_an_input_that_stays_away_is_told_once(tmp_path):
    tell, away = Teller(tmp_path), Trouble("No audio input was found.")
    for _ in range(3):
        tell.once(away)
    tell.once(Trouble("Something else."))
    assert [event.message for event in EventReader(events_path(tmp_path)).read_new()] == [
        "No audio input was found.",
        "Something else.",
    ]


@pytest.fixture
def away(monkeypatch):
    """An input that delivers a block and goes away, again and again; nothing is looked for on this machine."""

    class Device:
        def __init__(self, _chosen, _rate, queue) -> None:
            queue.put(Block(np.ones(1600, np.int16).tobytes(), False, time.monotonic()))
            queue.put("device-lost")

        def close(self) -> None:
            pass

    monkeypatch.setattr(run, "Capture", Device)
    monkeypatch.setattr(run, "LATENCY_S", 0.0)
    monkeypatch.setattr(record, "AWAY_S", 0.01)
    monkeypatch.setattr(record, "look_again", lambda: None)
    monkeypatch.setattr(record, "list_inputs", lambda: [AudioInput("mic", "Mic", "portaudio", RATE, default=True)])


def test_an_input_that_goes_away_is_taken_again_in_the_same_process(tmp_path, away, monkeypatch):
    give: list = []
    monkeypatch.setattr(record, "listen", lambda passed_on, _: give.append(passed_on))
    rounds = iter(range(3))

    def wait(_seconds: float) -> None:
        if next(rounds) == 2:
            give[0]("stop")

    monkeypatch.setattr(record.time, "sleep", wait)
    assert record.record(tmp_path, "mic") == 0
    reader = TrackReader(tmp_path)
    heard_S = reader.read_new()
    assert np.count_nonzero(heard_S) == 3 * 1600 and reader.ended, "stopped while the input was away"
    gaps = [each for each in JournalReader(tmp_path).read_new() if isinstance(each, Gap)]
    assert [gap.why for gap in gaps] == ["the input was away"] * 2
    told = EventReader(events_path(tmp_path)).read_new()
    assert isinstance(told[-1], RecordingStopped) and not any(isinstance(each, Trouble) and each.fatal for each in told)


def test_without_an_input_from_the_start_there_is_no_waiting(tmp_path, monkeypatch):
    monkeypatch.setattr(record, "listen", lambda *_: None)
    monkeypatch.setattr(record, "list_inputs", lambda: [])
    assert record.record(tmp_path, "") == 3
    (told,) = EventReader(events_path(tmp_path)).read_new()
    assert told.fatal and told.exit_code == 3


def test_a_second_input_that_goes_away_is_taken_again_and_stays_on_the_timeline_of_the_first(
    tmp_path, away, monkeypatch
):
    monkeypatch.setattr(second, "RETRY_S", 0.01)
    monkeypatch.setattr(second, "list_inputs", lambda: [AudioInput("mon", "Speaker", "monitor", RATE)])
    first = TrackWriter(tmp_path, device="Mic", rate=RATE)
    first.append(np.ones(2 * RATE, np.int16))
    recorder = SecondInput(tmp_path, "speaker")
    recorder.start(Teller(tmp_path))
    until_s = time.monotonic() + 30
    while samples_on_disk(tmp_path, 1) < 2 * RATE + 3 * 1600:
        assert time.monotonic() < until_s
        time.sleep(0.01)
    recorder.finish()
    records = JournalReader(tmp_path).read_new()
    assert is_stopped(records, 1) and not is_stopped(records, 0)
    gaps = [each for each in records if isinstance(each, Gap)]
    assert gaps[0].lost_s == pytest.approx(2.0, abs=0.5) and {gap.why for gap in gaps[1:]} == {"the input was away"}
    assert not np.any(TrackReader(tmp_path, track=1).read_new(RATE))
    told = [each.message for each in EventReader(events_path(tmp_path)).read_new() if isinstance(each, Trouble)]
    assert told[0].startswith("The second input is not recorded: The input 'Speaker' went away")
