"""Where in a turn somebody else goes on: a change of speaker that no mark told of, found by voice."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.segmenter import Segment
from sts_model.speakers.clustering import stretch
from sts_model.speakers.limits import TrackerConfig
from sts_model.units import HOP, REDUCTION, SAMPLE_RATE

Frames = NDArray[np.float32]

SIDE_FRAMES = 150
"""Encoder frames on each side of a gap that are listened to, 6 s."""

FIRST_GAPS = 8
"""Gaps between words that are tried first; then those around the best of them."""


def parted(
    segment: Segment,
    voice_of: Callable[[int, int], Frames],
    embed: Callable[[Frames], NDArray[Any]],
    limits: TrackerConfig,
) -> list[Segment]:
    """The turn itself, or its parts, cut between words where the voices before and after are less alike than
    `limits.parted_below`.

    Args:
        voice_of: log-mel in which the turn's voice is heard from one encoder frame to before another.
        embed: its unit vector.
    """

    def likeness(gap: int) -> float | None:
        middle = (segment.words[gap].end_frame + 1 + segment.words[gap + 1].start_frame) // 2
        before = voice_of(max(segment.start_frame, middle - SIDE_FRAMES), middle)
        after = voice_of(middle, min(segment.end_frame + 1, middle + SIDE_FRAMES))
        seconds = [len(frames_LF) * HOP / SAMPLE_RATE for frames_LF in (before, after)]
        if min(seconds) < limits.parted_s:
            return None
        return float(embed(before) @ embed(after) * np.prod(stretch(np.array(seconds), limits.half_s)))

    if (segment.end_frame + 1 - segment.start_frame) * REDUCTION * HOP < 2 * limits.parted_s * SAMPLE_RATE:
        return [segment]
    found = least_alike(len(segment.words) - 1, likeness)
    if found is None or found[0] >= limits.parted_below:
        return [segment]
    return [part for half in segment.parted(found[1]) for part in parted(half, voice_of, embed, limits)]


def least_alike(gaps: int, likeness: Callable[[int], float | None]) -> tuple[float, int] | None:
    """The smallest likeness found and its gap, of 0 to `gaps` - 1; None where no gap has one.

    Each costs two embeddings: from the best of FIRST_GAPS spread over the turn, steps are halved towards better ones.
    """
    tried: dict[int, float | None] = {}

    def best(tries: list[int]) -> tuple[float, int] | None:
        for gap in tries:
            if 0 <= gap < gaps and gap not in tried:
                tried[gap] = likeness(gap)
        return min(((like, gap) for gap, like in tried.items() if like is not None), default=None)

    step = max(1, -(-gaps // FIRST_GAPS))
    found = best(list(range(step // 2, gaps, step)))
    while found is not None and step > 1:
        step = (step + 1) // 2
        found = best([found[1] - step, found[1] + step])
    return found
