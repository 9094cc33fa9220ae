"""A damaged library is set aside and made again from its backup and the folders; no bad folder blocks another."""

import json
import os
import sqlite3
import time
from contextlib import closing

import pytest
from commands import NO_INPUTS, bound_by_file_modes, meetapp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_turns import turn

from meetapp import meeting, paths
from meetapp.edits import RenameSpeaker, SetText, seen, voice
from meetapp.events import EventWriter, Finished, TurnAdded
from meetapp.export import FORMATS, Transcript
from meetapp.meeting import events_path
from meetapp.store import LibraryError, backup, open_library
from meetapp.store.backup import back_up, back_up_daily, backup_folder, list_backups
from meetapp.store.edits import add_edit, edited_meeting
from meetapp.store.health import faults
from meetapp.store.meetings import add_meeting, list_meetings, rename_meeting, set_duration
from meetapp.store.rebuild import check, look_after, rebuild
from meetapp.store.tags import set_tags, tags_by_meeting
from meetapp.store.turns import add_turn, list_turns

SAID = [turn(0, "good morning", 0, 1), turn(1, "the bugdet is closed", 1.5, 3, speaker=2), turn(2, "café", 4, 5)]


def hold_meeting(title="Budget", turns=SAID):
    """A meeting as the program leaves one: in its folder and in the library, a turn and a name edited by a person."""
    folder = meeting.create(paths.meetings(), title=title, source="Webcam")
    events = EventWriter(events_path(folder))
    with open_library(paths.library()) as library:
        number = add_meeting(library, folder, title, source="Webcam", created=1_700_000_000.0)
        for each in turns:
            add_turn(library, number, each)
            events.write(TurnAdded(each))
        set_duration(library, number, 5.5)
        events.write(Finished(5.5))
        add_edit(library, number, SetText(seen(turns[1]), "the budget is closed"))
        add_edit(library, number, RenameSpeaker(voice(turns, 1), "Anna"))
    events.close()
    return folder


def held():
    """All that the library shows, by folder."""
    with open_library(paths.library()) as library:
        shown = {row.folder: edited_meeting(library, row.id) for row in list_meetings(library)}
    return {folder: ([each.text for each in one.turns], one.names) for folder, one in shown.items()}


def flat():
    """The library as one file, with nothing left in SQLite's log beside it."""
    with closing(sqlite3.connect(paths.library())) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return paths.library()


def cut_short():
    path = flat()
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)


def cut_inside_a_page():
    os.truncate(flat(), 5000)


def pages_of_zeros():
    path = flat()
    data = bytearray(path.read_bytes())
    for start in range(4096, len(data), 8192):
        data[start : start + 4096] = bytes(4096)
    path.write_bytes(data)


def another_kind_of_file():
    flat().write_bytes(b"Dear diary, today we met again. " * 300)


def an_index_that_lies():
    path = flat()
    data = path.read_bytes()
    path.write_bytes(data.replace(b"Webcam", b"Webc\xffm", 1)[: len(data)])
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'turns'")
        db.commit()


def an_older_version_than_its_tables():
    with closing(sqlite3.connect(flat())) as db:
        db.execute("PRAGMA user_version = 0")


def a_meeting_without_a_folder():
    with closing(sqlite3.connect(flat())) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'meetings'")
        db.commit()
    with closing(sqlite3.connect(paths.library())) as db:  # that has read the schema as it is now
        db.execute("UPDATE meetings SET folder = NULL WHERE id = 1")
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET sql = replace(sql, 'TEXT ', 'TEXT NOT NULL') WHERE name = 'meetings'")
        db.commit()


DAMAGES = [
    cut_short,
    cut_inside_a_page,
    pages_of_zeros,
    another_kind_of_file,
    an_index_that_lies,
    an_older_version_than_its_tables,
    a_meeting_without_a_folder,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_library_is_made_again_from_the_folders_and_kept(damage):
    folders = {hold_meeting("One"), hold_meeting("Two")}
    before = held()
    damage()
    sentence = look_after(paths.library(), paths.meetings())
    assert "has been made again from 2 meetings" in sentence and sentence.endswith(".")
    assert held() == before and set(before) == folders
    assert before[min(folders)] == (["good morning", "the budget is closed", "café"], {1: "Anna"})
    (damaged,) = paths.home().glob("library-damaged-*.sqlite")
    assert str(damaged) in sentence and damaged.stat().st_mode & 0o077 == 0
    assert look_after(paths.library(), paths.meetings()) == ""


@pytest.mark.parametrize("damage", [an_older_version_than_its_tables, a_meeting_without_a_folder])
def test_tables_that_the_program_did_not_write_are_one_sentence(damage):
    hold_meeting()
    damage()
    with (
        pytest.raises(LibraryError, match=r"is damaged; `meetapp check --repair` makes it again"),
        open_library(paths.library()) as library,
    ):
        list_meetings(library)


def test_a_title_that_is_younger_than_the_backup_comes_from_the_folder():
    hold_meeting("One")
    with open_library(paths.library()) as library:
        os.utime(back_up(library.db, library.path), (1.0, 1.0))
        (row,) = list_meetings(library)
        rename_meeting(library, row.id, "Renamed")
        set_tags(library, row.id, ["budget"])
    another_kind_of_file()
    assert rebuild(paths.library(), paths.meetings()).backup
    with open_library(paths.library()) as library:
        assert [each.title for each in list_meetings(library)] == ["Renamed"]
        assert tags_by_meeting(library) == {row.id: ("budget",)}


def test_titles_tags_and_meetings_without_a_folder_come_from_the_backup():
    folder, gone = hold_meeting("One"), hold_meeting("Gone")
    with open_library(paths.library()) as library:
        numbers = {row.folder: row.id for row in list_meetings(library)}
        rename_meeting(library, numbers[folder], "Renamed")
        set_tags(library, numbers[folder], ["budget"])
        back_up(library.db, library.path)
    for path in sorted(gone.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    gone.rmdir()
    new = hold_meeting("After the backup")
    another_kind_of_file()
    rebuilt = rebuild(paths.library(), paths.meetings())
    assert rebuilt.backup and rebuilt.meetings == 3
    with open_library(paths.library()) as library:
        rows = {row.folder: row for row in list_meetings(library)}
        assert {row.title for row in rows.values()} == {"Renamed", "Gone", "After the backup"}
        assert tags_by_meeting(library) == {rows[folder].id: ("budget",)}
        assert len(list_turns(library, rows[gone].id)) == len(list_turns(library, rows[new].id)) == 3
    assert len(rebuilt.skipped) == 1 and str(gone) in rebuilt.skipped[0]


def test_a_damaged_backup_is_passed_over_for_an_older_one():
    hold_meeting()
    with open_library(paths.library()) as library:
        good = back_up(library.db, library.path, "one")
        bad = back_up(library.db, library.path, "two")
    bad.rename(bad.with_name("library-99991231-000000-two.sqlite")).write_bytes(b"no library" * 1000)
    another_kind_of_file()
    assert rebuild(paths.library(), paths.meetings()).backup == good


def test_one_bad_folder_does_not_block_the_others():
    good, bad, odd = hold_meeting("Good"), hold_meeting("Bad"), hold_meeting("Odd")
    (bad / "meeting.json").write_bytes(b"\xff[" * 1000)
    lines = events_path(odd).read_bytes().splitlines(keepends=True)
    wrong = b'{"kind": "TurnAdded", "turn": {"id": "x", "channel": 0, "speaker": [], "words": 5}}\n'
    events_path(odd).write_bytes(b"\0\0\0\n" + lines[0][:20] + b"\n" + wrong + b"".join(lines) + lines[0][:30])
    (paths.meetings() / "no meeting").mkdir()
    another_kind_of_file()
    rebuilt = rebuild(paths.library(), paths.meetings())
    assert set(held()) == {good, odd} and len(held()[odd][0]) == 3
    assert len(rebuilt.skipped) == 1 and str(bad) in rebuilt.skipped[0]


def test_what_is_exported_after_a_repair_is_what_was_exported_before():
    folder = hold_meeting()

    def exported():
        with open_library(paths.library()) as library:
            (row,) = list_meetings(library)
            shown = edited_meeting(library, row.id)
        return FORMATS["json"].render(Transcript(row.title, tuple(shown.turns), shown.names))

    before = exported()
    pages_of_zeros()
    rebuild(paths.library(), paths.meetings())
    assert exported() == before and folder.is_dir()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=64)), min_size=1, max_size=4))
def test_bytes_written_anywhere_are_found_or_harmless(home, cuts):
    paths.library().unlink(missing_ok=True)
    if not list(paths.meetings().glob("*")):
        hold_meeting()
    else:
        rebuild(paths.library(), paths.meetings())
    expected = held()
    data = bytearray(flat().read_bytes())
    for share, wrong in cuts:
        at = int(share * len(data))
        data[at : at + len(wrong)] = wrong
    paths.library().write_bytes(data)
    try:
        look_after(paths.library(), paths.meetings())
        assert set(held()) == set(expected)
    except LibraryError as err:
        assert str(err).endswith(".")


def test_a_backup_is_made_once_a_day_and_a_few_are_kept(monkeypatch):
    hold_meeting()
    assert look_after(paths.library(), paths.meetings()) == ""
    assert look_after(paths.library(), paths.meetings()) == ""
    assert len(list_backups(paths.library())) == 1
    day = 86_400
    began, written = time.time(), time.strftime  # below, time.strftime says what it was told the day before
    for days in range(1, 12):
        when = began + days * (day + 10)
        monkeypatch.setattr(backup.time, "time", lambda when=when: when)
        stamp = written("%Y%m%d-%H%M%S", time.localtime(when))
        monkeypatch.setattr(backup.time, "strftime", lambda _form, stamp=stamp: stamp)
        with open_library(paths.library()) as library:
            made = back_up_daily(library.db, library.path)
        os.utime(made, (when, when))
    found = list_backups(paths.library())
    assert len(found) == backup.KEPT and found[0] == made
    assert all(each.stat().st_mode & 0o077 == 0 for each in found)
    assert backup_folder(paths.library()).stat().st_mode & 0o077 == 0


def test_backups_before_a_migration_do_not_go_with_the_days(home):
    hold_meeting()
    with open_library(paths.library()) as library:
        kept = back_up(library.db, library.path, "before-2")
        for _ in range(backup.KEPT + 2):
            back_up(library.db, library.path)
    assert kept.exists() and not faults(kept)


def test_a_backup_is_made_while_the_library_is_being_written():
    hold_meeting()
    with open_library(paths.library()) as writer, open_library(paths.library()) as library:
        with writer.writing() as db:
            db.execute("UPDATE meetings SET title = 'half'")
            made = back_up(library.db, library.path)
        with closing(sqlite3.connect(made)) as copy:
            assert copy.execute("SELECT title FROM meetings").fetchall() == [("Budget",)]


def test_a_backup_that_cannot_be_written_is_a_sentence_and_no_obstacle():
    hold_meeting()
    backup_folder(paths.library()).touch()
    sentence = look_after(paths.library(), paths.meetings())
    assert sentence.startswith("The library is sound, but no backup") and sentence.endswith(".")
    assert held()


def test_a_library_that_is_being_written_is_sound():
    hold_meeting()
    with open_library(paths.library()) as library, library.writing() as db:
        db.execute("UPDATE meetings SET title = 'half'")
        assert check(paths.library()) == []


def checked(home, *arguments, **options):
    done = meetapp("check", *arguments, "--json", home=home, **options)
    return done, json.loads(done.out) if done.out else None


def test_the_command_finds_and_repairs(home):
    done, found = checked(home)
    assert (done.code, found["faults"], found["meetings"]) == (0, [], 0)
    folder = hold_meeting()
    before = held()
    pages_of_zeros()
    damaged = paths.library().read_bytes()
    done, found = checked(home)
    assert done.code == 2 and found["faults"] and not found["repaired"]
    assert paths.library().read_bytes() == damaged, "looking changes nothing"
    done, found = checked(home, "--repair")
    assert done.code == 0 and found["repaired"] and found["meetings"] == 1 and found["faults"] == []
    assert held() == before and found["damaged_file"] and folder.is_dir()
    plain = meetapp("check", home=home)
    assert (plain.code, plain.out.strip()) == (0, "The library is whole: 1 meetings, 0 backups.")


def test_the_command_finds_and_repairs_an_index_of_words_that_is_none(home):
    hold_meeting()
    with closing(sqlite3.connect(flat())) as db:
        db.execute("UPDATE shown_index_config SET v = 0 WHERE k = 'version'")
        db.commit()
    searched = meetapp("search", "budget", home=home)
    assert searched.code == 2 and "is damaged; `meetapp check --repair`" in searched.err
    assert checked(home, "--repair")[1]["repaired"]
    assert "the [budget] is closed" in meetapp("search", "budget", home=home).out


def test_the_command_takes_in_a_folder_that_the_library_does_not_know(home):
    hold_meeting("One")
    with open_library(paths.library()) as library, library.writing() as db:
        db.execute("DELETE FROM meetings")
    plain = meetapp("check", home=home)
    assert plain.code == 2 and "Not in the library" in plain.out and "check --repair" in plain.out
    assert meetapp("check", "--repair", home=home).code == 0
    assert len(held()) == 1


def test_the_command_on_a_library_of_a_newer_version_is_a_sentence(home):
    with open_library(paths.library()) as library:
        library.db.execute("PRAGMA user_version = 99")
    done = meetapp("check", "--repair", home=home)
    assert done.code == 2 and "newer version" in done.err and len(done.err.splitlines()) == 1


def test_the_command_on_a_library_that_may_not_be_read_is_a_sentence(home):
    hold_meeting()
    flat().chmod(0)
    done = meetapp("check", home=home, prefix=bound_by_file_modes())
    assert done.code == 2 and len(done.err.splitlines()) == 1 and done.err.endswith(".\n"), done


def test_a_recording_begins_on_a_library_that_was_damaged(home):
    folder = hold_meeting()
    another_kind_of_file()
    done = meetapp("record", home=home, world=NO_INPUTS)
    repaired, no_input = done.err.splitlines()
    assert "has been made again from 1 meetings" in repaired and "No audio input" in no_input
    assert done.code == 3 and set(held()) == {folder}
