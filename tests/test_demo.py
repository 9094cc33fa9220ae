"""The demo is what its README says: one minute, four speakers, real overlap, true speech edges."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

DEMO = Path(__file__).resolve().parent.parent / "assets" / "demo"


@pytest.fixture(scope="module")
def turns():
    return json.loads((DEMO / "meeting.seglst.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def heard():
    wave_S, rate = soundfile.read(DEMO / "meeting.flac")
    assert rate == 16_000
    return wave_S


def overlap_s(one, other):
    return min(one["end_time"], other["end_time"]) - max(one["start_time"], other["start_time"])


def test_it_is_a_short_mono_meeting(heard):
    assert heard.ndim == 1
    assert 60 <= len(heard) / 16_000 <= 90
    assert 0.2 < np.abs(heard).max() < 1.0


def test_reference_is_plain_seglst(turns, heard):
    for turn in turns:
        assert set(turn) == {"session_id", "speaker", "start_time", "end_time", "words"}
        assert 0 <= turn["start_time"] < turn["end_time"] <= len(heard) / 16_000
        assert turn["words"] == turn["words"].lower().strip()
    assert [turn["start_time"] for turn in turns] == sorted(turn["start_time"] for turn in turns)


def test_at_least_three_speak_and_some_at_once(turns):
    assert len({turn["speaker"] for turn in turns}) >= 3
    overlaps = [overlap_s(one, other) for one, other in itertools.combinations(turns, 2)]
    assert sum(0.5 <= overlap <= 2.5 for overlap in overlaps) >= 5
    inside = [
        1
        for one, other in itertools.permutations(turns, 2)
        if one["start_time"] < other["start_time"] and other["end_time"] < one["end_time"]
    ]
    assert inside, "no back-channel inside a turn"


def test_a_speaker_never_overlaps_itself_and_never_do_three_speak(turns):
    for one, other in itertools.combinations(turns, 2):
        if one["speaker"] == other["speaker"]:
            assert overlap_s(one, other) <= 0
    for start in (turn["start_time"] for turn in turns):
        assert sum(turn["start_time"] <= start < turn["end_time"] for turn in turns) <= 2


def test_sound_is_where_the_reference_says(turns, heard):
    """Each turn is far louder than the pauses, at both of its edges."""
    speech = np.zeros(len(heard), dtype=bool)
    for turn in turns:
        speech[round(turn["start_time"] * 16_000) : round(turn["end_time"] * 16_000)] = True
    echo = np.convolve(speech, np.ones(4_800), mode="full")[: len(heard)] > 0
    floor = np.sqrt(np.square(heard[~speech & ~echo]).mean())
    for turn in turns:
        start, end = round(turn["start_time"] * 16_000), round(turn["end_time"] * 16_000)
        assert np.sqrt(np.square(heard[start : start + 3_200]).mean()) > 10 * floor
        assert np.sqrt(np.square(heard[end - 3_200 : end]).mean()) > 10 * floor
