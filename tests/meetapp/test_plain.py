"""Plain copies of the text: there when a meeting is complete, after each edit, and gone when nobody wants them."""

import json
import os
import stat
from pathlib import Path

import pytest
from commands import meetapp
from made_media import beeps, write_sound
from made_turns import turn
from PySide6.QtCore import Qt

from meetapp import paths, settings
from meetapp.plain import COPIES, keep_all_copies
from meetapp.store import open_library
from meetapp.store.edits import rename_speaker
from meetapp.store.meetings import get_meeting
from meetapp.window.main_window import MainWindow
from meetapp.window.places import Place

TURNS = [turn(0, "we move on friday then", 0.0, 3.0), turn(1, "friday is hard", 4.0, 6.0, speaker=2)]


def folder_of(number: int):
    with open_library(paths.library()) as library:
        return get_meeting(library, number).folder


@pytest.fixture
def window(show_window, put_meeting, qtbot) -> MainWindow:
    put_meeting("Roadmap", TURNS)
    window = show_window()
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.is_loaded, timeout=30_000)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy, timeout=30_000)
    return window


def test_an_imported_meeting_has_its_text_in_plain_files_that_follow_what_is_changed(home, tmp_path):
    sound = write_sound(tmp_path / "standup.wav", beeps(1))
    folder = Path(meetapp("import", sound, home=home).out.split()[1])
    text, entries = folder / "transcript.txt", folder / "transcript.json"
    assert "beep" in text.read_text().lower() and "Speaker 1" in text.read_text()
    assert json.loads(entries.read_text())["segments"][0]["speaker"] == "Speaker 1"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (text, entries)} == {0o600}
    meetapp("rename", "1", "Anna", "--speaker", "1", home=home)
    assert "Anna: " in text.read_text() and json.loads(entries.read_text())["segments"][0]["speaker"] == "Anna"
    meetapp("undo", "1", home=home)
    assert "Anna" not in text.read_text() + entries.read_text()
    assert meetapp("delete", "1", "--yes", home=home).code == 0
    assert not folder.exists()


def test_the_window_brings_them_up_to_date_after_an_edit(window, qtbot):
    copy = folder_of(1) / "transcript.txt"
    window.desk.copies.pause.setInterval(1)
    window.page.transcript.setFocus()
    window.page.transcript.set_cursor_place(Place(("turn", 1), 0))
    qtbot.keyClick(window.page.transcript, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: copy.exists() and "hard" not in copy.read_text(), timeout=30_000)
    assert "we move on friday then" in copy.read_text()
    qtbot.keyClick(window.page.transcript, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "hard" in copy.read_text(), timeout=30_000)


def test_an_edit_shortly_before_the_end_is_not_forgotten(window, qtbot):
    window.page.session.name_speaker(1, "Anna")
    qtbot.waitUntil(lambda: not window.desk.jobs.busy, timeout=30_000)
    window.close()
    copy = folder_of(1) / "transcript.txt"
    qtbot.waitUntil(lambda: copy.exists() and "Anna: " in copy.read_text(), timeout=30_000)


def test_nobody_gets_files_that_they_do_not_want(window, qtbot):
    window.close()
    qtbot.waitUntil(lambda: all((folder_of(1) / name).exists() for name in COPIES), timeout=30_000)
    settings.save(paths.settings(), settings.Settings(plain_copies=False))
    with open_library(paths.library()) as library:
        keep_all_copies(library)
    assert [name for name in COPIES if (folder_of(1) / name).exists()] == []


def test_only_what_is_older_than_an_edit_is_written_again(put_meeting):
    number = put_meeting("Roadmap", TURNS)
    copies = [folder_of(number) / name for name in COPIES]
    with open_library(paths.library()) as library:
        keep_all_copies(library)
        for copy in copies:
            os.utime(copy, (4_000_000_000, 4_000_000_000))
        keep_all_copies(library)
        assert {copy.stat().st_mtime for copy in copies} == {4_000_000_000}
        for copy in copies:
            os.utime(copy, (1, 1))
        rename_speaker(library, number, 1, "Anna")
        keep_all_copies(library)
    assert all("Anna" in copy.read_text() for copy in copies)


def test_a_meeting_whose_text_is_not_complete_has_none(put_meeting):
    number = put_meeting("Roadmap", TURNS)
    with open_library(paths.library()) as library:
        library.db.execute("UPDATE meetings SET duration_s = NULL")
        keep_all_copies(library)
    assert not (folder_of(number) / "transcript.txt").exists()
