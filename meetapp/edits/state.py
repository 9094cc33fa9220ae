"""A meeting while edits are applied to it, one after the other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sts_model.turns import Turn
from sts_model.units import samples

STRETCH = samples(30.0)
"""Turns are kept by the stretches of time that they touch, so that those of some time are found quickly."""

MOST_STRETCHES = samples(24 * 3600.0) // STRETCH


@dataclass(frozen=True)
class Bookmark:
    """A place in the recording to come back to."""

    id: int
    at_samples: int
    text: str


class Turns:
    """Turns by id, and by the time in which they are said."""

    def __init__(self, turns: Iterable[Turn]) -> None:
        self._by_id = {turn.id: turn for turn in turns}
        self._stretches: dict[int, set[int]] | None = None  # most edits find their turn by its id

    def __iter__(self) -> Iterator[Turn]:
        return iter(self._by_id.values())

    def get(self, id: int) -> Turn | None:
        return self._by_id.get(id)

    def put(self, turn: Turn) -> None:
        """Puts `turn` in the place of the one of its id."""
        self.remove(turn.id)
        self._by_id[turn.id] = turn
        if self._stretches is not None:
            self._note(turn)

    def put_words(self, turn: Turn) -> None:
        """As `put`, but a turn that was left without words is gone."""
        if turn.words:
            self.put(turn)
        else:
            self.remove(turn.id)

    def remove(self, id: int) -> None:
        """Takes the turn away, if there is one."""
        turn = self._by_id.pop(id, None)
        if turn is not None and self._stretches is not None:
            for stretch in _touched(turn.start_samples, turn.end_samples):
                self._stretches[stretch].discard(id)

    def around(self, start_samples: int, end_samples: int) -> list[Turn]:
        """Turns that are said then, and some shortly before or after, by id."""
        if self._stretches is None:
            self._stretches = {}
            for turn in self:
                self._note(turn)
        found: set[int] = set()
        for stretch in _touched(start_samples, end_samples):
            found |= self._stretches.get(stretch, set())
        return [self._by_id[id] for id in sorted(found)]

    def _note(self, turn: Turn) -> None:
        assert self._stretches is not None
        for stretch in _touched(turn.start_samples, turn.end_samples):
            self._stretches.setdefault(stretch, set()).add(turn.id)


@dataclass
class State:
    """Turns, names by speaker, bookmarks by id, and the notes."""

    turns: Turns
    names: dict[int, str]
    bookmarks: dict[int, Bookmark] = field(default_factory=dict)
    notes: str = ""


def _touched(start_samples: int, end_samples: int) -> range:
    """The stretches; of what lasts for longer than a day those of its first day alone."""
    first = start_samples // STRETCH
    return range(first, min(max(first, end_samples // STRETCH), first + MOST_STRETCHES) + 1)
