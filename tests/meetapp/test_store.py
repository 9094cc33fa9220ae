"""The library: what was put in comes out, a doubled turn is one turn, and every failure is a sentence."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from commands import bound_by_file_modes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_turns import texts, turn, turns

from meetapp.errors import InputError
from meetapp.store import LibraryError, open_library, schema
from meetapp.store.edits import rename_speaker
from meetapp.store.meetings import (
    add_meeting,
    delete_meeting,
    get_meeting,
    list_meetings,
    rename_meeting,
    set_duration,
)
from meetapp.store.search import search
from meetapp.store.turns import add_turn, list_turns, speaker_names, unpack_words
from sts_model.turns import merge_turns


@pytest.fixture
def library(tmp_path):
    with open_library(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture
def meeting(library):
    return add_meeting(library, Path("/meetings/one"), "One")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(put=st.lists(turns(last_id=4, written=st.none() | st.just("") | texts), max_size=12))
def test_turns_come_back_by_id_in_order_of_start(library, put):
    meeting = add_meeting(library, Path("/meetings/any"), "Any")
    delete_meeting(library, meeting)
    meeting = add_meeting(library, Path("/meetings/any"), "Any")
    for each in put:
        add_turn(library, meeting, each)
        add_turn(library, meeting, each)
    assert list_turns(library, meeting) == merge_turns([], put)


def test_turns_survive_reopening_the_library(tmp_path):
    path = tmp_path / "library.sqlite"
    with open_library(path) as library:
        meeting = add_meeting(library, Path("/m"), "M")
        add_turn(library, meeting, turn(0, "good morning"))
    with open_library(path) as library:
        assert [each.text for each in list_turns(library, meeting)] == ["good morning"]


def test_a_turn_is_on_disk_once_add_turn_returns(library, meeting):
    add_turn(library, meeting, turn(0, "kept"))
    with closing(sqlite3.connect(library.path)) as other:
        assert other.execute("SELECT text FROM turns").fetchall() == [("kept",)]


@pytest.mark.parametrize("words", ["", "5", "null", "[5]", '[["half", 0]]', '[["late", "0", 1, 1.0]]', "["])
def test_a_row_that_does_not_hold_words_is_damage_even_after_it_was_read(library, meeting, words):
    add_turn(library, meeting, turn(0, "whole"))
    assert [each.text for each in list_turns(library, meeting)] == ["whole"]
    library.db.execute("UPDATE turns SET words = ?", (words,))
    for _ in range(2):
        with pytest.raises(LibraryError, match="damaged"):
            list_turns(library, meeting)


def test_only_changed_turns_are_unpacked_when_a_meeting_is_read_again(library, meeting):
    for number in range(20):
        add_turn(library, meeting, turn(number, f"said {number}", number, number + 1))
    first = list_turns(library, meeting)
    add_turn(library, meeting, turn(7, "said otherwise", 7, 8))
    unpacked = unpack_words.cache_info().misses
    again = list_turns(library, meeting)
    assert unpack_words.cache_info().misses == unpacked + 1
    changed = [one.id for one, other in zip(first, again, strict=True) if one.words is not other.words]
    assert changed == [7]


def test_a_folder_is_one_meeting_however_often_it_is_added(library):
    first = add_meeting(library, Path("/m"), "First", source="Webcam", created=5.0)
    assert add_meeting(library, Path("/m"), "Second") == first
    row = get_meeting(library, first)
    assert (row.title, row.source, row.created, row.duration_s, row.folder) == (
        "First",
        "Webcam",
        5.0,
        None,
        Path("/m"),
    )


def test_meetings_are_listed_newest_first_with_what_changed(library):
    old = add_meeting(library, Path("/old"), "Old", created=1.0)
    new = add_meeting(library, Path("/new"), "New", created=2.0)
    rename_meeting(library, old, "Renamed")
    set_duration(library, new, 61.5)
    listed = list_meetings(library)
    assert [(row.id, row.title, row.duration_s) for row in listed] == [(new, "New", 61.5), (old, "Renamed", None)]


def test_a_deleted_meeting_takes_its_turns_and_names_along(library, meeting):
    add_turn(library, meeting, turn(0, "secret"))
    rename_speaker(library, meeting, 1, "Anna")
    delete_meeting(library, meeting)
    assert list_turns(library, meeting) == [] and speaker_names(library, meeting) == {}
    assert search(library, "secret") == []
    with pytest.raises(InputError, match=r"no meeting \d+"):
        get_meeting(library, meeting)


def test_a_speaker_is_named_renamed_and_nameless_again(library, meeting):
    rename_speaker(library, meeting, 2, " Anna ")
    rename_speaker(library, meeting, 1, "Ben")
    rename_speaker(library, meeting, 1, "Bob")
    assert speaker_names(library, meeting) == {1: "Bob", 2: "Anna"}
    rename_speaker(library, meeting, 2, "  ")
    assert speaker_names(library, meeting) == {1: "Bob"}


def test_search_finds_turns_with_all_words_and_an_unfinished_last_one(library, meeting):
    add_turn(library, meeting, turn(0, "the budget for the café", 3.0, 5.0))
    add_turn(library, meeting, turn(1, "the café is closed"))
    assert [hit.turn for hit in search(library, "CAFE budg")] == [0]
    (hit,) = search(library, "closed")
    assert (hit.meeting, hit.title, hit.start_samples, hit.snippet) == (meeting, "One", 0, "the café is [closed]")
    assert search(library, "  ") == []


def test_search_keeps_to_one_meeting_when_asked(library, meeting):
    other = add_meeting(library, Path("/meetings/two"), "Two")
    add_turn(library, meeting, turn(0, "budget"))
    add_turn(library, other, turn(0, "budget"))
    assert [hit.meeting for hit in search(library, "budget", meeting=other)] == [other]
    assert len(search(library, "budget")) == 2


def test_search_sees_the_revised_text_only(library, meeting):
    add_turn(library, meeting, turn(0, "wrong"))
    add_turn(library, meeting, turn(0, "right"))
    assert search(library, "wrong") == [] and len(search(library, "right")) == 1


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=20) | st.text('"*()^:-+ANDORNOTNEAR ', max_size=20))
def test_no_question_is_a_mistake_in_the_search_language(library, question):
    assert search(library, question) == []


def test_a_write_that_fails_halfway_leaves_nothing(library, meeting):
    with pytest.raises(ZeroDivisionError), library.writing() as db:
        db.execute("UPDATE meetings SET title = 'half'")
        raise ZeroDivisionError
    assert get_meeting(library, meeting).title == "One"


def test_an_older_library_is_brought_up_to_date_after_a_backup(tmp_path, monkeypatch):
    path = tmp_path / "library.sqlite"
    with open_library(path) as library:
        add_meeting(library, Path("/m"), "M")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("ALTER TABLE meetings ADD COLUMN mood TEXT",)))
    with open_library(path) as library:
        assert library.db.execute("SELECT title, mood FROM meetings").fetchall() == [("M", None)]
        assert library.db.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
    (made,) = (tmp_path / "backups").glob(f"library-*-before-{len(schema.MIGRATIONS)}.sqlite")
    with closing(sqlite3.connect(made)) as backup:
        assert backup.execute("SELECT title FROM meetings").fetchall() == [("M",)]


def test_a_migration_that_fails_leaves_the_old_version(tmp_path, monkeypatch):
    path = tmp_path / "library.sqlite"
    open_library(path).close()
    broken = ("ALTER TABLE meetings ADD COLUMN mood TEXT", "NO SUCH STATEMENT")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
    with pytest.raises(sqlite3.OperationalError):
        open_library(path)
    monkeypatch.undo()
    with open_library(path) as library:
        assert "mood" not in {row[1] for row in library.db.execute("PRAGMA table_info(meetings)")}


def test_processes_that_open_a_new_library_at_once_all_succeed(tmp_path):
    code = (
        "import sys; from pathlib import Path; from meetapp.store import open_library; open_library(Path(sys.argv[1]))"
    )
    path = str(tmp_path / "library.sqlite")
    started = [subprocess.Popen([sys.executable, "-c", code, path], stderr=subprocess.PIPE) for _ in range(4)]
    assert [(process.communicate(timeout=240)[1], process.returncode) for process in started] == [(b"", 0)] * 4


def test_a_library_of_a_newer_version_is_left_alone(tmp_path):
    path = tmp_path / "library.sqlite"
    with open_library(path) as library:
        library.db.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match=r"newer version of meetapp.*\.$"):
        open_library(path)


def test_a_locked_library_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(schema, "BUSY_S", 0.05)
    path = tmp_path / "library.sqlite"
    refused = pytest.raises(LibraryError, match=r"in use by another program.*\.$")
    with open_library(path) as holder, open_library(path) as waiter, holder.writing(), refused:
        add_meeting(waiter, Path("/m"), "M")


@pytest.mark.parametrize("damage", ["a text file", "cut to a page", "a page overwritten"])
def test_a_damaged_library_is_a_sentence(tmp_path, damage):
    path = tmp_path / "library.sqlite"
    with open_library(path) as library:
        meeting = add_meeting(library, Path("/m"), "M")
        for number in range(200):
            add_turn(library, meeting, turn(number, "a few words that fill pages " * 5))
    data = bytearray(path.read_bytes())
    if damage == "a text file":
        data = bytearray(b"Dear diary, today we met again. " * 300)
    elif damage == "cut to a page":
        del data[4096:]
    else:
        data[4096:-4096] = bytes(len(data) - 8192)
    path.write_bytes(data)
    with (
        pytest.raises(LibraryError, match=r"(is damaged|is not a meetapp library).*\.$"),
        open_library(path) as library,
    ):
        list_turns(library, meeting)


def test_a_library_in_a_read_only_place_is_a_sentence(tmp_path):
    path = tmp_path / "library.sqlite"
    with open_library(path):
        pass
    path.chmod(0o400)
    code = (
        "import sys; from pathlib import Path\n"
        "from meetapp.store import LibraryError, open_library\n"
        "from meetapp.store.meetings import add_meeting\n"
        "try: add_meeting(open_library(Path(sys.argv[1])), Path('/m'), 'M')\n"
        "except LibraryError as err: print(err)"
    )
    command = [*bound_by_file_modes(), sys.executable, "-c", code, str(path)]
    assert "read-only" in subprocess.check_output(command, encoding="utf-8", timeout=240)


def test_a_library_where_a_file_is_in_the_way_is_a_sentence(tmp_path):
    (tmp_path / "home").touch()
    with pytest.raises(LibraryError, match=r"Cannot write the library .*\.$"):
        open_library(tmp_path / "home" / "library.sqlite")


def test_the_library_is_private(tmp_path):
    with open_library(tmp_path / "home" / "library.sqlite") as library:
        assert library.path.stat().st_mode & 0o077 == 0 and library.path.parent.stat().st_mode & 0o077 == 0
