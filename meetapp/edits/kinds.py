"""Edits: what a person changed in a meeting, one frozen dataclass a kind; what the model made is never touched.

An edit names turns by what its author saw of them, so that it finds them again when the meeting is recognised anew.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Seen:
    """A turn as it was shown when an edit was made."""

    id: int
    start_samples: int
    end_samples: int
    text: str


@dataclass(frozen=True)
class Voice:
    """A speaker as shown: the number, and some turns by which to know the same voice under another number."""

    number: int
    turns: tuple[Seen, ...] = ()


@dataclass(frozen=True)
class SetText:
    """The turn says `text`; no words take the turn away."""

    turn: Seen
    text: str


@dataclass(frozen=True)
class CheckWords:
    """Of the turn, the stretch that is `words` is right as it stands: a person has heard it."""

    turn: Seen
    words: Seen


@dataclass(frozen=True)
class SplitTurn:
    """The turn ends before its word number `word`, counted from 0, and a new one begins.

    Where the words are not those seen any more, it ends before the first that begins at `at_samples` or later.
    """

    turn: Seen
    word: int
    at_samples: int


@dataclass(frozen=True)
class MergeTurns:
    """The turns are one, of the speaker of the earliest."""

    turns: tuple[Seen, ...]


@dataclass(frozen=True)
class MoveTurns:
    """The turns are of `speaker`; `new` makes that a speaker whom the model did not tell apart."""

    turns: tuple[Seen, ...]
    speaker: Voice
    new: bool = False


@dataclass(frozen=True)
class SetTimes:
    """The turn lasts from one time to another; its words keep their own times, but none of them outside."""

    turn: Seen
    start_samples: int
    end_samples: int


@dataclass(frozen=True)
class DeleteTurns:
    """Nobody said these turns."""

    turns: tuple[Seen, ...]


@dataclass(frozen=True)
class AddTurn:
    """`speaker` said `text`, which the model did not hear; `new` makes that a new speaker."""

    start_samples: int
    end_samples: int
    speaker: Voice
    text: str
    channel: int = 0
    new: bool = False


@dataclass(frozen=True)
class RenameSpeaker:
    """The speaker is called `name`; an empty one takes the name back."""

    speaker: Voice
    name: str


@dataclass(frozen=True)
class MergeSpeakers:
    """All that `speaker` says, later too, is said by `into`."""

    speaker: Voice
    into: Voice


@dataclass(frozen=True)
class AddBookmark:
    """A place to come back to, with or without words; the edit's id is the bookmark's."""

    at_samples: int
    text: str = ""


@dataclass(frozen=True)
class RenameBookmark:
    """The bookmark says `text`."""

    bookmark: int
    text: str


@dataclass(frozen=True)
class RemoveBookmark:
    """The bookmark is gone."""

    bookmark: int


@dataclass(frozen=True)
class SetNotes:
    """The notes on the meeting are `text`, the whole of them."""

    text: str


@dataclass(frozen=True)
class Undo:
    """The action of that number does not count any more."""

    action: int


@dataclass(frozen=True)
class Redo:
    """The action of that number counts again."""

    action: int


Change = (
    SetText
    | CheckWords
    | SplitTurn
    | MergeTurns
    | MoveTurns
    | SetTimes
    | DeleteTurns
    | AddTurn
    | RenameSpeaker
    | MergeSpeakers
    | AddBookmark
    | RenameBookmark
    | RemoveBookmark
    | SetNotes
)
Edit = Change | Undo | Redo


@dataclass(frozen=True)
class Logged:
    """An edit as it was kept: numbered from 1 in its meeting, `created` in seconds since the epoch.

    Edits that a person made in one go share an `action`, the id of the first of them, and are undone together.
    """

    id: int
    action: int
    created: float
    edit: Edit
