"""Power cuts: the real recorder writes a meeting while the power fails at random moments; what is left is read."""

import json
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from unittest import mock

import numpy as np
from synced_disk import SyncedDisk

from meetapp import meeting
from meetapp.errors import InputError
from meetapp.journal import samples_on_disk
from meetapp.recorder import run
from meetapp.recorder.capture import Block
from meetapp.recorder.devices import AudioInput
from meetapp.recorder.run import Recording, Teller
from meetapp.recovery import find, repair
from meetapp.tracks import TrackReader

RATE = 16_000
BLOCK = RATE // 10
RECORDED_S = 40.0


@dataclass(frozen=True)
class Cut:
    """What one loss of power cost."""

    at_s: float
    lost_s: float
    readable: bool


class Clock:
    """Time that goes on with the sound."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class Microphone:
    """A queue of blocks that come at their own time; they spell `wave_S`."""

    def __init__(self, wave_S: np.ndarray, clock: Clock) -> None:
        self._wave_S, self._clock, self._at = wave_S, clock, 0

    def get(self, timeout: float = 0.0) -> object:
        if self._at >= len(self._wave_S):
            self._clock.now_s += timeout
            if self._at == len(self._wave_S):
                self._at += 1
                return "stop"
            raise Empty
        block_S = self._wave_S[self._at : self._at + BLOCK]
        self._at += len(block_S)
        self._clock.now_s += len(block_S) / RATE
        return Block(block_S.tobytes(), False, self._clock.now_s)

    def empty(self) -> bool:
        return self._at >= len(self._wave_S)


class SilentCapture:
    """Stands for the device, whose blocks come from elsewhere."""

    def __init__(self, *_: object) -> None:
        pass

    def close(self) -> None:
        pass


def cut_power(cuts: int, seed: int) -> list[Cut]:
    """What `cuts` losses of power at random moments of a recording cost."""
    rng = random.Random(seed)
    wave_S = np.random.default_rng(seed).integers(-9999, 9999, round(RECORDED_S * RATE)).astype(np.int16)
    changes = [0]

    def count(_disk: SyncedDisk, _at_s: float, _made: Path) -> None:
        changes[0] += 1

    _record(wave_S, count)
    moments = set(rng.sample(range(changes[0]), cuts))
    results: list[Cut] = []

    def maybe_cut(disk: SyncedDisk, at_s: float, made: Path) -> None:
        changes[0] -= 1
        if changes[0] in moments:
            after = made / f"after{len(results)}"
            disk.after_cut(after, rng, keep_some=rng.random() < 0.5)
            results.append(_judge(after, wave_S, at_s))

    _record(wave_S, maybe_cut)
    return results


def _record(wave_S: np.ndarray, on_change: Callable[[SyncedDisk, float, Path], None]) -> None:
    """Lets the real recorder's loop write a meeting; `on_change` is told of every change, the time and a folder."""
    clock = Clock()
    began_s = clock.now_s
    with tempfile.TemporaryDirectory() as made:
        root = Path(made) / "before"
        root.mkdir()
        disk = SyncedDisk(root, lambda disk: on_change(disk, clock.now_s - began_s, Path(made)))
        with mock.patch("time.monotonic", clock), mock.patch.object(run, "Capture", SilentCapture), disk.watching():
            folder = meeting.create(root / "meetings", title="Test", source="test")
            meeting.mark_in_progress(folder)
            microphone = AudioInput("mic", "Test", "portaudio", RATE)
            Recording(folder, microphone, Microphone(wave_S, clock), Teller(folder)).run()  # type: ignore[arg-type]


def _judge(root: Path, wave_S: np.ndarray, at_s: float) -> Cut:
    """Recovers what a cut left in `root`, as the next start would."""
    kept, readable = 0, True
    for found in find(root / "meetings"):
        try:
            repair(found.folder, "Recovered")
        except InputError:
            readable = samples_on_disk(found.folder) == 0
            continue
        heard_S = np.round(TrackReader(found.folder).read_new() * 32768).astype(np.int16)
        same = heard_S == wave_S[: len(heard_S)]
        kept = len(heard_S) if same.all() else int(np.argmin(same))
    return Cut(at_s, max(0.0, min(at_s, len(wave_S) / RATE) - kept / RATE), readable)


def summary(cuts: list[Cut]) -> dict[str, object]:
    return {
        "cuts": len(cuts),
        "worst_audio_loss_s": round(max(cut.lost_s for cut in cuts), 3),
        "unreadable": sum(not cut.readable for cut in cuts),
    }


if __name__ == "__main__":
    print(json.dumps(summary(cut_power(int(sys.argv[1]) if len(sys.argv) > 1 else 100, seed=1))))
