"""Judge: which turns are a track's own, and which are another track's sound that a microphone heard again."""

from collections.abc import Mapping

from meetapp.engine.bleed import AFTER_S, BEFORE_S, LEAST_S, LIKE, is_softer, likeness
from meetapp.engine.listener import Listener
from meetapp.journal import COMPUTER

PIECE_S = 4.0
"""A turn is bleed if each piece of about this length is: whoever answers in the same breath is heard."""

PATIENCE_S = 3.0
"""A turn waits for the other tracks' sound until its own track is so far beyond it: an input may be away."""


class Judge:
    """Looks at turns of all tracks; the engine's `listeners`, and what each hears (`sources`), may become more."""

    def __init__(self, listeners: Mapping[int, Listener], sources: Mapping[int, str]) -> None:
        self._listeners, self._sources = listeners, sources

    def suspects(self, track: int) -> bool:
        """Whether there is a track whose sound `track` may hear again."""
        return bool(self._others(track))

    def is_ready(self, track: int, end_s: float) -> bool:
        """Whether the sound that could explain a turn which ends then is there, or is not worth waiting for."""
        mine = self._listeners[track]
        if mine.is_done or mine.position_s >= end_s + PATIENCE_S:
            return True
        return all(self._listeners[other].knows(end_s + AFTER_S) for other in self._others(track))

    def is_bleed(self, track: int, start_s: float, end_s: float) -> bool:
        """Whether what `track` heard between two times is the sound of another track, all of it."""
        return any(self._explains(other, track, start_s, end_s) for other in self._others(track))

    def _others(self, track: int) -> list[int]:
        """Tracks that could be heard in `track`: nothing is heard in what the computer plays."""
        if self._sources.get(track) == COMPUTER:
            return []
        return [other for other in self._listeners if other != track]

    def _explains(self, other: int, track: int, start_s: float, end_s: float) -> bool:
        pieces = max(1, round((end_s - start_s) / PIECE_S))
        edges = [start_s + (end_s - start_s) * i / pieces for i in range(pieces + 1)]
        return all(self._alike(other, track, *edges[i : i + 2]) for i in range(pieces))

    def _alike(self, other: int, track: int, start_s: float, end_s: float) -> bool:
        more_s = max(0.0, LEAST_S - (end_s - start_s)) / 2
        start_s, end_s = start_s - more_s, end_s + more_s
        turn_S = self._listeners[track].span(start_s, end_s)
        other_S = self._listeners[other].span(start_s - BEFORE_S, end_s + AFTER_S)
        if self._sources.get(other) != COMPUTER and not is_softer(turn_S, other_S):
            return False
        return likeness(turn_S, other_S) >= LIKE
