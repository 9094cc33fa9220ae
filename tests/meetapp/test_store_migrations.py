"""Libraries of every earlier version open as they are, with all that was in them."""

import re
import shutil
from pathlib import Path

import pytest

from meetapp.edits import RenameSpeaker, SetNotes
from meetapp.store import open_library, schema
from meetapp.store.backup import list_backups
from meetapp.store.edit_journal import read_edits
from meetapp.store.edits import add_edit, edited_meeting, list_edits, undo
from meetapp.store.health import faults
from meetapp.store.meetings import list_meetings
from meetapp.store.people import speakers_by_meeting
from meetapp.store.search import search
from meetapp.store.turns import speaker_names

FIXTURES = {
    int(re.fullmatch(r"library-(\d+)", path.stem)[1]): path
    for path in (Path(__file__).parent / "fixtures").glob("library-*.sqlite")
}


@pytest.fixture(params=sorted(FIXTURES))
def path(request, tmp_path):
    return Path(shutil.copy(FIXTURES[request.param], tmp_path / "library.sqlite"))


def test_there_is_a_library_of_every_earlier_version():
    assert set(FIXTURES) == set(range(1, len(schema.MIGRATIONS)))


def test_everything_is_still_there(path):
    with open_library(path) as library:
        empty, budget = list_meetings(library)
        assert (empty.title, budget.title, budget.source, budget.duration_s) == ("Empty", "Budget", "Webcam", 5.5)
        shown = edited_meeting(library, budget.id)
        assert [each.text for each in shown.turns] == ["good morning", "the bugdet is closed", "what about the café"]
        assert shown.names == speaker_names(library, budget.id) == {1: 'Anna "A"'}
        assert [hit.turn for hit in search(library, "cafe")] == [2]
        assert speakers_by_meeting(library) == {budget.id: (1, 2)}
        assert library.db.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
    assert faults(path, thorough=True) == []


def test_the_old_library_is_kept_beside_it(path):
    before = path.read_bytes()
    open_library(path).close()
    (backup,) = list_backups(path)
    assert before != path.read_bytes() and faults(backup) == []


def test_a_name_of_an_earlier_version_can_be_undone_and_goes_into_the_folder_with_the_first_edit(path, tmp_path):
    with open_library(path) as library:
        budget = list_meetings(library)[1].id
        (tmp_path / "budget").mkdir()
        with library.writing() as db:
            db.execute("UPDATE meetings SET folder = ? WHERE id = ?", (str(tmp_path / "budget"), budget))
        add_edit(library, budget, SetNotes("new"))
        named, _ = list_edits(library, budget)
        assert isinstance(named.edit, RenameSpeaker) and read_edits(tmp_path / "budget") == list_edits(library, budget)
        undo(library, budget)
        assert undo(library, budget).names == {} == speaker_names(library, budget)
