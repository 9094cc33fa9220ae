"""Output: where turns go, of all tracks: judged, numbered, onto the shelf, then to whoever follows the events."""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from meetapp.engine.judge import Judge
from meetapp.engine.numbers import Numbers
from meetapp.engine.resume import CHANNELS, ResumePoint
from meetapp.engine.shelf import Shelf
from meetapp.events import BleedLeftOut, EventWriter, PartialChanged, TurnAdded
from sts_model.turns import Partial, Turn
from sts_model.units import samples, seconds

LOOK_AGAIN = samples(0.5)
"""Unfinished text is judged again when it has become so much longer."""


class Output:
    """What one track's pipeline says, in its order; a turn that cannot be judged yet holds up what comes after it."""

    def __init__(
        self, track: int, events: EventWriter, resume: ResumePoint, shelf: Shelf, numbers: Numbers, judge: Judge
    ) -> None:
        self._track, self._events, self._resume, self._shelf = track, events, resume, shelf
        self._numbers, self._judge = numbers, judge
        self._waiting: deque[Turn | Partial] = deque()
        self._left_out: set[int] = set()  # repeats and bleed; what is revised later stays so
        self._looked: dict[int, tuple[int, int, bool]] = {}  # channel -> start and end of a partial, whether bleed
        for turn in resume.unannounced:
            events.write(TurnAdded(turn))

    def put(self, results: Iterable[Turn | Partial]) -> None:
        self._waiting += results
        self.go_on()

    def go_on(self) -> None:
        """Passes on what can be judged by now."""
        while self._waiting and self._can_tell(self._waiting[0]):
            result = self._waiting.popleft()
            if isinstance(result, Turn):
                self._put_turn(result)
            else:
                self._put_partial(result)

    def _can_tell(self, result: Turn | Partial) -> bool:
        if isinstance(result, Partial) or self._is_judged(result):
            return True
        return self._judge.is_ready(self._track, result.end_s)

    def _is_judged(self, turn: Turn) -> bool:
        return turn.id in self._left_out or self._numbers.knows(self._track, turn.id)

    def _put_turn(self, turn: Turn) -> None:
        if turn.id in self._left_out or (not self._is_judged(turn) and self._is_left_out(turn)):
            self._left_out.add(turn.id)
            return
        numbered = self._numbers.of(self._track, replace(turn, channel=self._channel(turn.channel)))
        self._shelf.put(numbered)
        self._events.write(TurnAdded(numbered))

    def _is_left_out(self, turn: Turn) -> bool:
        if self._resume.repeats(turn):
            return True
        if not self._judge.is_bleed(self._track, turn.start_s, turn.end_s):
            return False
        self._events.write(BleedLeftOut(self._channel(turn.channel), turn.start_samples, turn.end_samples))
        return True

    def _put_partial(self, partial: Partial) -> None:
        channel = self._channel(partial.channel)
        was_hidden = self._looked.get(channel, (0, 0, False))[2]
        if partial.words and self._judge.suspects(self._track) and self._is_hidden(channel, partial):
            if not was_hidden:
                self._events.write(PartialChanged(Partial(channel, 0, ())))
            return
        if not partial.words:
            self._looked.pop(channel, None)
        self._events.write(PartialChanged(replace(partial, channel=channel)))

    def _is_hidden(self, channel: int, partial: Partial) -> bool:
        start, end = partial.start_samples, partial.words[-1].end_samples
        known_start, known_end, hidden = self._looked.get(channel, (-1, 0, False))
        if known_start != start or end - known_end >= LOOK_AGAIN:
            hidden = self._judge.is_bleed(self._track, seconds(start), seconds(end))
            self._looked[channel] = start, end, hidden
        return hidden

    def _channel(self, channel: int) -> int:
        return CHANNELS * self._track + channel
