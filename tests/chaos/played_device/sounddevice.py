"""Stands for the module `sounddevice`: its one input plays a file again and again, as fast as it is allowed to.

SOAK_SOUND is the file (16 bit, mono, SOAK_RATE Hz); SOAK_ALLOWED a file that says how many seconds may have been
played by now. Whatever else the recorder does, it does as with a device.
"""

import os
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

RATE = int(os.environ.get("SOAK_RATE", "16000"))
BLOCK = RATE // 10
MOST_WAITING = 100
AT_ONCE = 50
POLL_S = 0.01

PortAudioError = RuntimeError
default = SimpleNamespace(device=(0, -1))


def query_devices() -> list[dict[str, Any]]:
    return [{"name": "Played device", "index": 0, "max_input_channels": 1, "default_samplerate": float(RATE)}]


class RawInputStream:
    """Calls `callback` from a thread of its own, as PortAudio does."""

    def __init__(self, *, callback: Any, **_: object) -> None:
        self._callback = callback
        self._queue = callback.__self__._queue
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._play, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join()

    def _play(self) -> None:
        sound = Path(os.environ["SOAK_SOUND"]).read_bytes()
        size, at, played_s = 2 * BLOCK, 0, 0.0
        while not self._closed.is_set():
            # Behind what is allowed there is sound in real time, so that the device never falls silent.
            if self._queue.qsize() > MOST_WAITING:
                time.sleep(POLL_S)
                continue
            # Many at once: two threads that hand one another the interpreter for each block would wait for that alone.
            blocks = AT_ONCE if played_s < _allowed_s() else 1
            if blocks == 1:
                time.sleep(BLOCK / RATE)
            for _ in range(blocks):
                block = sound[at : at + size]
                at = at + size if at + 2 * size <= len(sound) else 0
                self._callback(block, BLOCK, None, SimpleNamespace(input_overflow=False))
            played_s += blocks * BLOCK / RATE


def _allowed_s() -> float:
    text = Path(os.environ["SOAK_ALLOWED"]).read_text(encoding="utf-8")
    return float(text or 0)
