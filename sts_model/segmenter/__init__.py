"""Segmenter: words and turn marks of each channel to turns."""

from sts_model.segmenter.open_turn import Ended, OpenTurn, Segment
from sts_model.segmenter.segmenter import Segmenter
from sts_model.segmenter.silence import Activity, SilenceConfig
from sts_model.segmenter.state import SegmenterConfig, SegmenterState

__all__ = [
    "Activity",
    "Ended",
    "OpenTurn",
    "Segment",
    "Segmenter",
    "SegmenterConfig",
    "SegmenterState",
    "SilenceConfig",
]
