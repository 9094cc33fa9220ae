"""What the speaker tracker hears, remembers and answers: a turn's voice, turns by group, and who spoke."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

NONE = -1
"""The group of a turn that has none."""


@dataclass(frozen=True)
class Assignment:
    """The speaker of a turn, from 1, how sure that is, and earlier turns (by id) whose speaker is now another."""

    speaker: int
    certainty: float
    revisions: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Voice:
    """A turn as the tracker heard it: its voice vector, how much speech that is made of, and where the turn starts.

    `not_same` are turns that someone else spoke, because they overlap this one on another channel.
    """

    id: int
    vector_E: NDArray[Any]
    seconds: float
    start_s: float
    not_same: frozenset[int] = frozenset()


@dataclass(slots=True)
class Heard:
    """A turn as the tracker remembers it; `group` is its own name for a speaker, `told` the number that it gave."""

    id: int
    vector_E: NDArray[np.float16]
    weight: float
    start_s: float
    short: bool
    not_same: frozenset[int]
    group: int = NONE
    told: int = 0


@dataclass
class Group:
    """The sum of a speaker's vectors, each times its seconds; those seconds; and how many turns are in it."""

    sum_E: NDArray[np.float64]
    seconds: float = 0.0
    num_turns: int = 0
