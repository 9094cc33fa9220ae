"""Edits in the library: kept for good, in the folder too, undone after a restart, and found by search."""

import json
import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest
from commands import bound_by_file_modes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_edits import changes
from made_turns import turn

from meetapp import meeting as folders
from meetapp.edits import AddBookmark, MoveTurns, SetNotes, SetText, Voice, edited, seen, split_at
from meetapp.store import open_library
from meetapp.store.edit_journal import edits_path, read_edits
from meetapp.store.edits import (
    add_edit,
    add_edits,
    can_redo,
    can_undo,
    edited_meeting,
    list_edits,
    redo,
    rename_speaker,
    restore_edits,
    undo,
)
from meetapp.store.meetings import add_meeting
from meetapp.store.people import speakers_by_meeting
from meetapp.store.search import search
from meetapp.store.turns import add_turn, list_turns, replace_turns, speaker_names
from sts_model.turns import Word

SAID = [
    turn(0, "the bugdet is closed", 0.0, 4.0, speaker=1),
    turn(1, "who says so", 4.0, 6.0, speaker=2, channel=1),
]


@pytest.fixture
def folder(tmp_path):
    return folders.create(tmp_path, title="One", source="Webcam")


@pytest.fixture
def library(tmp_path):
    with open_library(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture
def meeting(library, folder):
    number = add_meeting(library, folder, "One")
    for each in SAID:
        add_turn(library, number, each)
    return number


def texts(edited):
    return [each.text for each in edited.turns]


def found(library, question):
    return [(hit.turn, hit.snippet) for hit in search(library, question)]


def test_an_edit_is_shown_and_the_turns_of_the_model_stay(library, meeting):
    shown = add_edit(library, meeting, SetText(seen(SAID[0]), "the budget is closed"))
    assert texts(shown) == ["the budget is closed", "who says so"] and shown == edited_meeting(library, meeting)
    assert list_turns(library, meeting) == SAID


def test_search_sees_the_edited_text_only(library, meeting):
    add_edit(library, meeting, SetText(seen(SAID[0]), "The budget, closed"))
    assert found(library, "budget") == [(0, "The [budget], closed")] and found(library, "bugdet") == []
    undo(library, meeting)
    assert found(library, "budget") == [] and found(library, "bugdet") == [(0, "the [bugdet] is closed")]


def test_search_finds_a_turn_that_an_edit_made(library, meeting):
    add_edit(library, meeting, split_at(SAID[0], SAID[0].words[2].start_samples))
    (hit,) = search(library, "closed")
    assert (hit.turn, hit.start_samples, hit.speaker) == (-1, SAID[0].words[2].start_samples, 1)


def test_search_finds_what_is_written_and_what_was_said(library, meeting):
    words = (
        Word("twenty", 0, 100, 1.0, "25"),
        Word("five", 100, 200, 1.0, ""),
        Word("people", 200, 300, 1.0, "people."),
    )
    add_turn(library, meeting, replace(SAID[0], words=words))
    assert found(library, "25 people") == [(0, "[25] [people].")]
    assert [turn for turn, _ in found(library, "twenty")] == [0]


def test_undo_and_redo_go_on_in_another_process(library, meeting):
    add_edit(library, meeting, SetText(seen(SAID[0]), "first"))
    add_edit(library, meeting, SetNotes("second"))
    code = (
        "import sys; from pathlib import Path; from meetapp.store import open_library\n"
        "from meetapp.store.edits import undo\n"
        "with open_library(Path(sys.argv[1])) as library: undo(library, 1); undo(library, 1)"
    )
    subprocess.run([sys.executable, "-c", code, str(library.path)], check=True, timeout=240)
    assert edited_meeting(library, meeting) == edited(SAID, {}, [])
    assert can_redo(library, meeting) and not can_undo(library, meeting)
    assert texts(redo(library, meeting))[0] == "first"
    assert redo(library, meeting).notes == "second"
    assert not can_redo(library, meeting) and can_undo(library, meeting)


def test_undo_and_redo_of_nothing_keep_nothing(library, meeting):
    assert undo(library, meeting) == redo(library, meeting) == edited(SAID, {}, [])
    assert list_edits(library, meeting) == []


def test_edits_of_one_action_are_undone_at_once(library, meeting):
    add_edit(library, meeting, SetNotes("before"))
    add_edits(library, meeting, [SetText(seen(SAID[0]), "a"), SetText(seen(SAID[1]), "b"), AddBookmark(5, "c")])
    shown = undo(library, meeting)
    assert (texts(shown), shown.bookmarks, shown.notes) == (texts(edited(SAID, {}, [])), (), "before")
    assert texts(redo(library, meeting)) == ["a", "b"]


def test_a_rename_is_an_edit_and_the_same_name_again_is_none(library, meeting):
    rename_speaker(library, meeting, 2, " Ben ")
    rename_speaker(library, meeting, 2, "Ben")
    assert speaker_names(library, meeting) == {2: "Ben"} and len(list_edits(library, meeting)) == 1
    undo(library, meeting)
    assert speaker_names(library, meeting) == {}


def test_speakers_are_listed_as_shown(library, meeting):
    add_edit(library, meeting, MoveTurns((seen(SAID[1]),), Voice(3), new=True))
    assert speakers_by_meeting(library) == {meeting: (1, 3)}


def test_edits_hold_for_what_the_model_says_later(library, meeting):
    add_edit(library, meeting, SetText(seen(SAID[0]), "the budget is closed"))
    add_turn(library, meeting, turn(2, "and open again", 7.0, 9.0, speaker=3))
    add_turn(library, meeting, replace(SAID[0], speaker=2))
    assert found(library, "budget") == [(0, "the [budget] is closed")] and found(library, "bugdet") == []
    assert found(library, "again") == [(2, "and open [again]")] and speakers_by_meeting(library) == {meeting: (2, 3)}


def test_edits_hold_for_a_meeting_recognised_anew(library, meeting):
    add_edit(library, meeting, SetText(seen(SAID[0]), "the budget is closed"))
    replace_turns(library, meeting, [turn(4, "a budge it is closed", 0.2, 4.1, speaker=1)])
    assert found(library, "budget") == [(4, "the [budget] is closed")] and found(library, "who") == []
    assert texts(edited_meeting(library, meeting)) == ["the budget is closed"]


def test_edits_are_never_changed(library, meeting):
    add_edit(library, meeting, SetNotes("a"))
    with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
        library.db.execute("UPDATE edits SET payload = '{}'")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_folder_has_every_edit_that_the_library_has(library, meeting, folder, data):
    add_edits(library, meeting, data.draw(st.lists(changes(SAID), min_size=1, max_size=4)))
    undo(library, meeting)
    assert read_edits(folder) == list_edits(library, meeting)


def test_a_library_made_again_from_the_folder_has_the_edits(library, meeting, folder, tmp_path):
    add_edit(library, meeting, SetText(seen(SAID[0]), "the budget is closed"))
    rename_speaker(library, meeting, 2, "Ben")
    undo(library, meeting)
    with open_library(tmp_path / "again.sqlite") as again:
        number = add_meeting(again, folder, "One")
        for each in SAID:
            add_turn(again, number, each)
        restored = restore_edits(again, number, read_edits(folder))
        assert restored == edited_meeting(library, meeting) and can_redo(again, number)
        assert speaker_names(again, number) == {} and found(again, "budget") == found(library, "budget")
        assert restore_edits(again, number, read_edits(folder)) == restored


def test_a_torn_line_is_passed_over_and_closed_off(library, meeting, folder):
    add_edit(library, meeting, SetNotes("a"))
    with edits_path(folder).open("a") as file:
        file.write('{"id":2,"action":2,"crea')
    add_edit(library, meeting, SetNotes("b"))
    assert read_edits(folder) == list_edits(library, meeting)


def test_an_edit_that_only_the_folder_has_gives_way_to_the_next(library, meeting, folder):
    add_edit(library, meeting, SetNotes("a"))
    with pytest.raises(ZeroDivisionError), library.writing():  # as a kill between the two writes
        add_lost(library, meeting)
    assert len(read_edits(folder)) == 2 and len(list_edits(library, meeting)) == 1
    add_edit(library, meeting, SetNotes("b"))
    assert read_edits(folder) == list_edits(library, meeting)


def add_lost(library, meeting):
    from meetapp.store import edit_journal
    from meetapp.store.meetings import get_meeting

    (last,) = list_edits(library, meeting)
    edit_journal.append_edits(get_meeting(library, meeting).folder, [replace(last, id=2, action=2)])
    raise ZeroDivisionError


@pytest.mark.parametrize("confirmed", [1, 7, 20])
def test_no_confirmed_edit_is_lost_with_a_process_that_is_killed(library, meeting, folder, confirmed):
    code = (
        "import sys; from pathlib import Path; from meetapp.store import open_library\n"
        "from meetapp.store.edits import add_edit; from meetapp.edits import SetNotes\n"
        "with open_library(Path(sys.argv[1])) as library:\n"
        "    for number in range(1, 10_000):\n"
        "        add_edit(library, 1, SetNotes(str(number)))\n"
        "        print(number, flush=True)"
    )
    command = [sys.executable, "-c", code, str(library.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        while int(process.stdout.readline()) < confirmed:
            pass
        process.kill()
        last = max([confirmed, *map(int, process.stdout.read().split())])
    kept = list_edits(library, meeting)
    assert len(kept) >= last and edited_meeting(library, meeting).notes == str(len(kept))
    assert read_edits(folder)[: len(kept)] == kept
    assert add_edit(library, meeting, SetNotes("after")).notes == "after"
    assert read_edits(folder) == list_edits(library, meeting)


def test_edits_of_several_processes_at_once_are_all_kept(library, meeting, folder):
    code = (
        "import sys; from pathlib import Path; from meetapp.store import open_library\n"
        "from meetapp.store.edits import add_edit; from meetapp.edits import AddBookmark\n"
        "with open_library(Path(sys.argv[1])) as library:\n"
        "    for number in range(10): add_edit(library, 1, AddBookmark(number, sys.argv[2]))"
    )
    started = [subprocess.Popen([sys.executable, "-c", code, str(library.path), name]) for name in "abc"]
    assert [process.wait(240) for process in started] == [0, 0, 0]
    kept = edited_meeting(library, meeting).bookmarks
    assert sorted((each.text, each.at_samples) for each in kept) == [(name, at) for name in "abc" for at in range(10)]
    assert read_edits(folder) == list_edits(library, meeting)


def test_an_edit_of_a_newer_version_stays_without_being_in_the_way(library, meeting):
    add_edit(library, meeting, SetNotes("a"))
    with library.writing() as db:
        db.execute("INSERT INTO edits VALUES (?, 2, 2, 0, 'PaintTurn', '{}')", (meeting,))
    add_edit(library, meeting, SetNotes("b"))
    assert [each.id for each in list_edits(library, meeting)] == [1, 3]
    assert edited_meeting(library, meeting).notes == "b"


def test_an_edit_that_the_disk_refuses_changes_nothing(tmp_path, folder):
    with open_library(tmp_path / "library.sqlite") as library:
        meeting = add_meeting(library, folder, "One")
        add_edit(library, meeting, SetNotes("a"))
    edits_path(folder).chmod(0o400)
    code = (
        "import sys; from pathlib import Path; from meetapp.store import open_library\n"
        "from meetapp.errors import StorageError\n"
        "from meetapp.store.edits import add_edit, edited_meeting; from meetapp.edits import SetNotes\n"
        "library = open_library(Path(sys.argv[1]))\n"
        "try: add_edit(library, 1, SetNotes('b'))\n"
        "except StorageError: print(edited_meeting(library, 1).notes)"
    )
    command = [*bound_by_file_modes(), sys.executable, "-c", code, str(tmp_path / "library.sqlite")]
    assert subprocess.check_output(command, encoding="utf-8", timeout=240) == "a\n"


def test_an_edit_without_a_folder_is_kept_in_the_library(library, tmp_path):
    meeting = add_meeting(library, tmp_path / "gone", "Gone")
    assert add_edit(library, meeting, SetNotes("kept")).notes == "kept"
    assert not (tmp_path / "gone").exists()


def test_text_that_no_file_can_hold_does_no_harm(library, meeting):
    shown = add_edit(library, meeting, SetText(seen(SAID[0]), "half \ud800 a \0 pair"))
    assert texts(shown)[0] == "half \ud800 a \0 pair" == texts(edited_meeting(library, meeting))[0]
    assert [turn for turn, _ in found(library, "half")] == [0]


def test_edits_are_private_and_readable_lines(library, meeting, folder):
    add_edit(library, meeting, AddBookmark(16_000, "decision"))
    assert edits_path(folder).stat().st_mode & 0o077 == 0
    (line,) = edits_path(folder).read_text().splitlines()
    assert json.loads(line)["edit"] == {"at_samples": 16_000, "text": "decision"}
