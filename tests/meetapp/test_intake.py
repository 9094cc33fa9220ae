"""A transcript that belongs to no meeting becomes one: at the command line and in the window, with names and times."""

import json

import pytest
from commands import meetapp
from made_turns import turn
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from meetapp import paths
from meetapp.cli import run
from meetapp.export import AS_IT_IS, FORMATS, Transcript
from meetapp.store import open_library
from meetapp.store.edits import edited_meeting
from meetapp.store.meetings import list_meetings
from meetapp.store.rebuild import rebuild

TURNS = (
    turn(0, "we move on friday then", 0.0, 3.0),
    turn(1, "friday is hard", 2.5, 6.0, speaker=2, channel=1),
    turn(2, "then monday", 7.0, 8.0),
)
SAID = Transcript("Roadmap", TURNS, {1: "Anna", 2: "Ben"})
NAMES = {"seglst": "talk.seglst.json", "srt": "talk.srt", "vtt": "talk.vtt"}


def written(tmp_path, form):
    file = tmp_path / NAMES[form]
    file.write_bytes(FORMATS[form].render(SAID, AS_IT_IS))
    return file


@pytest.mark.parametrize("form", NAMES)
def test_a_transcript_becomes_a_meeting_without_sound(tmp_path, form, capsys):
    assert run(["import", str(written(tmp_path, form)), "--tag", "old"]) == 0
    number, folder = capsys.readouterr().out.split()
    assert run(["list", "--tag", "old", "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["title"], listed["state"], listed["duration"]) == ("talk", "complete", 8.0)
    assert listed["speakers"] == ["Anna", "Ben"] and listed["folder"] == folder
    assert run(["search", "monday", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["speaker"] == "Anna"
    assert run(["export", number, "--format", form]) == 0
    again = capsys.readouterr().out
    assert again.replace("\r", "") == written(tmp_path, form).read_text().replace("Roadmap", "talk").replace("\r", "")


def test_a_library_that_is_made_again_has_it_too(tmp_path):
    assert run(["import", str(written(tmp_path, "srt"))]) == 0
    with open_library(paths.library()) as library:
        before = edited_meeting(library, 1)
    paths.library().unlink()
    rebuild(paths.library(), paths.meetings())
    with open_library(paths.library()) as library:
        (row,) = list_meetings(library)
        after = edited_meeting(library, row.id)
    assert (after.turns, after.names, row.duration_s) == (before.turns, before.names, 8.0)


@pytest.mark.parametrize("content", ["[]", "{", '[{"words": 3}]'])
def test_of_a_bad_transcript_nothing_is_left(tmp_path, content, capsys):
    file = tmp_path / "talk.seglst.json"
    file.write_text(content)
    assert run(["import", str(file)]) == 2
    assert "talk.seglst.json" in capsys.readouterr().err
    with open_library(paths.library()) as library:
        assert list_meetings(library) == []
    assert not paths.meetings().exists() or list(paths.meetings().iterdir()) == []


def test_a_transcript_that_is_there_already_is_told_of(tmp_path, home):
    file = written(tmp_path, "vtt")
    first = meetapp("import", file, home=home)
    done = meetapp("import", file, home=home)
    assert (done.code, done.out) == (0, first.out) and "--again" in done.err


def test_a_transcript_dropped_on_the_window_is_opened_as_a_meeting(show_window, qtbot, tmp_path):
    window = show_window()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(written(tmp_path, "srt")))])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(600, 300), actions, mime, buttons, keys))
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.is_loaded, timeout=30_000)
    assert [piece.text for piece in window.page.session.model.pieces] == [each.text for each in TURNS]
    assert window.page.session.model.speaker_name(2) == "Ben"
    qtbot.waitUntil(lambda: [entry.title for entry in window.desk.entries] == ["talk"], timeout=30_000)
    bad = tmp_path / "bad.srt"
    bad.write_text("no subtitles here")
    window.import_files([bad])
    qtbot.waitUntil(lambda: "bad.srt" in window._trouble.text(), timeout=30_000)
