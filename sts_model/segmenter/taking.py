"""What was said, taken word by word and mark by mark in an order that no chunking changes.

Under the rule `solo` (`SegmenterConfig.moving`, see `sts_model.training.targets`) a voice that began on the second
channel goes on on the first once that is free, and puts out no mark there. So a turn of the second channel without
`<eot>` and words of the first without `<sot>`, soon after it, are one turn; and an `<eot>` of the first channel where
no turn is open is that of the turn of the second. No voice ever goes the other way.

The second channel waits for the first, so as to know copies of it; the first waits for the second only where a turn may
be on both. Neither waits longer than the search takes to settle.
"""

from dataclasses import replace

from sts_model.leakage import CLOSE_FRAMES, is_copy, same_word
from sts_model.search.result import HeardWord, Item, TurnMark
from sts_model.segmenter.open_turn import Ended, OpenTurn, Segment
from sts_model.segmenter.state import SegmenterConfig, SegmenterState
from sts_model.vocabulary import EOT, SOT

MEMORY_FRAMES = 1500
"""How long the first channel's words are remembered (a minute), to know copies of them."""

REPEATED_WORDS = 3
"""So many last words before a voice goes over may be heard again after it."""


def comes_over(turn: OpenTurn, word: HeardWord, config: SegmenterConfig) -> bool:
    """Whether `word`, on the free first channel and without `<sot>`, goes on with a turn of the second."""
    return bool(turn.words) and word.start_frame - turn.end_frame <= config.join_frames


class Taking:
    """One step: takes what waits as far as it may; leaves what has `ended`, and the `state` after it."""

    def __init__(self, config: SegmenterConfig, state: SegmenterState) -> None:
        self.ended: list[Segment] = []
        self._config, self._before = config, state
        self._turns, self._waiting = list(state.turns), [list(items) for items in state.waiting]
        self._said, self._closed = list(state.said), list(state.closed)
        self._copied_turns, self._copied_words = state.copied_turns, state.copied_words

    @property
    def state(self) -> SegmenterState:
        oldest = min(self._edge(0), self._before.activity.stop) - MEMORY_FRAMES
        return replace(
            self._before,
            turns=tuple(self._turns),
            waiting=tuple(tuple(items) for items in self._waiting),
            said=tuple(word for word in self._said if word.end_frame > oldest),
            closed=tuple(self._closed),
            copied_turns=self._copied_turns,
            copied_words=self._copied_words,
        )

    def take_all(self, last: bool) -> None:
        """Takes what may be taken; with `last`, all of it, and ends every turn."""
        while self._take_next():
            pass
        first, *others = (self._edge(channel) for channel in range(len(self._turns)))
        self._silence(0, min((first, *others)) if self._together else first)
        for channel, edge in enumerate(others, start=1):
            self._silence(channel, min(first, edge))
        if last:
            for channel in range(len(self._turns)):
                self._close(channel, "finish")
        self._release(last)

    def _edge(self, channel: int) -> int:
        """The frame up to which all of a channel has been taken: nothing that comes starts before it."""
        waiting = self._waiting[channel]
        return _start(waiting[0]) if waiting else self._before.settled[channel]

    def _take_next(self) -> bool:
        """Takes the next item of any channel that need not wait; whether there was one."""
        first = self._edge(0)
        for channel in range(1, len(self._turns)):
            if self._waiting[channel] and self._edge(channel) < first:
                self._take(channel, self._waiting[channel].pop(0))
                return True
        if not self._waiting[0]:
            return False
        if self._needs_others(self._waiting[0][0]):
            if min(self._edge(channel) for channel in range(1, len(self._turns))) < first:
                return False
            for channel in range(1, len(self._turns)):
                self._silence(channel, first)
        self._take(0, self._waiting[0].pop(0))
        return True

    @property
    def _together(self) -> bool:
        """Whether a turn is given out on another lane than its channel, so that the other channel must know of it."""
        return any(turn.words and turn.lane != channel for channel, turn in enumerate(self._turns))

    def _needs_others(self, item: Item) -> bool:
        if not self._config.moving or self._together:
            return self._together
        self._silence(0, _start(item))
        free = not self._turns[0].words and self._turns[0].marked is None
        return self._together or (free and not (isinstance(item, TurnMark) and item.token == SOT))

    def _take(self, channel: int, item: Item) -> None:
        if self._together:
            self._silence(0, _start(item))
        self._silence(channel, _start(item))
        if isinstance(item, TurnMark):
            self._take_mark(channel, item)
        else:
            self._take_word(channel, item)

    def _take_mark(self, channel: int, mark: TurnMark) -> None:
        moving_end = self._config.moving and channel == 0 and mark.token == EOT
        if moving_end and not self._turns[0].words and self._turns[0].marked is None:
            for other in range(1, len(self._turns)):
                turn = self._turns[other]
                if turn.words and mark.frame - turn.end_frame <= self._config.join_frames:
                    self._close(other, "eot", mark.frame)
                    return
        if mark.token == EOT:
            self._close(channel, "eot", mark.frame)
        else:
            self._close(channel, "next")
            self._turns[channel] = OpenTurn(mark.frame, lane=self._free_lane(channel))

    def _take_word(self, channel: int, word: HeardWord) -> None:
        turn = self._turns[channel]
        if channel == 0:
            if not turn.words and turn.marked is None and self._config.moving:
                turn = self._come_over(word) or turn
            self._said.append(word)
        if turn.words and word.start_frame - turn.start_frame >= self._config.longest_frames:
            self._close(channel, "length")
            turn = self._turns[channel]
        if not turn.words:
            turn = replace(turn, lane=self._free_lane(channel))
        repeats = turn.moved is not None and any(same_word(word, w) for w in turn.words[-REPEATED_WORDS:])
        if turn.moved is not None and repeats and word.start_frame - turn.moved <= CLOSE_FRAMES:
            self._copied_words += 1
        else:
            turn = turn.with_words((word,))
        self._turns[channel] = turn

    def _come_over(self, word: HeardWord) -> OpenTurn | None:
        """The turn of another channel that `word` goes on with, taken from there; a copy stays where it is."""
        for channel in range(1, len(self._turns)):
            turn = self._turns[channel]
            if comes_over(turn, word, self._config) and not is_copy(turn.words, self._said):
                self._turns[channel] = OpenTurn(lane=channel)
                return replace(turn, moved=word.start_frame)
        return None

    def _free_lane(self, channel: int) -> int:
        """The lane of a turn that begins now: its channel, unless a turn that went over is still on that."""
        taken = {turn.lane for other, turn in enumerate(self._turns) if other != channel and turn.words}
        return channel if channel not in taken else min({*range(len(self._turns))} - taken)

    def _silence(self, channel: int, frame: int) -> None:
        """Ends the turn of a channel if nothing can continue it of what begins at `frame` or later."""
        turn = self._turns[channel]
        if turn.words:
            activity, config = self._before.activity, self._config.silence
            if frame > activity.last_open_frame(channel, turn.end_frame, config):
                self._close(channel, "silence")

    def _close(self, channel: int, ended: Ended, eot_frame: int | None = None) -> None:
        turn = self._turns[channel]
        self._turns[channel] = OpenTurn(lane=channel)
        if turn.words:
            segment = turn.close(ended, eot_frame)
            (self.ended if channel == 0 else self._closed).append(segment)

    def _release(self, last: bool) -> None:
        """Gives out the turns of the second channel that are no copies, once all is known that they could copy."""
        waiting = []
        for segment in self._closed:
            if not last and segment.words[-1].start_frame + CLOSE_FRAMES >= self._edge(0):
                waiting.append(segment)
            elif is_copy(segment.words, self._said):
                self._copied_turns += 1
                self._copied_words += len(segment.words)
            else:
                self.ended.append(segment)
        self._closed = waiting


def _start(item: Item) -> int:
    return item.frame if isinstance(item, TurnMark) else item.start_frame
