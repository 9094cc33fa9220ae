"""Labels that are more likely wrong than right: kept with their certainty, told in files, and "maybe" in the window."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_turns import turn
from PySide6.QtCore import Qt

from meetapp import paths
from meetapp.events import TurnAdded, decode, encode
from meetapp.export import FORMATS, Transcript
from meetapp.store import open_library
from meetapp.store.edits import edited_meeting
from meetapp.store.turns import list_turns
from meetapp.window.main_window import MainWindow

UNSURE = replace(turn(0, "we move on friday", 0.5, 3), certainty=0.3)
SURE = replace(turn(1, "that is good", 4, 6, speaker=2), certainty=0.9)
OLD = turn(2, "yes", 7, 8)


@given(st.none() | st.floats(0, 1).map(lambda value: round(value, 2)))
def test_certainty_travels_with_the_turn(certainty):
    told = TurnAdded(replace(UNSURE, certainty=certainty))
    assert decode(encode(told)) == told


def test_it_is_kept_in_the_library_and_a_person_who_moves_a_turn_ends_the_doubt(put_meeting, show_window, qtbot):
    number = put_meeting("Roadmap", [UNSURE, SURE, OLD])
    with open_library(paths.library()) as library:
        assert [each.certainty for each in list_turns(library, number)] == [0.3, 0.9, None]
    window = show_window()
    qtbot.waitUntil(lambda: len(window.page.session.model.turns) == 3)
    assert names(window) == ["maybe Speaker 1", "Speaker 2", "Speaker 1"]
    view = window.page.transcript
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: names(window) == ["Speaker 2", "Speaker 2", "Speaker 1"])
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    with open_library(paths.library()) as library:
        assert edited_meeting(library, number).turns[0].certainty is None


def names(window: MainWindow) -> list[str]:
    """What stands over each row, as it is read out."""
    model = window.page.session.model
    said = [str(model.data(model.index(row))) for row in range(model.rowCount())]
    return [each.partition(" ")[2].partition(":")[0] for each in said]


@pytest.mark.parametrize("name", ["json", "seglst"])
def test_files_for_programs_tell_it(name):
    document = json.loads(FORMATS[name].render(Transcript("m", (UNSURE, OLD))))
    unsure, old = document["segments"] if name == "json" else document
    assert (unsure["speaker_probability"], old.get("speaker_probability")) == (0.3, None)
