"""The engine with several tracks: one meeting's turns, nobody's words twice, and a crash costs none of them."""

import threading

import numpy as np
import pytest
from loudness import Pipeline
from made_media import beeps
from test_bleed import FAR_S, NEAR_S, in_a_room, part, speech
from test_engine import events_of, turns_of

from meetapp.engine.numbers import Numbers
from meetapp.engine.resume import CHANNELS, resume_point, track_of
from meetapp.engine.run import follow
from meetapp.events import BleedLeftOut, Finished, PartialChanged, Progress, TurnAdded
from meetapp.journal import COMPUTER
from meetapp.meeting import create_at
from meetapp.store import open_library
from meetapp.store.meetings import add_meeting
from meetapp.store.turns import list_turns
from meetapp.tracks import TrackWriter
from sts_model.turns import Turn

RATE = 16_000
__all__ = ["speech"]


def load(_model, resume):
    return Pipeline(resume.start_samples, resume.next_turn_id)


def begin(folder, sources, rates=(RATE, RATE)):
    """Empty tracks: the microphone, and others."""
    create_at(folder, title="t", source="test")
    return [
        TrackWriter(folder, device=f"device {track}", rate=rate, track=track, source=source)
        for track, (source, rate) in enumerate(zip(sources, rates, strict=True))
    ]


def put(folder, waves, sources=("", COMPUTER), rates=(RATE, RATE)):
    for writer, wave_S in zip(begin(folder, sources, rates), waves, strict=True):
        writer.append((np.clip(wave_S, -1, 1) * 32767).astype(np.int16))
        writer.stop()


def later(wave_S, by_s, rate=RATE):
    return np.concatenate([np.zeros(round(by_s * rate), wave_S.dtype), wave_S])


def tracks(turns):
    return [(track_of(turn.channel), round(turn.start_s, 1), turn.speaker) for turn in turns]


@pytest.fixture(name="bleeding")
def bleeding_tracks(speech):
    """Somebody far away speaks for 3 s, which the microphone hears too, then somebody near; no pause within a turn."""

    def lively(wave_S):
        return np.where(np.abs(wave_S) < 0.06, 0.06, wave_S)  # one turn for a pipeline that goes by loudness

    far_S, near_S = 0.25 * part(speech, FAR_S, FAR_S + 3), 0.1 * part(speech, NEAR_S, NEAR_S + 3)
    silence_S = np.zeros(RATE, np.float32)
    computer_S = np.concatenate([silence_S, lively(far_S), silence_S, 0 * near_S, silence_S])
    echo_S = np.roll(lively(in_a_room(far_S, seed=3) * 0.07), RATE // 10)
    return [np.concatenate([silence_S, echo_S, silence_S, lively(near_S), silence_S]), computer_S]


def test_the_turns_of_two_tracks_are_one_meeting(tmp_path):
    put(tmp_path, [beeps(2, on_s=0.5, off_s=3.5), later(beeps(1, rate=44_100), 1.5, 44_100)], rates=(RATE, 44_100))
    with open_library(tmp_path / "library.sqlite") as library:
        number = add_meeting(library, tmp_path, "t")
        follow(tmp_path, tmp_path, library, number, load)
        assert list_turns(library, number) == turns_of(tmp_path)
    assert tracks(turns_of(tmp_path)) == [(0, 0.0, 1), (1, 1.5, 2), (0, 4.0, 1)]
    assert sorted(turn.id for turn in turns_of(tmp_path)) == [0, 1, 2]
    assert [event for event in events_of(tmp_path) if isinstance(event, Finished)] == [Finished(8.0)]
    last = [event for event in events_of(tmp_path) if isinstance(event, Progress)][-1]
    assert last.done_s == last.available_s == 8.0


def test_what_the_microphone_hears_of_the_computer_is_no_turn(tmp_path, bleeding):
    put(tmp_path, bleeding)
    follow(tmp_path, tmp_path, load=load)
    assert tracks(turns_of(tmp_path)) == [(1, 1.0, 1), (0, 5.0, 2)]
    (left_out,) = [event for event in events_of(tmp_path) if isinstance(event, BleedLeftOut)]
    assert track_of(left_out.channel) == 0 and left_out.start_samples == pytest.approx(1.1 * RATE, abs=0.3 * RATE)


def test_of_two_microphones_each_keeps_its_own_speaker(tmp_path, bleeding):
    put(tmp_path, bleeding, sources=("", ""))
    follow(tmp_path, tmp_path, load=load)
    assert tracks(turns_of(tmp_path)) == [(1, 1.0, 1), (0, 5.0, 2)]


def test_bleed_is_not_shown_while_it_is_heard_either(tmp_path, bleeding):
    microphone, computer = begin(tmp_path, ("", COMPUTER))
    engine = threading.Thread(target=follow, args=(tmp_path, tmp_path), kwargs={"load": load})
    engine.start()
    for near_S, far_S in zip(*(np.array_split(wave_S, 40) for wave_S in bleeding), strict=True):
        computer.append((far_S * 32767).astype(np.int16))
        microphone.append((near_S * 32767).astype(np.int16))
    computer.stop(), microphone.stop()
    engine.join(60)
    assert not engine.is_alive() and tracks(turns_of(tmp_path)) == [(1, 1.0, 1), (0, 5.0, 2)]


def test_a_track_that_stays_away_holds_nothing_up_and_one_that_begins_late_is_heard(tmp_path):
    create_at(tmp_path, title="t", source="test")
    microphone = TrackWriter(tmp_path, device="mic", rate=RATE)
    engine = threading.Thread(target=follow, args=(tmp_path, tmp_path), kwargs={"load": load})
    engine.start()
    wave_S = (beeps(2) * 32767).astype(np.int16)
    microphone.append(wave_S[: 3 * RATE])
    computer = TrackWriter(tmp_path, device="computer", rate=RATE, track=1, source=COMPUTER)
    computer.append(np.zeros(RATE // 10, np.int16))
    microphone.append(wave_S[3 * RATE :])
    microphone.append(np.zeros(4 * RATE, np.int16))
    microphone.stop()
    while len(turns_of(tmp_path)) < 2:
        assert engine.is_alive()
    computer.append(wave_S)
    computer.stop()
    engine.join(60)
    heard = tracks(turns_of(tmp_path))
    assert [each for each in heard if each[0] == 0] == [(0, 0.0, 1), (0, 2.0, 1)]
    assert len([each for each in heard if each[0] == 1]) == 2 and {each[2] for each in heard if each[0] == 1} == {2}


@pytest.mark.parametrize("crash_at", [16_000, 40_000, 66_000, 90_000, 130_000])
def test_a_crash_anywhere_costs_no_turn_of_either_track_and_doubles_none(tmp_path, bleeding, crash_at):
    put(tmp_path, bleeding)

    def load_fragile(_model, resume):
        return Pipeline(resume.start_samples, resume.next_turn_id, crash_at)

    with open_library(tmp_path / "library.sqlite") as library:
        number = add_meeting(library, tmp_path, "t")
        with pytest.raises(RuntimeError):
            follow(tmp_path, tmp_path, library, number, load_fragile)
        follow(tmp_path, tmp_path, library, number, load)
        assert list_turns(library, number) == turns_of(tmp_path)
    assert tracks(turns_of(tmp_path)) == [(1, 1.0, 1), (0, 5.0, 2)]


def test_a_track_goes_on_after_bleed_that_was_left_out(tmp_path):
    far = Turn(0, CHANNELS, 1, 0, 100_000, ())
    events = [TurnAdded(far), BleedLeftOut(1, 1000, 80_000)]
    assert resume_point(events, [], 0).start_samples == 80_000 and not resume_point(events, [], 0).known
    assert resume_point(events, [], 1).start_samples == 99_840 + 160
    assert resume_point([*events, PartialChanged], [], 2).start_samples == 0


def test_a_speaker_keeps_the_number_also_when_the_pipelines_begin_to_count_again():
    def turn(track, id, speaker):
        return Turn(id, CHANNELS * track, speaker, 0, 100, ())

    numbers = Numbers([])
    spoke = [numbers.of(track, turn(track, id, speaker)) for track, id, speaker in [(0, 0, 1), (1, 0, 1), (0, 1, 2)]]
    assert [(each.id, each.speaker) for each in spoke] == [(0, 1), (1, 2), (2, 3)]
    assert numbers.of(1, turn(1, 0, 1)) == spoke[1], "a revision is the same turn"
    again = Numbers(spoke)
    heard = [again.of(track, turn(track, 0, speaker)) for track, speaker in [(1, 1), (0, 1)]]
    assert [(each.id, each.speaker) for each in heard] == [(3, 2), (4, 1)]
    assert again.of(0, turn(0, 1, 2)).speaker == 3 and again.of(1, turn(1, 1, 2)).speaker == 4
