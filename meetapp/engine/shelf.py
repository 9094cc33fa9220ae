"""Shelf: one meeting's place in the library, for an engine that would rather wait than lose a turn."""

from functools import partial
from pathlib import Path

from meetapp.engine.patience import until_free
from meetapp.engine.waiting import Waiter
from meetapp.store import Library
from meetapp.store.meetings import set_duration
from meetapp.store.turns import add_turn, list_turns
from sts_model.turns import Turn


class Shelf:
    """Keeps the turns of `meeting` in `library`, or none at all when there is no library.

    Every call may raise LibraryError: the library cannot be used, for another reason than being busy.
    """

    def __init__(self, library: Library | None, meeting: int, folder: Path, waiter: Waiter) -> None:
        self._library, self._meeting = library, meeting
        self._folder, self._waiter = folder, waiter

    def turns(self) -> list[Turn]:
        if self._library is None:
            return []
        return until_free(partial(list_turns, self._library, self._meeting), self._folder, self._waiter)

    def put(self, turn: Turn) -> None:
        """On disk when this returns."""
        if self._library is not None:
            until_free(partial(add_turn, self._library, self._meeting, turn), self._folder, self._waiter)

    def complete(self, duration_s: float) -> None:
        """Notes that there will be no more turns."""
        if self._library is not None:
            until_free(partial(set_duration, self._library, self._meeting, duration_s), self._folder, self._waiter)
