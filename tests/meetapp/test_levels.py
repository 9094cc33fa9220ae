"""The level is that of the sound, ten times a second, and silence that is none is told once."""

from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetapp.recorder.clock import SampleClock
from meetapp.recorder.levels import FLOOR_DB, LevelMeter, level_of
from meetapp.recorder.watchdog import PATIENCE_S, Watchdog


def tone(amplitude: float, num_samples: int = 1600) -> "array[int]":
    wave_S = np.round(32768 * amplitude * np.sin(np.arange(num_samples) * 2 * np.pi / 40))
    return array("h", wave_S.clip(-32768, 32767).astype("i2").tobytes())


@pytest.mark.parametrize("amplitude", [1.0, 0.5, 0.01])
def test_a_tone_has_its_level(amplitude):
    level = level_of(tone(amplitude))
    assert level.peak_db == pytest.approx(20 * np.log10(amplitude), abs=0.2)
    assert level.rms_db == pytest.approx(level.peak_db - 3.0, abs=0.2)


@pytest.mark.parametrize("block", [array("h", bytes(200)), array("h")])
def test_silence_is_the_floor(block):
    assert level_of(block).rms_db == level_of(block).peak_db == FLOOR_DB


@given(sizes=st.lists(st.integers(0, 5000), max_size=30))
def test_levels_come_at_most_ten_times_a_second(sizes):
    meter = LevelMeter(16_000)
    levels = [meter.accept(array("h", bytes(2 * size))) for size in sizes]
    assert sum(level is not None for level in levels) <= sum(sizes) / 1600
    assert sum(sizes) < 1600 or any(levels)


def test_no_samples_are_told_once_and_again_after_sound_came_back():
    dog = Watchdog("Webcam", 0.0)
    assert dog.check(PATIENCE_S - 0.1) is None
    told = dog.check(PATIENCE_S)
    assert told is not None and "Webcam has delivered nothing" in told.message and not told.fatal
    assert dog.check(PATIENCE_S + 1) is None
    dog.saw(zeros=False, now_s=12.0)
    assert dog.check(13.0) is None
    assert dog.check(12.0 + PATIENCE_S) is not None


def test_only_zeros_are_told_but_quiet_sound_is_not():
    dog = Watchdog("Webcam", 0.0)
    told = []
    for second in range(1, 25):
        dog.saw(zeros=second > 2, now_s=float(second))
        told.append(dog.check(float(second)))
    assert [second for second, each in enumerate(told, 1) if each] == [2 + PATIENCE_S]
    assert "muted" in next(each for each in told if each).message


def test_a_pause_is_no_trouble():
    dog = Watchdog("Webcam", 0.0)
    dog.rest(500.0)
    assert dog.check(501.0) is None


def test_the_clock_tells_how_much_was_lost():
    clock = SampleClock(1000)
    assert clock.lost_s(100, 5.0) == 0.0, "before any block there is nothing to compare with"
    for tenth in range(10):
        clock.count(100, 5.0 + tenth / 10 + (0.004 if tenth % 2 else 0.0))
    assert clock.lost_s(100, 6.01) == 0.0, "a late block is not a lost one"
    assert clock.lost_s(100, 6.5) == pytest.approx(0.5)
    clock.count(100, 6.5, after_loss=True)
    assert clock.lost_s(100, 6.6) == 0.0, "what was filled in is not lost twice"
