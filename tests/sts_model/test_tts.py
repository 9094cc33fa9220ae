"""Text to speech: silences are cut, rates are changed, a missing engine is a sentence."""

import shutil

import numpy as np
import pytest

from sts_model.data import tts
from sts_model.units import SAMPLE_RATE


def tone(seconds: float, rate: int = SAMPLE_RATE) -> np.ndarray:
    time_S = np.arange(round(seconds * rate)) / rate
    return (0.3 * np.sin(2 * np.pi * 440 * time_S) * np.hanning(len(time_S))).astype(np.float32)


def test_trim_cuts_the_silence_at_both_ends():
    silence_S = np.zeros(SAMPLE_RATE // 2, np.float32)
    trimmed_S = tts.trim(np.concatenate([silence_S, tone(1.0), silence_S]))
    assert 0.8 * SAMPLE_RATE < len(trimmed_S) <= 1.01 * SAMPLE_RATE


def test_trim_is_not_fooled_by_a_click():
    click_S = np.zeros(SAMPLE_RATE, np.float32)
    click_S[0] = 0.02
    assert len(tts.trim(np.concatenate([click_S, tone(0.5)]))) <= 0.51 * SAMPLE_RATE


@pytest.mark.parametrize("length", [0, 10, 400])
def test_trim_of_silence_is_short(length):
    assert len(tts.trim(np.zeros(length, np.float32))) <= length


@pytest.mark.parametrize("rate", [8_000, 22_050, 48_000])
def test_other_rates_become_ours_without_changing_level_or_length(rate):
    ours_S = tts._resample(tone(0.5, rate), rate)
    assert len(ours_S) == SAMPLE_RATE // 2
    np.testing.assert_allclose(ours_S, tone(0.5), atol=0.01)


def test_a_missing_engine_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(tts.TtsError, match="Install festival"):
        tts.speak("hello", tts.VOICES["kal-festival"])


@pytest.mark.parametrize("voice", tts.VOICES.values(), ids=str)
def test_an_installed_engine_speaks_the_same_twice(voice):
    program = "text2wave" if voice.engine == "festival" else voice.engine
    if shutil.which(program) is None:
        pytest.skip(f"{voice.engine} is not installed")
    first_S = tts.speak("hello there", voice)
    assert 0.4 * SAMPLE_RATE < len(tts.trim(first_S)) < 2 * SAMPLE_RATE
    np.testing.assert_array_equal(first_S, tts.speak("hello there", voice))
