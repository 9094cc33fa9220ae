"""Segmenter: words and turn marks of each channel to turns; a lost `<sot>` or `<eot>` glues or loses nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sts_model.leakage import is_copy
from sts_model.search.result import HeardWord, Item, RowResult, TurnMark
from sts_model.vocabulary import SOT

MEMORY_FRAMES = 1500
"""How long the first channel's words are remembered (a minute), to know copies of them."""

EARLY_FRAMES = 12
"""A `<sot>` at most this many frames (0.5 s) before the first word marks the start of the turn."""


@dataclass(frozen=True)
class SegmenterConfig:
    """Silence of `gap_frames` encoder frames ends a turn that has no `<eot>`."""

    gap_frames: int = 30

    def __post_init__(self) -> None:
        if self.gap_frames < 1:
            raise ValueError(f"segmenter.gap_frames must be at least 1, not {self.gap_frames}")


@dataclass(frozen=True)
class Segment:
    """A finished turn of a channel, in encoder frames, not yet given to a speaker; it has at least one word."""

    channel: int
    start_frame: int
    end_frame: int
    words: tuple[HeardWord, ...]


@dataclass(frozen=True)
class OpenTurn:
    """What one channel is in the middle of; `marked` is the frame of the last `<sot>`."""

    marked: int | None = None
    words: tuple[HeardWord, ...] = ()
    partial: tuple[HeardWord, ...] = ()

    @property
    def all_words(self) -> tuple[HeardWord, ...]:
        return self.words + self.partial

    @property
    def start_frame(self) -> int:
        first = self.all_words[0].start_frame
        marked = self.marked is not None and 0 <= first - self.marked <= EARLY_FRAMES
        return self.marked if marked and self.marked is not None else first


@dataclass(frozen=True)
class SegmenterState:
    """The open turn of each channel, and what the first channel said in its last MEMORY_FRAMES."""

    channels: tuple[OpenTurn, ...] = field(default=(OpenTurn(), OpenTurn()))
    said: tuple[HeardWord, ...] = ()

    @property
    def shown(self) -> tuple[OpenTurn, ...]:
        """The open turns as they are worth showing: a copy of the first channel is none."""
        first, *rest = self.channels
        known = self.said + first.all_words
        return (first, *(OpenTurn() if is_copy(turn.all_words, known) else turn for turn in rest))


class Segmenter:
    """Turns end at `<eot>`, at the next `<sot>` or after a gap; they begin at `<sot>` or a first word without it."""

    def __init__(self, config: SegmenterConfig | None = None) -> None:
        self.config = config or SegmenterConfig()

    def initial_state(self) -> SegmenterState:
        return SegmenterState()

    def step(
        self, results: Sequence[RowResult], heard_frames: int, state: SegmenterState
    ) -> tuple[list[Segment], SegmenterState]:
        """Turns that ended with the news of each channel, by start; `heard_frames` have been searched so far.

        Turns of other channels that copy the first are left out: that channel speaks whenever anybody does.
        """
        segments: list[Segment] = []
        after: list[OpenTurn] = []
        said = tuple(word for word in state.said if word.end_frame > heard_frames - MEMORY_FRAMES)
        for channel, (result, turn) in enumerate(zip(results, state.channels, strict=True)):
            for item in result.committed:
                ended, turn = self._take(channel, item, turn)
                segments += ended
            turn = OpenTurn(turn.marked, turn.words, _first_turn(result.partial))
            # Not before all later words are sure to start after the gap: else the chunking would decide.
            settled = heard_frames if result.settled_frame is None else result.settled_frame
            if turn.words and not turn.partial and settled - turn.words[-1].end_frame > self.config.gap_frames:
                segments.append(_closed(channel, turn))
                turn = OpenTurn()
            after.append(turn)
            if channel == 0:
                said += tuple(word for segment in segments for word in segment.words)
        kept = [segment for segment in segments if not self._copied(segment, said + after[0].all_words)]
        return sorted(kept, key=lambda segment: segment.start_frame), SegmenterState(tuple(after), said)

    def finish(self, state: SegmenterState) -> list[Segment]:
        """Turns that nothing has ended."""
        open_turns = [_closed(channel, turn) for channel, turn in enumerate(state.channels) if turn.words]
        return [segment for segment in open_turns if not self._copied(segment, state.said + state.channels[0].words)]

    def _copied(self, segment: Segment, said: Sequence[HeardWord]) -> bool:
        return segment.channel > 0 and is_copy(segment.words, said)

    def _take(self, channel: int, item: Item, turn: OpenTurn) -> tuple[list[Segment], OpenTurn]:
        if isinstance(item, TurnMark):
            ended = [_closed(channel, turn)] if turn.words else []
            return ended, OpenTurn(marked=item.frame if item.token == SOT else None)
        if turn.words and item.start_frame - turn.words[-1].end_frame > self.config.gap_frames:
            return [_closed(channel, turn)], OpenTurn(words=(item,))
        return [], OpenTurn(turn.marked, (*turn.words, item))


def _closed(channel: int, turn: OpenTurn) -> Segment:
    start = OpenTurn(turn.marked, turn.words).start_frame
    return Segment(channel, start, turn.words[-1].end_frame, turn.words)


def _first_turn(partial: Sequence[Item]) -> tuple[HeardWord, ...]:
    """Words of `partial` up to the mark that ends their turn; what follows is shown once that turn has ended."""
    words: list[HeardWord] = []
    for item in partial:
        if isinstance(item, HeardWord):
            words.append(item)
        elif words:
            break
    return tuple(words)
