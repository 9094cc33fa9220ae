"""What a system made of a recording, and the form of every system."""

from dataclasses import dataclass
from typing import Protocol

from sts_model.data.packs import Wave
from sts_model.evaluation.segments import Segment
from sts_model.evaluation.stability import Stability


@dataclass(frozen=True)
class Heard:
    """Segments, and the seconds they took once the system was loaded.

    `stability` is None for systems without partial results; `lookahead_s` is the algorithmic lookahead, which the
    marks of the segments leave out.
    """

    segments: tuple[Segment, ...]
    seconds: float
    stability: Stability | None = None
    lookahead_s: float = 0.0


class System(Protocol):
    """`hear` starts from a fresh state each time."""

    def hear(self, session_id: str, wave_S: Wave) -> Heard: ...
