"""A part of a recording: the sound between two seconds, and a transcript with the times of the whole."""

import json
import math
import subprocess
import sys

import numpy as np
import pytest
from commands import meetapp
from hypothesis import given
from hypothesis import strategies as st
from made_media import beeps, cut, write_sound
from made_turns import turn

from meetapp.errors import InputError
from meetapp.events import EventReader, RecordingStopped, Trouble
from meetapp.meeting import create_at, events_path
from meetapp.part import WHOLE, Part
from meetapp.supervisor.__main__ import job_of, parse
from meetapp.tracks import TrackReader

times = st.floats(0, 1e4)


@given(st.lists(st.integers(1, 5000), max_size=20), times, times)
def test_blocks_of_any_length_give_the_same_part(lengths, start_s, length_s):
    part = Part(start_s / 1e4, start_s / 1e4 + 1e-3 + length_s / 1e4)
    whole_S, first, pieces = np.arange(sum(lengths)), 0, []
    for length in lengths:
        pieces.append(whole_S[first : first + length][part.within(first, length)])
        first += length
    wanted_S = whole_S[round(part.start_s * 16_000) : round(part.stop_s * 16_000)]
    assert np.concatenate([whole_S[:0], *pieces]).tolist() == wanted_S.tolist()


@pytest.mark.parametrize(
    ("start_s", "stop_s"), [(-1.0, 5.0), (2.0, 2.0), (3.0, 2.0), (math.nan, 2.0), (0.0, math.nan), (math.inf, math.inf)]
)
def test_a_part_that_is_nothing_is_refused(start_s, stop_s):
    with pytest.raises(InputError, match="starts at 0 seconds or later and stops after that"):
        Part(start_s, stop_s)


def test_children_are_told_of_a_part():
    part = Part(1.5, 4.0)
    told = job_of(parse(["F", "--media", "a.wav", *part.options()])).source
    assert list(told[-4:]) == ["--start", "1.5", "--stop", "4.0"] and WHOLE.options() == []


def test_words_are_moved_with_their_turn():
    (moved,) = Part(60.0).in_recording([turn(3, "one two", 1.0, 2.0)])
    assert moved == turn(3, "one two", 61.0, 62.0)
    assert WHOLE.in_recording([moved]) == (moved,)


@pytest.fixture
def folder(tmp_path):
    create_at(tmp_path / "m", title="t", source="")
    return tmp_path / "m"


def decode(sound, folder, part):
    """As the program does, in a process of its own: the decoder's limits end the process that passes them."""
    call = [sys.executable, "-m", "meetapp.media", sound, folder, *part.options()]
    subprocess.run(call, timeout=240, check=True)


def heard(folder):
    """Which half seconds of the meeting's track are loud, and its events."""
    wave_S = TrackReader(folder).read_new()
    assert len(wave_S) % 8000 == 0
    halves = np.abs(wave_S.reshape(-1, 8000).astype(np.float64)).mean(axis=1)
    return (halves > 0.1 * np.abs(wave_S).max()).tolist(), EventReader(events_path(folder)).read_new()


@pytest.mark.parametrize(("start_s", "stop_s"), [(0.5, 2.5), (1.5, 3.0), (2.0, 100.0), (7.5, math.inf), (0.0, 0.5)])
def test_the_sound_between_two_seconds_is_decoded(tmp_path, folder, start_s, stop_s):
    decode(write_sound(tmp_path / "a.flac", beeps(4)), folder, Part(start_s, stop_s))
    loud, events = heard(folder)
    assert loud == ([True, True, False, False] * 4)[round(start_s * 2) : round(min(stop_s, 8) * 2)]
    assert events[-1] == RecordingStopped(len(loud) / 2)


@pytest.mark.parametrize(("stop_s", "told"), [(2.0, 0), (20.0, 1)])
def test_a_file_that_is_cut_short_after_the_part_is_nothing_to_tell(tmp_path, folder, stop_s, told):
    decode(cut(write_sound(tmp_path / "a.wav", beeps(8)), 0.6), folder, Part(0.0, stop_s))
    events = EventReader(events_path(folder)).read_new()
    assert sum(isinstance(event, Trouble) for event in events) == told


def test_a_part_of_a_file_is_transcribed_at_the_times_of_the_file(tmp_path):
    sound = write_sound(tmp_path / "a.flac", beeps(4))
    done = meetapp("transcribe", sound, "--start", "1.5", "--stop", "5.5", "-f", "json", home=tmp_path)
    assert done.code == 0 and "a.flac: 4.0 s in" in done.err, done
    segments = json.loads(done.out)["segments"]
    assert [(each["start"], each["end"]) for each in segments] == [(2.0, 3.0), (4.0, 5.0)]
    assert [each["words"][0]["start"] for each in segments] == [2.0, 4.0]


def test_a_part_that_is_not_there_is_one_sentence(tmp_path):
    sound = write_sound(tmp_path / "a.flac", beeps(1))
    for options, words in (
        (("--start", "5"), "a.flac is over after 2.0 s: there is nothing from 5.0 s on.\n"),
        (
            ("--start", "3", "--stop", "2"),
            "A part starts at 0 seconds or later and stops after that, not 3.0 to 2.0.\n",
        ),
    ):
        done = meetapp("transcribe", sound, *options, home=tmp_path)
        assert (done.code, done.out, done.err) == (2, "", words)
