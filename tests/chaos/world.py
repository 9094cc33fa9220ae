"""World: a home with a library that is not empty, a virtual microphone that hears a known sound, and a real window."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from unittest import mock

import numpy as np
import psutil
import soundfile
from commands import HEARS_LOUDNESS
from file_keyring import FileKeyring
from known_sound import RATE, Wave
from listening import Ear
from virtual_microphone import VirtualMicrophone, pulse_server

from meetapp import meeting
from meetapp.encryption import switch
from meetapp.locks import holder
from meetapp.store import open_library
from meetapp.store.meetings import add_meeting, set_duration
from meetapp.store.turns import add_turn
from meetapp.tracks import TrackWriter
from sts_model.turns import Turn, Word

ROOT = Path(__file__).resolve().parents[2]
OLD_MEETINGS = 5
ATTACH_S = 120.0


@dataclass
class World:
    """Everything the processes under test find around them; the environment leads them here."""

    home: Path
    microphone: VirtualMicrophone
    ear: Ear

    @property
    def library(self) -> Path:
        return self.home / "library.sqlite"

    @property
    def meetings(self) -> Path:
        return self.home / "meetings"


@contextlib.contextmanager
def made_world(*, hears_loudness: bool, encrypted: bool = False) -> Iterator[World]:
    """A world of its own while the context lasts.

    Args:
        hears_loudness: a pipeline that makes a turn of whatever is loud stands in for the model.
        encrypted: the library is, and a file stands in for the keyring of the system.
    """
    with tempfile.TemporaryDirectory(prefix="chaos") as folder, pulse_server() as microphone:
        home, site = Path(folder) / "home", Path(folder) / "site"
        site.mkdir()
        if hears_loudness:
            (site / "sitecustomize.py").write_text(HEARS_LOUDNESS, encoding="utf-8")
        env = {**microphone.env, "MEETAPP_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
        env["PYTHONPATH"] = os.pathsep.join([str(site), str(ROOT), str(ROOT / "tests" / "meetapp")])
        env |= FileKeyring.environment(Path(folder) / "keyring.json")
        ear = Ear(microphone.name, microphone.env)
        try:
            world = World(home, microphone, ear)
            for number in range(OLD_MEETINGS):
                put_old_meeting(world, number)
            with mock.patch.dict(os.environ, env):
                if encrypted:
                    encrypt(Path(env["FILE_KEYRING"]))
                yield world
        finally:
            ear.close()


def put_old_meeting(world: World, number: int) -> None:
    """A complete meeting with a second of sound and a few turns."""
    folder = meeting.create(world.meetings, title=f"Old {number}", source="test")
    track = TrackWriter(folder, device="test", rate=16_000)
    track.append(np.random.default_rng(number).integers(-999, 999, 16_000).astype(np.int16))
    track.stop()
    with open_library(world.library) as library:
        row = add_meeting(library, folder, f"Old {number}", source="test")
        for turn in range(4):
            start = 4000 * turn
            add_turn(library, row, Turn(turn, 0, 1, start, start + 3000, (Word(f"word{turn}", start, start + 3000),)))
        set_duration(library, row, 1.0)


def encrypt(keyring: Path) -> None:
    """Encrypts the library, with a key in the file `keyring`."""
    keyring.write_text("{}", encoding="utf-8")
    switch.begin(lambda key: None)
    waiting = switch.convert_all(lambda name: None)
    assert not waiting, waiting


class Player:
    """Plays a wave to the microphone, once."""

    def __init__(self, world: World, wave_S: Wave) -> None:
        self._path = Path(tempfile.mkstemp(suffix=".wav", dir=world.home)[1])
        soundfile.write(self._path, wave_S, RATE, subtype="PCM_16")
        command = ["paplay", "--device=mic", "--latency-msec=4000", str(self._path)]
        self._process = subprocess.Popen(command, env=os.environ | world.microphone.env)
        self.began_s = time.monotonic()

    @property
    def played_s(self) -> float:
        """About how much has been heard."""
        return time.monotonic() - self.began_s

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._path.unlink()


@dataclass
class WindowDriver:
    """A window in a process of its own, told what to click by lines on its standard input."""

    process: "subprocess.Popen[bytes]"
    said: IO[bytes]
    started_s: float = field(default_factory=time.monotonic)

    @classmethod
    def start(cls, *arguments: str) -> "WindowDriver":
        log = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the process
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("window_driver.py")), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )
        return cls(process, log)

    def wait_live(self) -> Path:
        """The folder of the recording that this window shows as live, once it does."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            named = json.loads(line)
            if named.get("live"):
                return Path(named["live"])
        self.said.seek(0)
        raise AssertionError(f"the window ended: {self.said.read().decode()[-2000:]}")

    def tell(self, **order: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def process_of(folder: Path, role: str) -> psutil.Process | None:
    """Who acts as `role` for the meeting in `folder` now."""
    pid = holder(folder, role)  # type: ignore[arg-type]
    return psutil.Process(pid) if pid else None


def commit() -> str:
    """The commit that is measured."""
    words = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()
