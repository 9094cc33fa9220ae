"""A meeting while edits are applied to it, one after the other."""

from dataclasses import dataclass, field

from sts_model.turns import Turn


@dataclass(frozen=True)
class Bookmark:
    """A place in the recording to come back to."""

    id: int
    at_samples: int
    text: str


@dataclass
class State:
    """Turns by id, names by speaker, bookmarks by id, and the notes."""

    turns: dict[int, Turn]
    names: dict[int, str]
    bookmarks: dict[int, Bookmark] = field(default_factory=dict)
    notes: str = ""

    def put(self, turn: Turn) -> None:
        """Puts `turn` in the place of the one of its id."""
        self.turns[turn.id] = turn

    def put_words(self, turn: Turn) -> None:
        """As `put`, but a turn that was left without words is gone."""
        self.turns[turn.id] = turn
        if not turn.words:
            del self.turns[turn.id]
