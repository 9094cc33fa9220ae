"""Which edits count: undone and redone as people know it, though nothing is ever taken out of the list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meetapp.edits.kinds import Change, Logged, Redo, Undo


@dataclass(frozen=True)
class History:
    """Numbers of the actions that count and of those that may be done again, the next to undo or redo last."""

    done: tuple[int, ...]
    undone: tuple[int, ...]


def history(edits: Iterable[Logged]) -> History:
    """What a person may undo and redo after `edits`, which are in order; a new change forgets what was undone."""
    done: dict[int, None] = {}  # in the order of insertion
    undone: dict[int, None] = {}
    for logged in edits:
        if isinstance(logged.edit, Undo):
            _pass_on(logged.edit.action, done, undone)
        elif isinstance(logged.edit, Redo):
            _pass_on(logged.edit.action, undone, done)
        else:
            done[logged.action] = None
            undone.clear()
    return History(tuple(done), tuple(undone))


def in_force(edits: Sequence[Logged]) -> list[tuple[int, Change]]:
    """The changes that count, each with the id of its edit, in order."""
    done = set(history(edits).done)
    return [
        (logged.id, logged.edit)
        for logged in edits
        if not isinstance(logged.edit, Undo | Redo) and logged.action in done
    ]


def _pass_on(action: int, giver: dict[int, None], taker: dict[int, None]) -> None:
    if action in giver:
        del giver[action]
        taker[action] = None
