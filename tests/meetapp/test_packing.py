"""Compressing the sound of a meeting: the same samples in less room, and back again; nothing is removed unchecked."""

import subprocess
import sys
from array import array
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_turns import turn

from meetapp import meeting, paths
from meetapp.errors import InputError, StorageError
from meetapp.journal import has_sound
from meetapp.media import packing
from meetapp.player.sound import open_sound
from meetapp.store import open_library
from meetapp.store.meetings import list_meetings
from meetapp.store.turns import list_turns
from meetapp.tracks import TrackWriter
from meetapp.window import keeping
from meetapp.window.catalog import Entry
from meetapp.window.peaks import read_peaks

RATE = 16_000


def record(folder: Path, samples: np.ndarray, rate: int = RATE) -> Path:
    meeting.create_at(folder, title="Talk", source="mic")
    track = TrackWriter(folder, device="mic", rate=rate)
    track.append(array("h", samples.astype("<i2").tobytes()))
    track.stop()
    return folder


@given(st.lists(st.integers(-32768, 32767), min_size=1, max_size=500), st.sampled_from([8000, 16_000, 44_100, 48_000]))
def test_any_samples_come_back_as_they_were(tmp_path_factory, samples, rate):
    folder = record(tmp_path_factory.mktemp("m") / "talk", np.array(samples, np.int16), rate)
    track = folder / "tracks" / "0.pcm"
    before = track.read_bytes()
    packing.pack(folder)
    assert not track.exists() and (folder / "tracks" / "0.flac").exists()
    packing.unpack(folder)
    assert track.read_bytes() == before
    assert sorted(path.name for path in (folder / "tracks").iterdir()) == ["0.pcm"]


def speech() -> np.ndarray:
    time_S = np.arange(RATE * 20) / RATE
    return (8000 * np.sin(2 * np.pi * 220 * time_S) * (time_S % 2 < 1)).astype(np.int16)


def test_it_takes_less_room_is_played_as_before_and_has_its_waveform(tmp_path):
    folder = record(tmp_path / "talk", speech())
    size = (folder / "tracks" / "0.pcm").stat().st_size
    before, peaks = open_sound(folder), read_peaks(folder / "tracks" / "0.pcm", bins=20)
    heard = before.read(5000, 1000)
    packing.pack(folder)
    after = open_sound(folder)
    assert np.array_equal(after.read(5000, 1000), heard)
    assert (folder / "tracks" / "0.flac").stat().st_size < 0.6 * size
    assert (folder / "tracks" / "0.flac").stat().st_mode & 0o077 == 0
    assert read_peaks(folder / "tracks" / "0.pcm", bins=20) == pytest.approx(peaks, abs=0.02)


def test_a_track_that_did_not_come_through_stays(tmp_path, monkeypatch):
    folder = record(tmp_path / "talk", speech())
    monkeypatch.setattr(packing, "_is_same", lambda track, packed: False)
    with pytest.raises(StorageError, match="stays as it is"):
        packing.pack(folder)
    assert [path.name for path in (folder / "tracks").iterdir()] == ["0.pcm"]


def test_a_meeting_that_is_worked_on_is_left_alone(tmp_path):
    folder = record(tmp_path / "talk", speech())
    meeting.mark_in_progress(folder)
    with pytest.raises(InputError, match="still being worked on"):
        packing.pack(folder)
    done = subprocess.run(
        [sys.executable, "-m", "meetapp.media.packing", str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "still being worked on" in done.stderr and "Traceback" not in done.stderr


def test_the_window_compresses_and_makes_the_track_again_before_it_recognises(put_meeting, monkeypatch):
    number = put_meeting("Talk", [turn(0, "hello", 0, 1)])
    with open_library(paths.library()) as library:
        folder = list_meetings(library)[0].folder
    record(folder, speech())
    entry = Entry(number, folder, "Talk", "", 0.0, 20.0)
    keeping.compress_audio(entry)
    assert has_sound(folder) and not (folder / "tracks" / "0.pcm").exists()
    monkeypatch.setattr(keeping.supervisor, "start", lambda folder, **how: None)
    keeping.recognise_again(entry, "")
    assert (folder / "tracks" / "0.pcm").stat().st_size == 2 * len(speech())


def test_a_package_that_cannot_be_used_costs_no_text(put_meeting, tmp_path):
    number = put_meeting("Talk", [turn(0, "hello", 0, 1)])
    with open_library(paths.library()) as library:
        folder = list_meetings(library)[0].folder
        with pytest.raises(InputError, match="no model folder"):
            keeping.recognise_again(Entry(number, folder, "Talk", "", 0.0, 20.0), str(tmp_path / "gone"))
        assert [each.text for each in list_turns(library, number)] == ["hello"]
