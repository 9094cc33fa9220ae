"""The engine: a turn is in the library before it is announced, and a crash costs no turn and doubles none."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loudness import Pipeline
from made_media import beeps

from meetapp.engine import run
from meetapp.engine.resample import GRID_SAMPLES, Resampler, track_position
from meetapp.engine.resume import resume_point
from meetapp.engine.run import ProgressMeter, follow
from meetapp.engine.waiting import Waiter
from meetapp.events import (
    EngineStarted,
    EventReader,
    EventWriter,
    Finished,
    PartialChanged,
    Progress,
    TurnAdded,
)
from meetapp.meeting import create_at, events_path
from meetapp.store import open_library
from meetapp.store.meetings import add_meeting, get_meeting
from meetapp.store.turns import list_turns
from meetapp.tracks import TrackWriter
from sts_model.package import ModelPackageError
from sts_model.turns import Partial, Turn, Word, merge_turns


def load(_model, resume):
    return Pipeline(resume.start_samples, resume.next_turn_id)


def meeting_of(folder: Path, wave_S, rate=16_000, *, stop=True):
    create_at(folder, title="t", source="test")
    track = TrackWriter(folder, device="test", rate=rate)
    track.append((wave_S * 32767).astype(np.int16))
    if stop:
        track.stop()
    return track


def events_of(folder):
    return EventReader(events_path(folder)).read_new()


def turns_of(folder):
    return merge_turns([], [event.turn for event in events_of(folder) if isinstance(event, TurnAdded)])


def spans(turns):
    return [(turn.id, round(turn.start_s, 1), round(turn.end_s, 1)) for turn in turns]


BEEPS = [(0, 0.0, 1.0), (1, 2.0, 3.0), (2, 4.0, 5.0)]


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_a_complete_track_becomes_turns_then_finished(tmp_path, rate):
    meeting_of(tmp_path, beeps(3, rate=rate), rate)
    follow(tmp_path, tmp_path, load=load)
    events = events_of(tmp_path)
    assert spans(turns_of(tmp_path)) == BEEPS
    assert events[0] == EngineStarted("loudness") and events[-1] == Finished(6.0)
    assert [event.done_s for event in events if isinstance(event, Progress)][-1] == 6.0


def test_a_turn_is_in_the_library_before_it_is_announced(tmp_path, monkeypatch):
    meeting_of(tmp_path, beeps(3))
    stored_when_announced = []

    class Spy(EventWriter):
        def write(self, event):
            if isinstance(event, TurnAdded):
                with closing(sqlite3.connect(tmp_path / "library.sqlite")) as other:
                    ids = [row[0] for row in other.execute("SELECT id FROM turns")]
                stored_when_announced.append(event.turn.id in ids)
            super().write(event)

    monkeypatch.setattr(run, "EventWriter", Spy)
    with open_library(tmp_path / "library.sqlite") as library:
        meeting = add_meeting(library, tmp_path, "t")
        follow(tmp_path, tmp_path, library, meeting, load)
        assert stored_when_announced == [True] * 3
        assert list_turns(library, meeting) == turns_of(tmp_path)
        assert get_meeting(library, meeting).duration_s == 6.0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(crashes=st.lists(st.integers(160, 95_000), max_size=3), rate=st.sampled_from([16_000, 44_100]))
def test_crashes_anywhere_cost_no_turn_and_double_none(tmp_path_factory, crashes, rate):
    folder = tmp_path_factory.mktemp("m")
    meeting_of(folder, beeps(3, rate=rate), rate)
    with open_library(folder / "library.sqlite") as library:
        meeting = add_meeting(library, folder, "t")
        for crash_at in sorted(crashes):

            def load_fragile(_model, resume, crash_at=crash_at):
                return Pipeline(resume.start_samples, resume.next_turn_id, crash_at)

            with pytest.raises(RuntimeError):
                follow(folder, folder, library, meeting, load_fragile)
        follow(folder, folder, library, meeting, load)
        assert spans(turns_of(folder)) == BEEPS
        assert list_turns(library, meeting) == turns_of(folder)


def test_a_track_that_grows_is_followed_until_it_stops(tmp_path):
    wave_S = beeps(3)
    track = meeting_of(tmp_path, wave_S[:10_000], stop=False)
    engine = threading.Thread(target=follow, args=(tmp_path, tmp_path), kwargs={"load": load})
    engine.start()
    for block_S in np.array_split(wave_S[10_000:], 50):
        track.append((block_S * 32767).astype(np.int16))
    track.stop()
    engine.join(10)
    assert not engine.is_alive() and spans(turns_of(tmp_path)) == BEEPS


def test_a_recording_without_sound_finishes_without_turns(tmp_path):
    meeting_of(tmp_path, np.zeros(0, np.float32))
    follow(tmp_path, tmp_path, load=load)
    assert events_of(tmp_path)[-1] == Finished(0.0)


@pytest.mark.parametrize("with_track", [False, True])
def test_an_engine_whose_parent_has_died_does_not_wait_for_more_sound(tmp_path, with_track):
    if with_track:
        meeting_of(tmp_path, beeps(1), stop=False)
    # The middle process starts a waiting process and is gone; that one holds the pipe open until it has ended, too.
    waiting = "import sys; from pathlib import Path; from meetapp.engine.waiting import Waiter; waiter = Waiter()\n"
    waiting += "print('waits', flush=True)\n"
    waiting += "while waiter.wait(): pass" if with_track else "waiter.track_rate(Path(sys.argv[1]))"
    middle = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', *sys.argv[1:]], stdout=subprocess.PIPE, stderr=sys.stdout)\n"
        "child.stdout.readline()"
    )
    command = [sys.executable, "-c", middle, waiting, str(tmp_path)]
    assert subprocess.run(command, stdout=subprocess.PIPE, timeout=240, check=True).stdout == b""


def test_an_engine_that_loads_for_long_shows_signs_of_life(tmp_path):
    beaten, threads = threading.Semaphore(0), threading.active_count()

    def load_slowly(_model, _resume):
        assert all(beaten.acquire(timeout=60) for _ in range(3))
        raise ModelPackageError("no model")

    meeting_of(tmp_path, beeps(1))
    with pytest.raises(ModelPackageError):
        follow(tmp_path, tmp_path, load=load_slowly, waiter=Waiter(beaten.release))
    assert threading.active_count() == threads, "one that has loaded shows its own"


def beep(id, start, end, channel=0):
    return Turn(id, channel, 1, start, end, (Word("beep", start, end),))


def partial(start, channel=0, words=("beep",)):
    return PartialChanged(Partial(channel, start, tuple(Word(text, start, start + 160) for text in words)))


def test_without_a_past_the_engine_begins_at_the_beginning():
    assert resume_point([EngineStarted("m"), partial(800)], []).start_samples == 0


def test_the_engine_goes_on_after_the_last_final_turn():
    point = resume_point([partial(0), TurnAdded(beep(0, 0, 16_000)), TurnAdded(beep(1, 20_000, 48_100))], [])
    assert (point.start_samples, point.next_turn_id, point.unannounced) == (48_000, 2, ())


def test_the_engine_goes_back_to_a_turn_that_was_open_beside_the_last_final_one():
    long, short = partial(10_000, channel=0), TurnAdded(beep(0, 30_000, 40_000, channel=1))
    point = resume_point([long, partial(30_000, channel=1), short], [])
    assert (point.start_samples, point.next_turn_id) == (9_920, 1)
    assert point.repeats(beep(1, 30_080, 39_900, channel=0)), "the short turn, heard again, is known already"
    assert not point.repeats(beep(1, 10_000, 60_000, channel=0))


def test_a_partial_that_was_withdrawn_is_not_open():
    events = [TurnAdded(beep(0, 30_000, 40_000)), partial(10_000, 1), partial(10_000, 1, words=())]
    assert resume_point(events, []).start_samples == 40_000


def test_a_turn_in_the_library_that_no_event_tells_of_is_announced():
    first, second, revised = beep(0, 0, 8000), beep(1, 16_000, 24_000), Turn(0, 0, 2, 0, 8000, ())
    point = resume_point([TurnAdded(first)], [revised, second])
    assert point.unannounced == (revised, second) and point.next_turn_id == 2


@settings(deadline=None, max_examples=30)
@given(
    rate=st.sampled_from([8000, 11_025, 22_050, 44_100, 48_000, 96_000]),
    cuts=st.lists(st.integers(0, 9000), max_size=8),
)
def test_any_chunking_resamples_to_the_same_samples(rate, cuts):
    wave_S = np.random.default_rng(1).normal(0, 0.1, 9000).astype(np.float32)

    def resampled(pieces):
        resampler = Resampler(rate)
        return np.concatenate([*map(resampler.accept, pieces), resampler.finish()])

    whole_S = resampled([wave_S])
    np.testing.assert_array_equal(resampled(np.split(wave_S, sorted(cuts))), whole_S)
    assert abs(len(whole_S) - len(wave_S) * 16_000 / rate) <= 2


@given(steps=st.integers(0, 1_000_000), rate=st.sampled_from([8000, 16_000, 22_050, 44_100, 48_000]))
def test_a_place_on_the_grid_is_a_whole_sample_at_every_usual_rate(steps, rate):
    model_samples = steps * GRID_SAMPLES
    assert track_position(model_samples, rate) * 16_000 in range(
        model_samples * rate - 16_000, model_samples * rate + 1
    )
    assert rate % 100 or track_position(model_samples, rate) * 16_000 == model_samples * rate


def test_progress_is_told_at_most_four_times_a_second(tmp_path):
    meter = ProgressMeter(EventWriter(events_path(tmp_path)))
    for step in range(100):
        meter.worked(0.01, 0.1)
        meter.tell(step * 0.1, 10.0, now=100 + step * 0.01)
    told = events_of(tmp_path)
    assert len(told) == 4
    assert told[-1].rtf == pytest.approx(0.1)


def test_the_process_says_in_one_sentence_that_the_library_is_unusable(tmp_path):
    meeting_of(tmp_path, beeps(1))
    (tmp_path / "library.sqlite").write_text("Dear diary, " * 200)
    command = [
        sys.executable,
        "-P",
        "-m",
        "meetapp.engine",
        str(tmp_path),
        "--library",
        str(tmp_path / "library.sqlite"),
    ]
    done = subprocess.run([*command, "--meeting", "1"], capture_output=True, encoding="utf-8", timeout=240, check=False)
    assert done.returncode == 2
    (said,) = done.stderr.splitlines()
    assert said.startswith(f"The file {tmp_path / 'library.sqlite'} is not a meetapp library;")
    assert events_of(tmp_path)[-1].message == said
