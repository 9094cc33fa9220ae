"""The meeting as a person left it: what the model made, with every edit that counts applied in order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from meetapp.edits import on_turns
from meetapp.edits.find import find_speaker
from meetapp.edits.history import History, history, in_force
from meetapp.edits.kinds import (
    AddBookmark,
    AddTurn,
    Change,
    CheckWords,
    DeleteTurns,
    Logged,
    MergeSpeakers,
    MergeTurns,
    MoveTurns,
    RemoveBookmark,
    RenameBookmark,
    RenameSpeaker,
    SetNotes,
    SetText,
    SetTimes,
    SplitTurn,
)
from meetapp.edits.state import Bookmark, State, Turns
from sts_model.turns import Turn
from sts_model.turns import merge_turns as in_order


@dataclass(frozen=True)
class EditedMeeting:
    """Turns in order of start, names by speaker, bookmarks in order of time.

    `unapplied` are ids of edits that count but found nothing, or not all, of what they are about; `history` is what
    may be undone and redone.
    """

    turns: tuple[Turn, ...]
    names: dict[int, str]
    bookmarks: tuple[Bookmark, ...] = ()
    notes: str = ""
    unapplied: tuple[int, ...] = ()
    history: History = field(default=History((), ()), compare=False)

    @property
    def free_speaker(self) -> int:
        """The number that a new speaker gets."""
        return max([turn.speaker for turn in self.turns] + list(self.names), default=0) + 1


def edited(turns: Iterable[Turn], names: Mapping[int, str], edits: Sequence[Logged]) -> EditedMeeting:
    """`turns` and `names` of the model with `edits` applied; neither is changed.

    Whatever the edits are, this succeeds: one that finds no turn like the one it is about is told of in the result.
    """
    changes = in_force(edits)
    state = _start(turns, names, [change for _, change in changes])
    unapplied = tuple(id for id, change in changes if not _APPLY[type(change)](state, id, change))
    places = sorted(state.bookmarks.values(), key=lambda each: (each.at_samples, each.id))
    moved = any(isinstance(change, SetTimes) for _, change in changes)
    # Only now: a limit that was moved there and back takes no word's own times.
    shown = tuple(in_order([], map(on_turns.with_words_inside, state.turns) if moved else state.turns))
    return EditedMeeting(shown, state.names, tuple(places), state.notes, unapplied, history(edits))


def _start(turns: Iterable[Turn], names: Mapping[int, str], changes: Sequence[Change]) -> State:
    """What the model made; a speaker of the model's, found later, makes way for one that a person made before."""
    made = {change.speaker.number for change in changes if isinstance(change, MoveTurns | AddTurn) and change.new}
    found = {turn.id: turn for turn in turns}
    number = _numbers({turn.speaker for turn in found.values()} | set(names), made)
    shown = [
        turn if number[turn.speaker] == turn.speaker else replace(turn, speaker=number[turn.speaker])
        for turn in found.values()
    ]
    return State(Turns(shown), {number[speaker]: name for speaker, name in names.items()})


def _numbers(found: set[int], made: set[int]) -> dict[int, int]:
    """A number for each of `found`: its own, or the next that is free when it is one of `made`."""
    numbers: dict[int, int] = {}
    free = min(found, default=0)
    for number in sorted(found):
        free = max(free, number)
        while free in made:
            free += 1
        numbers[number] = free
        free += 1
    return numbers


def _rename_speaker(state: State, _id: int, edit: RenameSpeaker) -> bool:
    number, name = find_speaker(state.turns, edit.speaker), edit.name.strip()
    state.names.pop(number, None)
    if name:
        state.names[number] = name
    return True


def _merge_speakers(state: State, _id: int, edit: MergeSpeakers) -> bool:
    """All turns of one are the other's, who takes the name along when nameless."""
    gone, stays = find_speaker(state.turns, edit.speaker), find_speaker(state.turns, edit.into)
    if gone != stays:
        for turn in [turn for turn in state.turns if turn.speaker == gone]:
            state.turns.put(replace(turn, speaker=stays))
        name = state.names.pop(gone, "")
        if name:
            state.names.setdefault(stays, name)
    return True


def _add_bookmark(state: State, id: int, edit: AddBookmark) -> bool:
    state.bookmarks[id] = Bookmark(id, edit.at_samples, edit.text)
    return True


def _rename_bookmark(state: State, _id: int, edit: RenameBookmark) -> bool:
    bookmark = state.bookmarks.get(edit.bookmark)
    if bookmark is None:
        return False
    state.bookmarks[bookmark.id] = replace(bookmark, text=edit.text)
    return True


def _remove_bookmark(state: State, _id: int, edit: RemoveBookmark) -> bool:
    return state.bookmarks.pop(edit.bookmark, None) is not None


def _set_notes(state: State, _id: int, edit: SetNotes) -> bool:
    state.notes = edit.text
    return True


_APPLY: dict[type, Callable[[State, int, Any], bool]] = {
    SetText: on_turns.set_text,
    CheckWords: on_turns.check_words,
    SplitTurn: on_turns.split_turn,
    MergeTurns: on_turns.merge_turns,
    MoveTurns: on_turns.move_turns,
    SetTimes: on_turns.set_times,
    DeleteTurns: on_turns.delete_turns,
    AddTurn: on_turns.add_turn,
    RenameSpeaker: _rename_speaker,
    MergeSpeakers: _merge_speakers,
    AddBookmark: _add_bookmark,
    RenameBookmark: _rename_bookmark,
    RemoveBookmark: _remove_bookmark,
    SetNotes: _set_notes,
}
