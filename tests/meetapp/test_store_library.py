"""Tags and deletion: what a person gives a meeting is in its folder too, and what a person deletes is gone."""

import json

import pytest
from made_turns import turn

from meetapp import meeting as folders
from meetapp.edits import SetText, seen
from meetapp.errors import InputError
from meetapp.store import open_library
from meetapp.store.backup import back_up, list_backups
from meetapp.store.edits import add_edit
from meetapp.store.erase import erase_meeting
from meetapp.store.meetings import add_meeting, get_meeting, list_meetings, rename_meeting
from meetapp.store.search import search
from meetapp.store.tags import change_tags, set_tags, tags_by_meeting
from meetapp.store.turns import add_turn

SECRET = turn(0, "zanzibar is our codeword", 0.0, 2.0)


@pytest.fixture
def folder(tmp_path):
    made = folders.create(tmp_path, title="Plans", source="")
    (made / "tracks" / "0.pcm").write_bytes(b"\1\0" * 1000)
    return made


@pytest.fixture
def library(tmp_path):
    with open_library(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture
def meeting(library, folder):
    return add_meeting(library, folder, "Plans")


def test_tags_are_given_and_taken_away(library, meeting, folder):
    set_tags(library, meeting, ["work", " Berlin  office ", "Work", ""])
    assert tags_by_meeting(library) == {meeting: ("Berlin office", "work")}
    change_tags(library, meeting, add=["urgent"], remove=["WORK"])
    assert tags_by_meeting(library) == {meeting: ("Berlin office", "urgent")}
    assert folders.open_meeting(folder).tags == ("Berlin office", "urgent")
    set_tags(library, meeting, [])
    assert tags_by_meeting(library) == {} and folders.open_meeting(folder).tags == ()


def test_a_title_is_in_the_folder_too_and_takes_nothing_along(library, meeting, folder):
    set_tags(library, meeting, ["work"])
    before = folders.open_meeting(folder)
    rename_meeting(library, meeting, "Plans for May")
    assert get_meeting(library, meeting).title == "Plans for May"
    after = folders.open_meeting(folder)
    assert (after.title, after.created, after.tags) == ("Plans for May", before.created, ("work",))


def test_a_description_of_an_earlier_version_has_no_tags(folder):
    named = json.loads(folders.description_path(folder).read_text())
    del named["tags"]
    folders.description_path(folder).write_text(json.dumps(named))
    assert folders.open_meeting(folder).tags == ()


def test_a_meeting_whose_description_is_damaged_can_still_be_renamed(library, meeting, folder):
    folders.description_path(folder).write_text("{")
    rename_meeting(library, meeting, "New")
    assert get_meeting(library, meeting).title == "New" and folders.description_path(folder).read_text() == "{"


def test_of_a_deleted_meeting_nothing_is_left(library, meeting, folder, tmp_path):
    other = add_meeting(library, tmp_path / "other", "Other")
    add_turn(library, meeting, SECRET)
    add_turn(library, other, turn(0, "nothing special here", 0.0, 2.0))
    add_edit(library, meeting, SetText(seen(SECRET), "madagascar is our codeword"))
    set_tags(library, meeting, ["mauritius"])
    back_up(library.db, library.path)
    erase_meeting(library, meeting)
    assert not folder.exists() and search(library, "codeword") == []
    assert [row.id for row in list_meetings(library)] == [other] and len(search(library, "special")) == 1
    for file in tmp_path.rglob("*.sqlite*"):
        content = file.read_bytes()
        assert not any(word in content for word in (b"zanzibar", b"madagascar", b"mauritius")), file
    assert len(list_backups(library.path)) == 1


def test_a_meeting_without_its_folder_can_be_deleted(library, tmp_path):
    erase_meeting(library, add_meeting(library, tmp_path / "gone", "Gone"))
    assert list_meetings(library) == []


def test_a_folder_of_something_else_is_not_touched(library, tmp_path):
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "1.jpg").touch()
    with pytest.raises(InputError, match=r"not a meeting's folder.*\.$"):
        erase_meeting(library, add_meeting(library, photos, "Photos"))
    assert (photos / "1.jpg").exists() and len(list_meetings(library)) == 1
