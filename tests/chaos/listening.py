"""Listening: an ear beside the recorder, which knows at any moment what the microphone had heard until then."""

import os
import subprocess
import threading
import time

import numpy as np
from known_sound import PIECE_S, RATE, Wave, find

CHUNK_BYTES = 960  # 10 ms
HELD_S = 20.0


class Ear:
    """Hears the same source as the recorder under test, through another program, and keeps the last HELD_S."""

    def __init__(self, source: str, env: dict[str, str]) -> None:
        command = ["parec", f"--device={source}", "--latency-msec=10", "--format=s16le", "--channels=1"]
        self._process = subprocess.Popen(
            [*command, f"--rate={RATE}"], env=os.environ | env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._lock = threading.Lock()
        self._held = bytearray()
        self._heard = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def now(self) -> tuple[int, Wave]:
        """How many samples were heard so far, and the last PIECE_S of them."""
        with self._lock:
            tail = bytes(self._held[-2 * round(PIECE_S * RATE) :])
            heard = self._heard
        return heard, (np.frombuffer(tail, "<i2") / np.float32(32768)).astype(np.float32)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while data := os.read(self._process.stdout.fileno(), CHUNK_BYTES):
            with self._lock:
                self._held += data
                self._heard += len(data) // 2
                if len(self._held) > 4 * HELD_S * RATE:
                    del self._held[: round(2 * HELD_S * RATE)]


def played_by_now(ear: Ear, known_S: Wave, about: int, reach: int, limit_s: float = 3.0) -> int | None:
    """How many samples of `known_S` the microphone has heard; None when what it hears is something else."""
    give_up = time.monotonic() + limit_s
    while time.monotonic() < give_up:
        heard, piece_S = ear.now()
        if heard >= len(piece_S) > 0 and (at := find(piece_S, known_S, about, reach)) is not None:
            return at + len(piece_S)
        time.sleep(0.02)
    return None
