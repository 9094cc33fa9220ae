"""What a loudspeaker plays into a microphone is told from what people say there; two people are never taken for one."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from meetapp.engine.bleed import AFTER_S, BEFORE_S, LIKE, is_softer, likeness
from sts_model.simulation.spaces import TAPS, draw_space, responses

RATE = 16_000
DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo" / "meeting.flac"
NEAR_S, FAR_S = 20.0, 42.0
"""Where in the demo different people speak without a long pause."""


@pytest.fixture(scope="module")
def speech() -> np.ndarray:
    wave_S, rate = soundfile.read(DEMO, dtype="float32")
    assert rate == RATE
    return wave_S / np.sqrt(np.mean(wave_S**2))


def part(wave_S: np.ndarray, first_s: float, last_s: float) -> np.ndarray:
    return wave_S[round(first_s * RATE) : round(last_s * RATE)]


def in_a_room(wave_S: np.ndarray, seed: int) -> np.ndarray:
    """`wave_S` as a microphone across the room hears it, as loud as before."""
    response_S = responses(draw_space(np.random.default_rng(seed), ["loudspeaker"], near=False))["loudspeaker"][TAPS:]
    wet_S = np.convolve(wave_S, response_S)[: len(wave_S)]
    return wet_S / np.sqrt(np.mean(wet_S**2))


def heard(speech, *, seed: int, bleed_db: float | None, near: bool, lasts_s: float = 3.0, delay_s: float = 0.15):
    """A turn of the microphone, and the other track around it."""
    other_S = part(speech, FAR_S - BEFORE_S, FAR_S + lasts_s + AFTER_S)
    turn_S = np.random.default_rng(seed).normal(0, 0.01, round(lasts_s * RATE))
    if near:
        turn_S += part(speech, NEAR_S, NEAR_S + lasts_s)
    if bleed_db is not None:
        wet_S = np.roll(in_a_room(other_S, seed), round(delay_s * RATE)) * 10 ** (bleed_db / 20)
        turn_S += wet_S[round(BEFORE_S * RATE) :][: len(turn_S)]
    return 0.05 * turn_S.astype(np.float32), 0.05 * other_S


@pytest.mark.parametrize("bleed_db", [-5, -15, -25])
@pytest.mark.parametrize("lasts_s", [1.0, 3.0])
def test_bleed_is_as_like_as_an_echo_in_any_room_at_any_level(speech, bleed_db, lasts_s):
    turns = [heard(speech, seed=seed, bleed_db=bleed_db, near=False, lasts_s=lasts_s) for seed in range(6)]
    found = [likeness(*turn) for turn in turns]
    assert sum(each > LIKE for each in found) >= 4 and min(found) > LIKE - 0.1


@pytest.mark.parametrize("bleed_db", [None, -25, -15, -10])
def test_near_speech_is_kept_whether_or_not_the_loudspeaker_talks_into_it(speech, bleed_db):
    for seed in range(6):
        assert likeness(*heard(speech, seed=seed, bleed_db=bleed_db, near=True)) < LIKE - 0.1


@given(delay_s=st.floats(-0.35, 0.75))
@settings(max_examples=15)
def test_the_delay_may_be_anything_that_buffers_and_clocks_make(speech, delay_s):
    assert likeness(*heard(speech, seed=1, bleed_db=-15, near=False, delay_s=delay_s)) > LIKE


@pytest.mark.parametrize("other", [0.0, 1e-5])
def test_silence_explains_nothing(speech, other):
    turn_S, other_S = heard(speech, seed=0, bleed_db=-10, near=False)
    assert likeness(turn_S, np.full_like(other_S, other)) == 0.0
    assert likeness(turn_S[:100], other_S) == 0.0 and likeness(turn_S, other_S[: len(turn_S) - 1]) == 0.0


def test_of_two_microphones_the_speakers_own_is_the_louder_one(speech):
    turn_S, other_S = heard(speech, seed=0, bleed_db=-10, near=False)
    assert is_softer(turn_S, other_S) and not is_softer(other_S, turn_S)
    assert not is_softer(turn_S, turn_S[:0])
