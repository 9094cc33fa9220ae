"""A whole meeting as one file: it arrives as it was sent, with all its sound, and so in the window."""

import io
import stat
import zipfile
from pathlib import Path

import numpy as np
import pytest
from commands import meetapp
from hypothesis import HealthCheck, given, settings
from made_edits import logs
from made_media import RATE, beeps, write_sound
from made_parcels import TURNS, edited_parcel, take
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from meetapp import paths
from meetapp.aging import discard_sound
from meetapp.cli import run
from meetapp.journal import track_path
from meetapp.parcel import DESCRIPTION, SOUNDS, SUFFIX
from meetapp.parcel.reading import take_parcel
from meetapp.parcel.writing import write_parcel
from meetapp.store import open_library
from meetapp.store.edits import edited_meeting, list_edits, restore_edits
from meetapp.store.meetings import list_meetings
from meetapp.store.rebuild import rebuild
from meetapp.store.tags import tags_by_meeting


@pytest.fixture
def parcel(put_meeting, tmp_path) -> Path:
    return edited_parcel(put_meeting, tmp_path)


def test_a_meeting_with_its_sound_is_sent_and_taken_in_elsewhere(home, tmp_path):
    sound = write_sound(tmp_path / "standup.wav", beeps(2))
    meetapp("import", sound, "--tag", "work", home=home)
    meetapp("rename", 1, "Anna", "--speaker", 1, home=home)
    assert meetapp("export", 1, "--format", "meeting", home=home).code == 2
    sent = meetapp("export", 1, "--format", "meeting", "--output", tmp_path / "out", home=home)
    assert sent.code == 0, sent.err
    (file,) = (tmp_path / "out").iterdir()
    assert file.name.endswith(SUFFIX) and stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as parcel:
        assert str(tmp_path) not in parcel.read(DESCRIPTION).decode()
    there = tmp_path / "elsewhere"
    taken = meetapp("import", file, home=there)
    assert taken.code == 0, taken.err
    number, folder = taken.out.split()
    assert (number, meetapp("tag", 1, home=there).out) == ("1", "work\n")
    shown = [meetapp("export", 1, "--format", "json", "--verbatim", home=each).out for each in (home, there)]
    assert shown[0] == shown[1] and "Anna" in shown[1]
    heard = [
        np.fromfile(path, "<i2") for path in (*home.glob("meetings/*/tracks/0.pcm"), Path(folder) / "tracks/0.pcm")
    ]
    assert len(heard) == 2 and len(heard[0]) > 16_000 and np.array_equal(*heard)
    assert meetapp("undo", 1, home=there).code == 0
    assert "already" in meetapp("import", file, home=there).err


def test_turns_edits_notes_tags_and_time_arrive_and_are_found_again_in_the_folder(parcel):
    take(parcel)
    with open_library(paths.library()) as library:
        new, old = list_meetings(library)[0], list_meetings(library)[-1]
        assert {new.created, old.created} == {1_700_000_000} and new.title == "Roadmap"
        was, now = (edited_meeting(library, row.id) for row in (old, new))
        assert was == now and now.notes == "ask Ben" and now.history == was.history
        assert list_edits(library, new.id) == list_edits(library, old.id)
        assert tags_by_meeting(library)[new.id] == ("money",)
    paths.library().unlink()
    rebuild(paths.library(), paths.meetings())
    with open_library(paths.library()) as library:
        assert was in [edited_meeting(library, row.id) for row in list_meetings(library)]


def test_the_sound_of_every_track_is_sent_and_taken_in_and_so_is_text_alone(home, tmp_path):
    waves = {"ada.wav": beeps(1), "ben.wav": np.concatenate([np.zeros(2 * RATE, np.float32), beeps(1)])}
    files = [write_sound(tmp_path / name, wave_S) for name, wave_S in waves.items()]
    assert meetapp("import", "--tracks", *files, home=home).code == 0
    sent = meetapp("export", 1, "--format", "meeting", "--output", tmp_path / "out", home=home)
    assert sent.code == 0, sent.err
    (file,) = (tmp_path / "out").iterdir()
    with zipfile.ZipFile(file) as parcel:
        assert str(tmp_path) not in parcel.read(DESCRIPTION).decode()
        assert [parcel.getinfo(name).compress_type for name in SOUNDS[:2]] == [zipfile.ZIP_STORED] * 2
    taken = meetapp("import", file, home=tmp_path / "elsewhere")
    assert taken.code == 0, taken.err
    (was,), there = (home / "meetings").iterdir(), Path(taken.out.split()[1])
    for track in (0, 1):
        heard = [np.fromfile(track_path(folder, track), "<i2") for folder in (was, there)]
        assert len(heard[0]) > 16_000 and np.array_equal(*heard)
    discard_sound(was)
    assert meetapp("export", 1, "--format", "meeting", "--output", tmp_path / "mute", home=home).code == 0
    (file,) = (tmp_path / "mute").iterdir()
    assert meetapp("import", file, home=tmp_path / "elsewhere").code == 0
    assert "Speaker 2" in meetapp("export", 2, home=tmp_path / "elsewhere").out


def test_a_meeting_that_is_not_complete_is_not_sent(put_meeting, tmp_path, capsys):
    put_meeting("Roadmap", TURNS)
    with open_library(paths.library()) as library:
        library.db.execute("UPDATE meetings SET duration_s = NULL")
    assert run(["export", "1", "--format", "meeting", "--output", str(tmp_path / "out")]) == 2
    assert "not complete" in capsys.readouterr().err and list((tmp_path / "out").iterdir()) == []


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(logs(TURNS))
def test_any_edits_arrive_as_they_were_made(put_meeting, tmp_path, edits):
    number = put_meeting("Roadmap", TURNS)
    with open_library(paths.library()) as library:
        restore_edits(library, number, edits)
        write_parcel(library, number, tmp_path / "sent.zip")
        row = take_parcel(library, tmp_path / "sent.zip", paths.meetings())
        assert edited_meeting(library, row.id) == edited_meeting(library, number)


def test_a_file_that_the_dialog_did_not_ask_about_is_replaced_only_when_somebody_says_so(
    show_window, put_meeting, qtbot, tmp_path, monkeypatch
):
    put_meeting("Roadmap", TURNS)
    window = show_window()
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.is_loaded, timeout=30_000)
    file = tmp_path / f"sent{SUFFIX}"
    file.write_bytes(b"another meeting")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "sent"), ""))
    for answer in (1, 0):
        window.actions_["send"].trigger()
        assert window.offers.text.text() == f"There is a file “{file.name}” already."
        assert file.read_bytes() == b"another meeting"
        qtbot.mouseClick(window.offers.buttons[answer], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "is written" in window.offers.text.text(), timeout=60_000)
    assert zipfile.is_zipfile(io.BytesIO(file.read_bytes()))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    file.write_bytes(b"another meeting")
    window.actions_["send"].trigger()  # its full name was chosen, so the dialog has asked
    qtbot.waitUntil(lambda: zipfile.is_zipfile(file), timeout=60_000)


def test_the_window_writes_and_takes_in_a_whole_meeting(show_window, put_meeting, qtbot, tmp_path, monkeypatch):
    put_meeting("Roadmap", TURNS)
    window = show_window()
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.is_loaded, timeout=30_000)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "sent"), ""))
    window.actions_["send"].trigger()
    qtbot.waitUntil(lambda: window.offers.has("sent"), timeout=60_000)
    file = tmp_path / f"sent{SUFFIX}"
    assert zipfile.is_zipfile(io.BytesIO(file.read_bytes()))
    window.import_files([file])
    qtbot.waitUntil(lambda: [entry.title for entry in window.desk.entries] == ["Roadmap"] * 2, timeout=60_000)
    qtbot.waitUntil(lambda: window.page.session.entry.id == 2 and window.page.session.is_loaded, timeout=30_000)
    assert [piece.text for piece in window.page.session.model.pieces] == [each.text for each in TURNS]
