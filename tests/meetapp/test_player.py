"""What the player makes of orders, without a device: routes, pace and pitch, tracks, and what it tells."""

import contextlib
import itertools
import json
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from meetapp.errors import DeviceError
from meetapp.player.output import Block
from meetapp.player.protocol import (
    Only,
    Open,
    Opened,
    Pause,
    Play,
    Position,
    Problem,
    Seek,
    SetSpeed,
    decode_order,
    decode_report,
    encode,
)
from meetapp.player.route import Route, route_through
from meetapp.player.run import Player
from meetapp.player.sound import open_sound
from meetapp.player.stretch import Stretcher
from meetapp.tracks import TrackWriter

RATE = 16_000


def tone(hz: float, seconds: float, rate: int = RATE) -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def put_track(folder: Path, wave_S: np.ndarray, *, track: int = 0, rate: int = RATE) -> None:
    writer = TrackWriter(folder, device="test", rate=rate, track=track)
    writer.append((wave_S * 32767).astype(np.int16))
    writer.stop()


def stretched(wave_S: np.ndarray, speed: float, first: int = 0) -> np.ndarray:
    maker = Stretcher(lambda at, count: wave_S[at : at + count], RATE, first, speed)
    blocks = []
    while len(block := maker.next_block()):
        blocks.append(block)
    return np.concatenate(blocks)


def pitch_hz(wave_S: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(wave_S * np.hanning(len(wave_S))))
    return float(np.argmax(spectrum) * RATE / len(wave_S))


# Pace


@given(st.floats(0.5, 2.0), st.floats(90, 400))
def test_another_pace_changes_the_length_and_not_the_pitch(speed, hz):
    heard = stretched(tone(hz, 2.0), speed)
    assert len(heard) / RATE == pytest.approx(2.0 / speed, abs=0.05)
    assert pitch_hz(heard) == pytest.approx(hz, abs=2.0)


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.25, 2.0])
def test_a_voice_like_sound_keeps_its_loudness(speed):
    voice = sum(tone(110 * n, 2.0) / n for n in range(1, 8)).astype(np.float32)
    heard = stretched(voice, speed)
    assert float(np.sqrt(np.mean(heard**2))) == pytest.approx(float(np.sqrt(np.mean(voice**2))), rel=0.1)


def test_at_its_own_pace_sound_is_untouched():
    wave = np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32)
    assert np.array_equal(stretched(wave, 1.0, first=1234)[: RATE - 1234], wave[1234:])


# Routes


SPANS = st.lists(st.tuples(st.floats(0, 60), st.floats(0, 5)), max_size=8).map(lambda all: [(a, a + b) for a, b in all])


@given(SPANS, st.floats(0, 70))
def test_a_route_leads_through_every_stretch_and_back(spans, at_s):
    route = route_through(spans, 100)
    sample = round(at_s * 100)
    found = route.sample(route.place(sample))
    inside = not spans or any(begin <= at_s < end for begin, end in spans)
    assert found == sample if inside else found >= 0
    for begin, _ in spans:
        assert route.sample(route.place(round(begin * 100))) == round(begin * 100)


@given(SPANS, st.integers(0, 4000), st.integers(1, 2000))
def test_pieces_follow_each_other_in_the_order_of_the_recording(spans, place, count):
    pieces = route_through(spans, 100).pieces(place, count)
    assert sum(samples for _, samples, _ in pieces) <= count
    assert all(a[0] + a[1] <= b[0] for a, b in itertools.pairwise(pieces))


def test_parts_are_faded_where_they_meet_and_nowhere_else():
    route = Route([(0, 10), (20, 30)])
    ones = np.ones(10, np.float32)
    first, second = route.faded(ones, 0, 0, 4), route.faded(ones, 20, 1, 4)
    assert first[0] == 1.0 and first[-1] < 0.2
    assert second[0] < 0.2 and second[-1] == 1.0


# Tracks


def test_tracks_are_mixed_whatever_their_rates(tmp_path):
    began_s = time.monotonic()
    first = TrackWriter(tmp_path, device="mic", rate=RATE, track=0, began_s=began_s)
    second = TrackWriter(tmp_path, device="loudspeaker", rate=48_000, track=1, began_s=began_s)
    for track, wave_S in ((first, tone(200, 1.0)), (second, tone(300, 2.0, 48_000))):
        track.append((wave_S * 32767).astype(np.int16))
        track.stop()
    sound = open_sound(tmp_path)
    assert (sound.rate, sound.duration_s) == (48_000, pytest.approx(2.0))
    spectrum = np.abs(np.fft.rfft(sound.read(0, 48_000)))
    assert sorted(np.argsort(spectrum)[-2:]) == [200, 300]
    assert len(sound.read(90_000, 48_000)) == 6_000


def test_a_compressed_track_is_played_like_any_other(tmp_path):
    (tmp_path / "tracks").mkdir()
    soundfile.write(tmp_path / "tracks" / "0.flac", tone(200, 1.0), RATE)
    sound = open_sound(tmp_path)
    assert sound.duration_s == 1.0
    assert np.allclose(sound.read(8000, 100), tone(200, 1.0)[8000:8100], atol=1e-3)
    sound.close()


def test_a_recording_that_grows_is_played_to_its_new_end(tmp_path):
    writer = TrackWriter(tmp_path, device="test", rate=RATE)
    writer.append(np.zeros(RATE, np.int16))
    sound = open_sound(tmp_path)
    writer.append(np.zeros(RATE, np.int16))
    assert sound.duration_s == 2.0
    assert len(sound.read(RATE, 2 * RATE)) == RATE
    writer.stop()


# What is said


@given(
    st.one_of(st.builds(Play, st.none() | st.floats(0, 1e6)), st.builds(SetSpeed, st.floats(0.5, 2)), st.just(Pause()))
)
def test_an_order_is_read_as_it_was_written(order):
    assert decode_order(encode(order)) == order


@given(SPANS)
def test_stretches_are_read_as_they_were_written(spans):
    assert decode_order(encode(Only(tuple(spans)))) == Only(tuple(spans))


@pytest.mark.parametrize(
    "line",
    [b"", b"[]", b'{"kind": "Sing"}', b'{"kind": "Seek", "at_s": -1}', b'{"kind": "SetSpeed", "speed": 9}', b"\xff"]
    + [json.dumps({"kind": "Play", "at_s": value}).encode() for value in ("1", True, float("nan"), float("inf"))],
)
def test_what_is_no_order_is_refused(line):
    with pytest.raises(ValueError):
        decode_order(line)


@given(st.binary(max_size=60))
def test_no_line_breaks_the_reader_of_reports(line):
    with contextlib.suppress(ValueError):
        decode_report(line)


# The loop, with a loudspeaker that a test hears


class Loudspeaker:
    """Takes what is queued when told to, at once."""

    def __init__(self, rate: int) -> None:
        self.rate, self.lost, self.closed = rate, False, False
        self._blocks: list[Block] = []
        self.heard: list[Block] = []

    @property
    def queued_s(self) -> float:
        return sum(len(block.wave) for block in self._blocks) / self.rate

    def put(self, block: Block) -> None:
        self._blocks.append(block)

    def drop(self) -> None:
        self._blocks.clear()

    def heard_s(self) -> float | None:
        return self.heard[-1].at_s + 0.02 * self.heard[-1].speed if self.heard else None

    def next_s(self) -> float | None:
        return self._blocks[0].at_s if self._blocks else None

    def close(self) -> None:
        self.closed = True

    def take(self) -> None:
        self.heard += self._blocks
        self._blocks.clear()


class Stage:
    """A player on a made meeting of five seconds, each with a tone of its own: 200, 300, 400, 500, 600 Hz."""

    def __init__(self, folder: Path) -> None:
        put_track(folder, np.concatenate([tone(200 + 100 * n, 1.0) for n in range(5)]))
        self.told: list = []
        self.speakers: list[Loudspeaker] = []
        self.player = Player(self.told.append, self._open)
        self.player.obey(Open(str(folder)))

    def _open(self, rate: int) -> Loudspeaker:
        self.speakers.append(Loudspeaker(rate))
        return self.speakers[-1]

    def play(self, *orders, until_s: float = 60.0) -> np.ndarray:
        """What is heard after `orders`, until it is over or lasts `until_s`."""
        for order in orders:
            self.player.obey(order)
        self.speakers[-1].heard.clear()
        while self.told[-1].playing and sum(len(b.wave) for b in self.speakers[-1].heard) < until_s * RATE:
            self.speakers[-1].take()
            self.player.tend(1e9)
        return np.concatenate([block.wave for block in self.speakers[-1].heard])


@pytest.fixture
def stage(tmp_path) -> Stage:
    return Stage(tmp_path)


def tones(heard: np.ndarray) -> list[int]:
    """The pitch of each half second, in hundreds of Hz."""
    return [round(pitch_hz(heard[at : at + RATE // 2]) / 100) for at in range(0, len(heard) - RATE // 4, RATE // 2)]


def test_the_meeting_is_played_from_where_one_asks_to_its_end(stage):
    assert stage.told[0] == Position(0.0, False, orders=1)
    assert stage.told[1] == Opened(5.0)
    heard = stage.play(Play(3.0))
    assert tones(heard) == [5, 5, 6, 6]
    assert stage.told[-1] == Position(pytest.approx(5.0, abs=0.03), False, orders=2)


def test_after_the_end_it_begins_anew(stage):
    stage.play(Play(4.5))
    assert tones(stage.play(Play(), until_s=1.0))[0] == 2


def test_only_a_speaker_is_heard_and_the_rest_is_skipped(stage):
    heard = stage.play(Only(((1.08, 1.85), (3.08, 3.85))), Play(0.0))
    assert tones(heard) == [3, 3, 5, 5]
    assert stage.told[-1].at_s == pytest.approx(4.0, abs=0.03)


def test_twice_the_pace_takes_half_the_time(stage):
    heard = stage.play(SetSpeed(2.0), Play(0.0))
    assert len(heard) / RATE == pytest.approx(2.5, abs=0.05)
    assert tones(heard) == [2, 3, 4, 5, 6]


def test_a_pause_keeps_the_place_and_another_place_is_taken_while_silent(stage):
    stage.play(Play(1.0), until_s=0.5)
    stage.player.obey(Pause())
    assert not stage.told[-1].playing
    assert stage.told[-1].at_s == pytest.approx(1.5, abs=0.15)
    stage.player.obey(Seek(4.0))
    assert stage.told[-1] == Position(4.0, False, orders=4)
    assert tones(stage.play(Play())) == [6, 6]


def test_the_device_is_given_back_after_a_long_pause(stage):
    stage.play(Play(0.0), until_s=0.2)
    stage.player.obey(Pause())
    stage.player.tend(1e9)
    assert stage.speakers[0].closed
    assert stage.player.wait_s is None


def test_playing_goes_on_elsewhere_when_the_device_goes_away(stage):
    stage.play(Play(2.0), until_s=0.2)
    stage.speakers[0].lost = True
    stage.player.tend(0.0)
    assert len(stage.speakers) == 2
    assert tones(stage.play())[-1] == 6


def test_no_loudspeaker_is_told_by_the_error_and_leaves_the_place(stage, monkeypatch):
    def fail(rate: int) -> Loudspeaker:
        raise DeviceError("No loudspeaker.")

    stage.player._open_output = fail
    with pytest.raises(DeviceError):
        stage.player.obey(Play(2.0))
    assert stage.told[-1] == Position(2.0, False, orders=2)


def test_a_meeting_without_sound_is_told_in_a_sentence(stage, tmp_path):
    stage.player.obey(Open(str(tmp_path / "empty")))
    stage.player.obey(Play(0.0))
    assert isinstance(stage.told[-1], Problem)


def test_a_track_that_is_compressed_meanwhile_is_played_all_the_same(stage, tmp_path):
    stage.play(Play(0.0), until_s=0.2)
    stage.player.obey(Pause())
    soundfile.write(tmp_path / "tracks" / "0.flac", open_sound(tmp_path).read(0, 5 * RATE), RATE)
    (tmp_path / "tracks" / "0.pcm").unlink()
    assert tones(stage.play(Play(4.0))) == [6, 6]
