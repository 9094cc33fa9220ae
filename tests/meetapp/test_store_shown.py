"""What is shown: after any edits, undone or not, and any turns of the model, searching and listing see the same."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from made_edits import changes
from made_turns import turn

from meetapp.edits import Undo
from meetapp.store import open_library
from meetapp.store.edit_journal import read_edits
from meetapp.store.edits import add_edit, add_edits, edited_meeting, list_edits, redo, undo
from meetapp.store.meetings import add_meeting
from meetapp.store.people import speakers_by_meeting
from meetapp.store.search import search
from meetapp.store.turns import add_turn, list_turns, replace_turns, speaker_names
from sts_model.wording import worded

WORDS = ("apple", "pear", "plum")
spoken = st.builds(
    turn,
    st.integers(0, 5),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    st.just(0.0),
    st.integers(1, 9).map(float),
    st.integers(1, 3),
)


class Meeting(RuleBasedStateMachine):
    """A meeting that the model and people change in any order; the library is opened anew now and then."""

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "library.sqlite"
        self.library = open_library(self.path)
        self.meeting = add_meeting(self.library, self.folder, "One")

    @rule(said=spoken)
    def model_says(self, said):
        add_turn(self.library, self.meeting, said)

    @rule(said=st.lists(spoken, max_size=4, unique_by=lambda each: each.id))
    def model_hears_anew(self, said):
        replace_turns(self.library, self.meeting, said)

    @rule(data=st.data())
    def person_changes(self, data):
        shown = edited_meeting(self.library, self.meeting).turns
        add_edits(self.library, self.meeting, data.draw(st.lists(changes(shown), min_size=1, max_size=2)))

    @rule()
    def person_undoes(self):
        undo(self.library, self.meeting)

    @rule()
    def person_redoes(self):
        redo(self.library, self.meeting)

    @rule(action=st.integers(0, 9))
    def person_undoes_out_of_order(self, action):
        add_edit(self.library, self.meeting, Undo(action))

    @rule()
    def program_starts_again(self):
        self.library.close()
        self.library = open_library(self.path)

    @invariant()
    def searching_and_listing_see_what_is_shown(self):
        shown = edited_meeting(self.library, self.meeting)
        texts = {each.id: worded(each, "readable").text.casefold().split() for each in shown.turns}
        for word in WORDS:
            hits = {hit.turn for hit in search(self.library, f"{word} {word}") if hit.snippet}
            assert {id for id, words in texts.items() if word in words} <= hits
            assert all(any(each.startswith(word) for each in texts[id]) for id in hits)
        assert speakers_by_meeting(self.library).get(self.meeting, ()) == tuple(
            sorted({each.speaker for each in shown.turns})
        )
        assert speaker_names(self.library, self.meeting) == shown.names

    @invariant()
    def folder_has_all_edits(self):
        assert read_edits(self.folder) == list_edits(self.library, self.meeting)
        assert len(list_turns(self.library, self.meeting)) <= 6

    def teardown(self):
        if hasattr(self, "library"):
            self.library.close()
            shutil.rmtree(self.folder)


TestMeeting = Meeting.TestCase
TestMeeting.settings = settings(max_examples=12, stateful_step_count=12)
