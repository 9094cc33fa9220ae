"""An ear on the virtual loudspeaker: which tones are heard and when, of a meeting that has a tone for each second."""

import itertools
import os
import subprocess
import threading
import time
from pathlib import Path

import numpy as np
from virtual_microphone import RATE, VirtualMicrophone, wait_for

from meetapp.tracks import TrackWriter

TONES_HZ = (400, 700, 1000, 1300, 1600)
LISTEN_S = 0.02
LOUD = 0.05


def put_tones(folder: Path) -> None:
    """A track of five seconds, each with a tone of its own."""
    time_S = np.arange(16_000) / 16_000
    wave_S = np.concatenate([0.3 * np.sin(2 * np.pi * hz * time_S) for hz in TONES_HZ])
    track = TrackWriter(folder, device="test", rate=16_000)
    track.append((wave_S * 32767).astype(np.int16))
    track.stop()


class Ear:
    """Hears what the sink plays, block by block, each with the time at which it came."""

    def __init__(self, microphone: VirtualMicrophone) -> None:
        command = ["parec", f"--device={microphone.name}", "--latency-msec=10", "--format=float32le", "--channels=1"]
        command.append(f"--rate={RATE}")
        self._process = subprocess.Popen(command, env=os.environ | microphone.env, stdout=subprocess.PIPE)
        self.blocks: list[tuple[float, np.ndarray]] = []
        threading.Thread(target=self._listen, daemon=True).start()
        wait_for(lambda: self.blocks)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while data := self._process.stdout.read(round(LISTEN_S * RATE) * 4):
            self.blocks.append((time.monotonic(), np.frombuffer(data, "<f4")))

    def tones(self, since_s: float = 0.0) -> list[int]:
        """The tones heard since then, in order, each once however long it lasted; two blocks make a tone."""
        heard = [_tone(wave) for at_s, wave in self.blocks if at_s >= since_s]
        twice = [one for one, other in itertools.pairwise(heard) if one == other and one]
        return [tone for place, tone in enumerate(twice) if place == 0 or twice[place - 1] != tone]

    def first_heard_s(self, tone: int) -> float | None:
        """When that tone was heard for the first time; None before that."""
        return next((at_s for at_s, wave in self.blocks if _tone(wave) == tone), None)

    def loud_s(self, since_s: float) -> float:
        """How long there has been sound since then, silence in between not counted."""
        return LISTEN_S * sum(float(np.abs(wave).max()) > LOUD for at_s, wave in self.blocks if at_s >= since_s)

    def is_loud(self) -> bool:
        return float(np.abs(self.blocks[-1][1]).max()) > LOUD

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def _tone(wave: np.ndarray) -> int:
    """The tone that `wave` holds, in Hz; 0 for silence and for what is no tone."""
    if np.abs(wave).max() < LOUD:
        return 0
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave))))
    peak = np.argmax(spectrum) / len(wave) * RATE
    nearest = min(TONES_HZ, key=lambda hz: abs(hz - peak))
    return nearest if abs(nearest - peak) < 60 else 0
