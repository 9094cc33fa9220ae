"""How much of the computer the engine takes: as many threads and as high a priority as it was given."""

import os
from dataclasses import replace

from meetapp import paths
from meetapp.hearing import Hearing
from meetapp.settings import load_what_can_be

LOW_PRIORITY = 10
"""Added to the niceness of a process that lets others go first; 19 is the most there is."""


def as_set(hearing: Hearing) -> Hearing:
    """`hearing` with what it leaves open as the user's settings say."""
    chosen, _ = load_what_can_be(paths.settings())
    return replace(
        hearing,
        effort=hearing.effort or chosen.effort,
        threads=hearing.threads or chosen.threads,
        low_priority=chosen.low_priority if hearing.low_priority is None else hearing.low_priority,
    )


def give_way(hearing: Hearing) -> None:
    """Takes no more of the computer than `hearing`, with nothing left open, allows; before torch is imported."""
    os.environ["OMP_NUM_THREADS"] = str(hearing.threads)
    if hearing.low_priority and hasattr(os, "nice"):
        os.nice(LOW_PRIORITY)
