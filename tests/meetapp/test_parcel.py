"""A whole meeting as one file: it arrives as it was sent, and whatever else arrives does no harm."""

import io
import json
import stat
import zipfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from commands import meetapp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_edits import logs
from made_media import RATE, beeps, write_sound
from made_turns import turn
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from meetapp import paths
from meetapp.aging import discard_sound
from meetapp.cli import run
from meetapp.edits import AddBookmark, DeleteTurns, RenameSpeaker, SetNotes, SetTimes, Voice, seen
from meetapp.errors import MeetappError
from meetapp.parcel import DESCRIPTION, EDITS, EVENTS, MANIFEST, SUFFIX
from meetapp.parcel.contents import Part, encode
from meetapp.parcel.reading import take_parcel
from meetapp.parcel.writing import write_parcel
from meetapp.store import open_library
from meetapp.store.edits import add_edits, edited_meeting, list_edits, restore_edits, undo
from meetapp.store.meetings import list_meetings
from meetapp.store.rebuild import rebuild
from meetapp.store.tags import set_tags, tags_by_meeting

TURNS = [turn(0, "we move on friday then", 0.0, 3.0), turn(1, "friday is hard", 4.0, 6.0, speaker=2)]


@pytest.fixture
def parcel(put_meeting, tmp_path) -> Path:
    """A meeting without sound, edited, as it was sent."""
    number = put_meeting("Roadmap", TURNS, 1_700_000_000)
    target = tmp_path / f"Roadmap{SUFFIX}"
    with open_library(paths.library()) as library:
        set_tags(library, number, ("money",))
        changes = [RenameSpeaker(Voice(1), "Anna"), SetNotes("ask Ben"), AddBookmark(16_000, "here")]
        add_edits(library, number, [*changes, SetTimes(seen(TURNS[1]), 70_000, 96_000)])
        add_edits(library, number, [DeleteTurns((seen(TURNS[0]),))])
        undo(library, number)
        write_parcel(library, number, target)
    return target


def take(file: Path) -> None:
    with open_library(paths.library()) as library:
        take_parcel(library, file, paths.meetings())


def repacked(file: Path, change) -> Path:
    """The parcel with its files changed by `change`, and a list of contents that fits."""
    with zipfile.ZipFile(file) as old:
        contents = {name: old.read(name) for name in old.namelist() if name != MANIFEST}
    change(contents)
    parts = [Part(name, len(each), sha256(each).hexdigest()) for name, each in contents.items()]
    other = file.with_name("other.zip")
    with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(MANIFEST, encode(parts))
        for name, each in contents.items():
            new.writestr(name, each)
    return other


def refused(file: Path) -> str:
    """The sentence with which it is refused; nothing of it is left."""
    with open_library(paths.library()) as library:
        before, folders = list_meetings(library), sorted(paths.meetings().iterdir())
        with pytest.raises(MeetappError) as told:
            take_parcel(library, file, paths.meetings())
        assert list_meetings(library) == before and sorted(paths.meetings().iterdir()) == folders
    return str(told.value)


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


def test_sound_of_several_tracks_is_not_sent_but_their_text_is(home, tmp_path):
    waves = {"ada.wav": beeps(1), "ben.wav": np.concatenate([np.zeros(2 * RATE, np.float32), beeps(1)])}
    files = [write_sound(tmp_path / name, wave_S) for name, wave_S in waves.items()]
    assert meetapp("import", "--tracks", *files, home=home).code == 0
    send = ("export", 1, "--format", "meeting", "--output", tmp_path / "out")
    sent = meetapp(*send, home=home)
    assert sent.code == 2 and "several tracks" in sent.err and sent.err.count("\n") == 1
    (folder,) = (home / "meetings").iterdir()
    discard_sound(folder)
    assert meetapp(*send, home=home).code == 0
    (file,) = (tmp_path / "out").iterdir()
    with zipfile.ZipFile(file) as parcel:
        assert str(tmp_path) not in parcel.read(DESCRIPTION).decode()
    assert meetapp("import", file, home=tmp_path / "elsewhere").code == 0
    assert "Speaker 2" in meetapp("export", 1, home=tmp_path / "elsewhere").out


def test_a_meeting_that_is_not_complete_is_not_sent(put_meeting, tmp_path, capsys):
    put_meeting("Roadmap", TURNS)
    with open_library(paths.library()) as library:
        library.db.execute("UPDATE meetings SET duration_s = NULL")
    assert run(["export", "1", "--format", "meeting", "--output", str(tmp_path / "out")]) == 2
    assert "not complete" in capsys.readouterr().err and list((tmp_path / "out").iterdir()) == []


def huge_turn(contents: dict[str, bytes]) -> None:
    event = json.loads(contents[EVENTS].splitlines()[0])
    event["turn"]["end_samples"] = 1 << 50
    contents[EVENTS] += json.dumps(event).encode() + b"\n"


def huge_edit(contents: dict[str, bytes]) -> None:
    contents[EDITS] = contents[EDITS].replace(b'"at_samples":16000', b'"at_samples":1125899906842624')


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda contents: contents.pop(EVENTS), "events.jsonl is missing"),
        (lambda contents: contents.update({"../../evil.txt": b"x"}), "is no part of a meeting"),
        (lambda contents: contents.update({"/etc/passwd": b"x"}), "is no part of a meeting"),
        (lambda contents: contents.update({DESCRIPTION: b"{"}), "damaged"),
        (lambda contents: contents.update({EVENTS: b""}), "not complete"),
        (lambda contents: contents.update({EDITS: b"[" * 5000}), "damaged"),
        (lambda contents: contents.update({"sound.flac": b"no sound"}), "sound.flac"),
        (huge_turn, "a turn that cannot be"),
        (huge_edit, "an edit that cannot be"),
    ],
)
def test_what_is_no_meeting_is_refused_in_a_sentence(parcel, change, why):
    assert why in refused(repacked(parcel, change))


def test_a_changed_byte_is_told(parcel):
    with zipfile.ZipFile(parcel) as old:
        contents = {name: old.read(name) for name in old.namelist()}
    contents[EVENTS] = contents[EVENTS].replace(b"friday", b"monday")
    with zipfile.ZipFile(parcel, "w") as new:
        for name, each in contents.items():
            new.writestr(name, each)
    assert "events.jsonl was changed or damaged on its way" in refused(parcel)


def test_a_bomb_is_read_no_further_than_it_says_it_is_large(parcel):
    with zipfile.ZipFile(parcel) as old:
        contents = {name: old.read(name) for name in old.namelist()}
    contents[EVENTS] = bytes(300 << 20)
    with zipfile.ZipFile(parcel, "w", zipfile.ZIP_DEFLATED) as new:
        for name, each in contents.items():
            new.writestr(name, each)
    assert parcel.stat().st_size < 1 << 20
    assert "events.jsonl is larger than it may be" in refused(parcel)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_happens_to_a_parcel_it_is_taken_in_or_refused(parcel, data):
    content = bytearray(parcel.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    broken = parcel.with_name("broken.zip")
    broken.write_bytes(content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content)
    with suppress(MeetappError):
        take(broken)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
