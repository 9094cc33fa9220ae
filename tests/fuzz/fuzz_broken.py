"""A kind whose program is broken in each way that a pool must notice; for the pool's own tests."""

import os
import random
import time
from pathlib import Path


class Broken:
    name = "broken"
    limit_s = 0.5
    limit_mb = 300

    def prepare(self, folder: Path) -> None:
        self._ways = [
            lambda: None,
            lambda: 1 / 0,
            lambda: os._exit(9),
            lambda: time.sleep(60),
            lambda: bytearray(b"x") * (400 << 20),
            self._toil,
        ]

    def run(self, rng: random.Random) -> str:
        rng.choice(self._ways)()
        return "read"

    def _toil(self) -> None:
        until_s = time.process_time() + 0.8
        while time.process_time() < until_s:
            pass
