"""Two inputs, the microphone and what the computer plays: a track each, on one timeline, in one real recorder."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from test_recorder import events, match, noise, tell
from virtual_microphone import RATE, VirtualMicrophone, loudspeaker, wait_for

from meetapp import paths
from meetapp.engine.resume import track_of
from meetapp.events import BleedLeftOut, LevelChanged, RecordingStarted, RecordingStopped, Trouble, TurnAdded
from meetapp.journal import COMPUTER, Gap, JournalReader, Start, is_stopped, samples_on_disk
from meetapp.tracks import TrackReader
from sts_model.simulation.spaces import TAPS, draw_space, responses
from sts_model.turns import merge_turns

DEMO = Path(__file__).parents[2] / "assets" / "demo" / "meeting.flac"
PLAYED_S, NEAR_S = 14.0, 42.0
LIMIT_S, LOADING_S = 60.0, 300.0
ALIGNED_S = 0.3
"""How far the tracks may be apart; bleed is looked for in a wider range."""


@pytest.fixture
def speaker(microphone: VirtualMicrophone) -> Iterator[VirtualMicrophone]:
    with loudspeaker(microphone):
        yield microphone


def start(folder: Path, second: str = "computer-sound") -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "meetapp.recorder", str(folder), "--input", "mic.monitor"]
    return subprocess.Popen([*command, "--second-input", second], stdin=subprocess.PIPE, stderr=subprocess.PIPE)


def recorded(folder: Path, track: int) -> np.ndarray:
    return TrackReader(folder, track=track).read_new().astype(np.float64)


def started(folder: Path, track: int) -> list[RecordingStarted]:
    return [event for event in events(folder, RecordingStarted) if event.track == track]


def gaps(folder: Path, track: int) -> list[Gap]:
    return [each for each in JournalReader(folder).read_new() if isinstance(each, Gap) and each.track == track]


def play_both(speaker: VirtualMicrophone, folder: Path, wave_S: np.ndarray) -> None:
    """The same to both sinks at once, until both tracks have it whole."""
    for player in [speaker.play(wave_S), speaker.play(wave_S, sink="speaker")]:
        assert player.wait(LIMIT_S) == 0
    for track in (0, 1):
        wait_for(lambda track=track: match(wave_S, recorded(folder, track))[1] > 0.999, LIMIT_S)


def end(recorder: "subprocess.Popen[bytes]") -> None:
    tell(recorder, "stop")
    assert recorder.wait(LIMIT_S) == 0


def apart_s(folder: Path, wave_S: np.ndarray) -> float:
    return (match(wave_S, recorded(folder, 1))[0] - match(wave_S, recorded(folder, 0))[0]) / RATE


def test_two_inputs_are_two_tracks_on_one_timeline(speaker: VirtualMicrophone, tmp_path):
    recorder, wave_S = start(tmp_path), noise(1.0)
    wait_for(lambda: started(tmp_path, 0) and started(tmp_path, 1), LIMIT_S)
    play_both(speaker, tmp_path, wave_S)
    end(recorder)
    assert abs(apart_s(tmp_path, wave_S)) < ALIGNED_S
    records = JournalReader(tmp_path).read_new()
    assert is_stopped(records, 0) and is_stopped(records, 1)
    assert [(each.track, each.source) for each in records if isinstance(each, Start)] == [(0, ""), (1, COMPUTER)]
    assert {event.track for event in events(tmp_path, LevelChanged)} == {0, 1}
    assert len(events(tmp_path, RecordingStopped)) == 1 and not events(tmp_path, Trouble)


def test_a_killed_recorder_loses_nothing_of_either_track_and_both_go_on_in_step(speaker: VirtualMicrophone, tmp_path):
    recorder = start(tmp_path)
    wait_for(lambda: started(tmp_path, 0) and started(tmp_path, 1), LIMIT_S)
    play_both(speaker, tmp_path, noise(0.7, seed=1))
    recorder.kill()
    recorder.wait()
    kept = [recorded(tmp_path, track) for track in (0, 1)]
    recorder, wave_S = start(tmp_path), noise(1.0, seed=2)
    wait_for(lambda: len(started(tmp_path, 0)) == len(started(tmp_path, 1)) == 2, LIMIT_S)
    play_both(speaker, tmp_path, wave_S)
    end(recorder)
    for track in (0, 1):
        np.testing.assert_array_equal(recorded(tmp_path, track)[: len(kept[track])], kept[track])
        assert gaps(tmp_path, track)[-1].lost_s > 0
    assert abs(apart_s(tmp_path, wave_S)) < ALIGNED_S


def test_paused_time_is_in_neither_track(speaker: VirtualMicrophone, tmp_path):
    recorder, wave_S = start(tmp_path), noise(1.0, seed=3)
    wait_for(lambda: started(tmp_path, 0) and started(tmp_path, 1), LIMIT_S)
    tell(recorder, "pause")
    wait_for(lambda: (tmp_path / "journal.jsonl").read_bytes().count(b'"pause"') == 2, LIMIT_S)
    secret_S = noise(0.5, seed=4)
    for player in [speaker.play(secret_S), speaker.play(secret_S, sink="speaker")]:
        assert player.wait(LIMIT_S) == 0
    tell(recorder, "resume")
    play_both(speaker, tmp_path, wave_S)
    end(recorder)
    assert all(match(secret_S, recorded(tmp_path, track))[1] < 0.1 for track in (0, 1))
    assert abs(apart_s(tmp_path, wave_S)) < ALIGNED_S


def test_a_second_input_that_cannot_be_had_costs_the_first_nothing(microphone: VirtualMicrophone, tmp_path):
    recorder, wave_S = start(tmp_path, "drum"), noise(1.0, seed=5)
    wait_for(lambda: events(tmp_path, Trouble) and started(tmp_path, 0), LIMIT_S)
    assert microphone.play(wave_S).wait(LIMIT_S) == 0
    wait_for(lambda: match(wave_S, recorded(tmp_path, 0))[1] > 0.9999, LIMIT_S)
    end(recorder)
    (trouble,) = events(tmp_path, Trouble)
    assert not trouble.fatal and trouble.message.startswith(
        "The second input is not recorded: There is no input 'drum'"
    )
    assert not gaps(tmp_path, 0) and not samples_on_disk(tmp_path, 1)


def test_what_the_loudspeaker_plays_into_the_microphone_is_said_once(speaker: VirtualMicrophone, home):
    sound_S, rate = soundfile.read(DEMO, frames=round(PLAYED_S * 16_000), dtype="float32")
    response_S = responses(draw_space(np.random.default_rng(5), ["loudspeaker"], near=False))["loudspeaker"][TAPS:]
    echo_S = np.convolve(sound_S, response_S)[: len(sound_S)]
    echo_S *= 0.3 * np.abs(sound_S).max() / np.abs(echo_S).max()
    silence_S = np.zeros(2 * rate, np.float32)
    near_S, _ = soundfile.read(DEMO, start=round(NEAR_S * rate), frames=6 * rate, dtype="float32")
    command = [sys.executable, "-m", "meetapp", "record", "--input", "mic.monitor", "--system-sound"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    (folder,) = wait_for(lambda: list(paths.meetings().glob("*")), LOADING_S)
    wait_for(lambda: started(folder, 0) and started(folder, 1), LOADING_S)
    players = [  # the echo last: on a busy machine the second player begins later, as an echo does
        speaker.play(sound_S, rate, sink="speaker"),
        speaker.play(np.concatenate([echo_S, silence_S, near_S]), rate),
    ]
    for player in players:
        assert player.wait(LOADING_S) == 0
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=LOADING_S)
    assert process.returncode == 0, err
    turns = merge_turns([], [event.turn for event in events(folder, TurnAdded)])
    far = [turn for turn in turns if track_of(turn.channel) == 1]
    near = [turn for turn in turns if track_of(turn.channel) == 0]
    assert sum(len(turn.words) for turn in far) >= 15 and max(turn.end_s for turn in far) < near[0].start_s
    assert near and events(folder, BleedLeftOut), "the microphone's own words, and no others"
    assert {turn.speaker for turn in far}.isdisjoint({turn.speaker for turn in near})
    assert len(out.splitlines()) >= len(turns)
