"""Kind: one sort of file that comes from outside, how a case of it is made, and what the program may do with it."""

import random
from pathlib import Path
from typing import Protocol


class Kind(Protocol):
    """A case is used up by `run`, which says "read" or "refused"; whatever it raises is a crash of the program.

    `limit_s` of processor time and `limit_mb` of memory are what one case may take.
    """

    name: str
    limit_s: float
    limit_mb: int

    def prepare(self, folder: Path) -> None:
        """Makes whole files to start from; `folder` is the worker's own, for whatever the cases need."""

    def run(self, rng: random.Random) -> str:
        """Makes the case that `rng` draws and gives it to the program."""
