"""The player with a loudspeaker that nobody hears: it takes sound as fast as time passes, and needs no device."""

import sys
import time

from meetapp.player.__main__ import main
from meetapp.player.output import Block


class SilentOutput:
    """Stands for the real one."""

    lost = False

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._blocks: list[Block] = []
        self._since_s = 0.0
        self._heard_s: float | None = None

    @property
    def queued_s(self) -> float:
        self._take()
        return sum(len(block.wave) for block in self._blocks) / self.rate

    def put(self, block: Block) -> None:
        if not self._blocks:
            self._since_s = time.monotonic()
        self._blocks.append(block)

    def drop(self) -> None:
        self._blocks, self._heard_s = [], None

    def heard_s(self) -> float | None:
        self._take()
        return self._heard_s

    def next_s(self) -> float | None:
        return self._blocks[0].at_s if self._blocks else None

    def close(self) -> None:
        self._blocks = []

    def _take(self) -> None:
        """Has heard whatever time has passed for."""
        while self._blocks and time.monotonic() - self._since_s >= len(self._blocks[0].wave) / self.rate:
            block = self._blocks.pop(0)
            lasts_s = len(block.wave) / self.rate
            self._since_s += lasts_s
            self._heard_s = block.at_s + lasts_s * block.speed


if __name__ == "__main__":
    sys.exit(main(SilentOutput))
