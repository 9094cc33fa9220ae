"""What the segmenter is set to, and what it remembers between steps."""

from dataclasses import dataclass, field

import numpy as np

from sts_model.search.result import HeardWord, Item
from sts_model.segmenter.open_turn import OpenTurn, Segment
from sts_model.segmenter.silence import Activity, SilenceConfig


@dataclass(frozen=True)
class SegmenterConfig:
    """When turns end without `<eot>`, and whether voices change channel; in encoder frames."""

    silence: SilenceConfig = field(default_factory=SilenceConfig)
    moving: bool = False
    """Whether the model was trained with the rule `solo`, where a voice may go over to the first channel."""
    join_frames: int = 25
    """A voice that goes over is heard again after at most so many frames."""
    longest_frames: int = 3000
    """A turn ends before the first word that begins so long after it (2 minutes), to be final at all."""

    def __post_init__(self) -> None:
        for name in ("join_frames", "longest_frames"):
            if getattr(self, name) < 1:
                raise ValueError(f"segmenter.{name} must be at least 1, not {getattr(self, name)}")


@dataclass(frozen=True)
class SegmenterState:
    """What each channel is in the middle of, and what waits for news of the other.

    Fields:
        waiting: of each channel, committed items that are not taken yet.
        settled: of each channel, the frame before which nothing more will be committed.
        partial: of each channel, what may change, as far as it is worth showing.
        said: words of the first channel of the last minute.
        closed: turns of the second channel that may still turn out to be copies.
        copied_turns, copied_words: what has been left out as copies so far.
    """

    turns: tuple[OpenTurn, ...] = (OpenTurn(), OpenTurn(lane=1))
    waiting: tuple[tuple[Item, ...], ...] = ((), ())
    settled: tuple[int, ...] = (0, 0)
    partial: tuple[tuple[Item, ...], ...] = ((), ())
    activity: Activity = field(default_factory=lambda: Activity(np.zeros((2, 0), bool)))
    said: tuple[HeardWord, ...] = ()
    closed: tuple[Segment, ...] = ()
    copied_turns: int = 0
    copied_words: int = 0
