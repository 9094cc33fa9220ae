"""The real player process plays through PortAudio, ALSA and PulseAudio: the right place is heard, and at once."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from ear import Ear, put_tones
from virtual_microphone import wait_for

from meetapp.player.protocol import (
    Only,
    Open,
    Opened,
    Order,
    Pause,
    Play,
    Position,
    Problem,
    SetSpeed,
    decode_report,
    encode,
)


class PlayerProcess:
    """`python -m meetapp.player`, with what it has reported."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "meetapp.player"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.reports: list = []
        self.positions: list[tuple[float, float]] = []
        """When one came while sound played, and what it told, in seconds."""
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.reports.append(report := decode_report(line))
            if isinstance(report, Position) and report.playing:
                self.positions.append((time.monotonic(), report.at_s))

    def say(self, *orders: Order) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(b"".join(encode(order) for order in orders))
        self._process.stdin.flush()

    def wait_for(self, kind: type) -> object:
        return wait_for(lambda: next((report for report in self.reports if isinstance(report, kind)), None))

    def close(self) -> int:
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(240)


@pytest.fixture
def meeting(tmp_path) -> Path:
    """Five seconds, each with a tone of its own."""
    put_tones(tmp_path)
    return tmp_path


@pytest.fixture
def player(ear: Ear, meeting: Path) -> Iterator[PlayerProcess]:
    player = PlayerProcess()
    player.say(Open(str(meeting)))
    assert player.wait_for(Opened) == Opened(5.0)
    yield player
    assert player.close() == 0


def is_over(player: PlayerProcess) -> bool:
    playing = [report.playing for report in player.reports if isinstance(report, Position)]
    return any(playing) and not playing[-1]


def test_the_right_place_is_heard_to_the_end(player: PlayerProcess, ear: Ear):
    player.say(Play(2.9))
    wait_for(lambda: is_over(player))
    assert ear.tones() == [1000, 1300, 1600]


def test_only_a_speaker_is_heard_and_at_twice_the_pace_in_the_same_pitch(player: PlayerProcess, ear: Ear):
    player.say(SetSpeed(2.0), Only(((1.1, 1.8), (3.1, 3.8))))
    began = time.monotonic()
    player.say(Play(0.0))
    wait_for(lambda: is_over(player))
    assert ear.tones(began) == [700, 1300]
    assert ear.loud_s(began) < 1.2, "1.4 s at twice the pace"


def test_sound_starts_jumps_and_stops_at_once(player: PlayerProcess, ear: Ear):
    player.say(Play(0.0))  # opens the device, as the first word that is clicked does
    wait_for(ear.is_loud)
    waits = {"stop": [], "start": [], "jump": []}
    for _ in range(3):
        began = time.monotonic()
        player.say(Play(4.0))
        wait_for(lambda began=began: 1600 in ear.tones(began))
        waits["jump"].append(time.monotonic() - began)
        began = time.monotonic()
        player.say(Pause())
        wait_for(lambda: not ear.is_loud())
        waits["stop"].append(time.monotonic() - began)
        began = time.monotonic()
        player.say(Play(0.0))
        wait_for(ear.is_loud)
        waits["start"].append(time.monotonic() - began)
    print({name: [round(each * 1000) for each in them] for name, them in waits.items()})
    # On an idle machine 50 to 90 ms, of which the ear's own buffers are 30; the bound is for a very busy one.
    assert all(min(each) < 1.0 for each in waits.values())


def test_what_is_told_is_what_is_heard(player: PlayerProcess, ear: Ear):
    player.say(Play(0.5))
    heard_s = wait_for(lambda: ear.first_heard_s(700))
    wait_for(lambda: player.positions[-1][0] > heard_s)
    came_s, told_s = next(each for each in player.positions if each[0] > heard_s)
    assert told_s - (came_s - heard_s) == pytest.approx(1.0, abs=0.3)


def test_without_a_loudspeaker_there_is_a_sentence_and_no_crash(meeting: Path, monkeypatch, tmp_path):
    monkeypatch.setenv("PULSE_SERVER", str(tmp_path / "no-server"))
    player = PlayerProcess()
    player.say(Open(str(meeting)), Play(0.0))
    assert "loudspeaker" in player.wait_for(Problem).sentence
    player.say(Pause())
    assert player.close() == 0


def test_a_line_that_is_no_order_is_passed_over(player: PlayerProcess):
    player._process.stdin.write(b"sing\n" + json.dumps({"kind": "Dance"}).encode() + b"\n")
    player.say(Open("/nowhere"))
    wait_for(lambda: player.reports[-1] == Opened(0.0))
