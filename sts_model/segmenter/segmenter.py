"""Words and marks of two channels to turns: a lost `<sot>` or `<eot>` glues or loses nothing.

Turns end at `<eot>`, at the next `<sot>`, with silence or by length; they begin at `<sot>` or at a word without it.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sts_model.leakage import is_copy
from sts_model.search.result import HeardWord, Item, RowResult
from sts_model.segmenter.open_turn import OpenTurn, Segment
from sts_model.segmenter.silence import Active
from sts_model.segmenter.state import SegmenterConfig, SegmenterState
from sts_model.segmenter.taking import Taking, comes_over


class Segmenter:
    """A turn is final once given out: it waits until nothing that is still open could be a part of it."""

    def __init__(self, config: SegmenterConfig | None = None) -> None:
        self.config = config or SegmenterConfig()

    def initial_state(self) -> SegmenterState:
        return SegmenterState()

    def step(
        self,
        results: Sequence[RowResult],
        heard_frames: int,
        state: SegmenterState,
        active_NT: Active | None = None,
    ) -> tuple[list[Segment], SegmenterState]:
        """Turns that ended with the news of each channel, by start; `heard_frames` have been searched so far.

        Turns of the second channel that copy the first are left out: that one speaks whenever anybody does.

        Args:
            active_NT: whether a voice is on each channel in the frames since the step before; None: nobody knows.
        """
        if active_NT is None:
            active_NT = np.zeros((len(results), heard_frames - state.activity.stop), bool)
        news = replace(
            state,
            waiting=tuple((*old, *result.committed) for old, result in zip(state.waiting, results, strict=True)),
            settled=tuple(heard_frames if r.settled_frame is None else r.settled_frame for r in results),
            partial=tuple(result.partial[: result.stable] for result in results),
            activity=state.activity.heard(active_NT),
        )
        return self._taken(news, heard_frames, last=False)

    def finish(self, state: SegmenterState) -> tuple[list[Segment], SegmenterState]:
        """Turns that nothing has ended, or that waited for more to come; and the state after them."""
        channels = len(state.turns)
        over = replace(state, settled=(state.activity.stop,) * channels, partial=((),) * channels)
        return self._taken(over, state.activity.stop, last=True)

    def shown(self, state: SegmenterState) -> tuple[OpenTurn, ...]:
        """What is worth showing of the open turns, by lane; a copy of the first channel is not."""
        first, *others = state.turns
        ahead = [
            _first_turn((*waiting, *partial), bool(turn.words))
            for turn, waiting, partial in zip(state.turns, state.waiting, state.partial, strict=True)
        ]
        known = (*state.said, *ahead[0])
        lanes = {lane: OpenTurn(lane=lane) for lane in range(len(state.turns))}
        for turn, words in zip(others, ahead[1:], strict=True):
            longer = turn.with_words(words)
            if self.config.moving and not first.words and ahead[0] and comes_over(turn, ahead[0][0], self.config):
                first, longer = longer, OpenTurn()
            elif not is_copy(longer.words, known):
                lanes[longer.lane] = longer
        for segment in state.closed:
            if not is_copy(segment.words, known):
                lanes[segment.channel] = OpenTurn(segment.sot_frame, segment.words, segment.channel)
        if first.words or ahead[0]:
            lanes[first.lane] = first.with_words(ahead[0])
        return tuple(lanes.values())

    def _taken(self, state: SegmenterState, heard_frames: int, last: bool) -> tuple[list[Segment], SegmenterState]:
        taking = Taking(self.config, state)
        taking.take_all(last)
        ended = [replace(segment, known_frame=heard_frames) for segment in taking.ended]
        return sorted(ended, key=lambda segment: segment.start_frame), taking.state


def _first_turn(items: Sequence[Item], goes_on: bool) -> tuple[HeardWord, ...]:
    """Words of `items` up to the mark that ends their turn; what follows is shown once that turn has ended."""
    words: list[HeardWord] = []
    for item in items:
        if isinstance(item, HeardWord):
            words.append(item)
        elif words or goes_on:
            break
    return tuple(words)
