"""Edits of any shape for tests: made as a person would from what is shown, or out of thin air."""

from hypothesis import strategies as st
from made_turns import turns as any_turn

from meetapp.edits import (
    AddBookmark,
    AddTurn,
    CheckWords,
    DeleteTurns,
    Logged,
    MergeSpeakers,
    MergeTurns,
    MoveTurns,
    Redo,
    RemoveBookmark,
    RenameBookmark,
    RenameSpeaker,
    SetNotes,
    SetText,
    SetTimes,
    SplitTurn,
    Undo,
    seen,
    voice,
)
from sts_model.turns import merge_turns

places = st.integers(0, 20_000 * 16_000)
texts = st.text(max_size=30) | st.text("ab ", max_size=12)
meetings = st.lists(any_turn(last_s=60), max_size=8).map(lambda some: merge_turns([], some))


@st.composite
def changes(draw, shown):
    """A change that is about turns and speakers among `shown`, or about one that was never there."""
    shown = [*shown, draw(any_turn(last_s=60))]
    one = st.sampled_from(shown).map(seen)
    some = st.lists(one, min_size=1, max_size=3).map(tuple)
    speaker = st.integers(1, 7).map(lambda number: voice(shown, number))
    return draw(
        st.builds(SetText, one, texts)
        | st.builds(CheckWords, one, one)
        | st.builds(SplitTurn, one, st.integers(-1, 5), places)
        | st.builds(MergeTurns, some)
        | st.builds(MoveTurns, some, speaker, st.booleans())
        | st.builds(SetTimes, one, places, places)
        | st.builds(DeleteTurns, some)
        | st.builds(AddTurn, places, places, speaker, texts, st.integers(0, 1), st.booleans())
        | st.builds(RenameSpeaker, speaker, texts)
        | st.builds(MergeSpeakers, speaker, speaker)
        | st.builds(AddBookmark, places, texts)
        | st.builds(RenameBookmark, st.integers(1, 9), texts)
        | st.builds(RemoveBookmark, st.integers(1, 9))
        | st.builds(SetNotes, texts)
    )


@st.composite
def logs(draw, shown, max_size=8):
    """Edits as they are kept, undone and redone ones among them."""
    steps = st.builds(Undo, st.integers(0, max_size)) | st.builds(Redo, st.integers(0, max_size))
    some = draw(st.lists(changes(shown) | steps, max_size=max_size))
    return log(*some)


def log(*edits):
    """Edits numbered from 1, each an action of its own."""
    return [Logged(id, id, 1000.0 + id, edit) for id, edit in enumerate(edits, start=1)]
