"""`meetapp import` as people type it and scripts read it: one recording or several, known ones, and what fails."""

import json
import signal
import subprocess
import sys
import time

import pytest
from commands import HEARS_LOUDNESS, meetapp
from made_media import beeps, write_sound

from meetapp import settings
from meetapp.edits import RenameSpeaker, Voice
from meetapp.store import open_library
from meetapp.store.edits import add_edits
from meetapp.store.meetings import list_meetings


@pytest.fixture
def sound(tmp_path):
    return write_sound(tmp_path / "standup.wav", beeps(1))


def test_a_recording_is_put_into_the_library(home, sound, run):
    settings.save(home / "settings.json", settings.Settings(meetings_folder=str(home / "elsewhere")))
    done = meetapp("import", sound, "--title", "Standup", "--tag", "work", home=home)
    assert done.code == 0 and "standup.wav: 2.0 s in" in done.err
    (listed,) = json.loads(run("list", "--tag", "work", "--json"))
    assert done.out == f"{listed['id']}  {listed['folder']}\n" and "/elsewhere/" in listed["folder"]
    assert (listed["title"], listed["source"], listed["state"]) == ("Standup", str(sound), "complete")
    assert "beep" in run("show", "1") and run("search", "beep").startswith("1 [00:0")


def test_several_are_imported_and_the_bad_ones_named(home, sound, tmp_path):
    (tmp_path / "notes.txt").write_text("no recording")
    done = meetapp("import", tmp_path / "notes.txt", sound, tmp_path / "gone.mp3", "--json", home=home)
    assert done.code == 4 and "notes.txt" in done.err and "gone.mp3" in done.err
    first, second, third = json.loads(done.out)
    assert second["title"] == "standup" and "notes.txt" in first["error"] and "gone.mp3" in third["error"]
    with open_library(home / "library.sqlite") as library:
        assert [row.title for row in list_meetings(library)] == ["standup"]
    assert len(list((home / "meetings").iterdir())) == 1


def test_a_file_that_is_there_already_is_imported_again_only_when_asked(home, sound, tmp_path):
    first = meetapp("import", sound, "--title", "Standup", home=home)
    copy = tmp_path / "copy of it.wav"
    copy.write_bytes(sound.read_bytes())
    done = meetapp("import", copy, home=home)
    assert (done.code, done.out) == (0, first.out)
    assert done.err == (
        "copy of it.wav is in the library already, as meeting 1 (Standup); to import it once more, give --again.\n"
    )
    assert meetapp("import", copy, "--again", home=home).code == 0
    with open_library(home / "library.sqlite") as library:
        assert [row.title for row in list_meetings(library)] == ["copy of it", "Standup"]


def test_an_import_that_failed_does_not_count_as_done(home, sound):
    broken = "import sys\nif 'meetapp.engine' in sys.orig_argv: sys.exit(9)"
    first = meetapp("import", sound, home=home, world=broken)
    assert first.code == 1 and first.out == "" and "standup.wav: " in first.err
    again = meetapp("import", sound, "--json", home=home)
    assert again.code == 2 and "its text was never completed" in again.err and "--again" in again.err
    (told,) = json.loads(again.out)
    assert told["file"] == str(sound) and "never completed" in told["error"]
    listed = meetapp("list", home=home).out
    assert "(text not complete)" in listed
    assert json.loads(meetapp("list", "--json", home=home).out)[0]["state"] == "recorded"
    assert meetapp("import", sound, "--again", home=home).code == 0
    known = meetapp("import", sound, home=home)
    assert known.code == 0 and "as meeting 2" in known.err, "the one that is whole counts"


def test_what_was_taken_in_is_there_even_if_its_copies_are_refused(home, tmp_path, call, refuse_copies):
    file = tmp_path / "talk.srt"
    file.write_text("1\n00:00:00,000 --> 00:00:01,000\nAnna: hello\n", encoding="utf-8")
    said = refuse_copies()
    code, out, err = call("import", file)
    assert code == 0 and out.startswith("1  ") and err == said
    with open_library(home / "library.sqlite") as library:
        assert [row.title for row in list_meetings(library)] == ["talk"]


def test_what_the_library_has_is_not_heard_again_when_that_is_asked(home, sound, tmp_path):
    meetapp("import", sound, home=home)
    with open_library(home / "library.sqlite") as library:
        add_edits(library, 1, [RenameSpeaker(Voice(1), "Anna")])
    deaf = "import sys\nif 'meetapp.engine' in sys.orig_argv: sys.exit(3)"
    known = meetapp("transcribe", sound, "--skip-existing", home=home, world=deaf)
    assert known.code == 0 and "Anna: " in known.out and "beep" in known.out.lower()
    other = write_sound(tmp_path / "other.wav", beeps(2))
    both = meetapp("transcribe", other, sound, "--skip-existing", home=home)
    assert both.code == 0 and both.out.index(str(other)) < both.out.index(str(sound)) < both.out.index("Anna")
    assert "Anna" not in meetapp("transcribe", sound, home=home).out


def test_options_that_make_no_sense_are_refused_before_the_work(sound, refusal):
    assert "cannot have one title" in refusal("import", sound, sound, "--title", "Standup")
    assert "vocabulary" in refusal("import", sound, "--vocabulary", "gone.txt")


def test_without_waiting_the_text_comes_in_the_background(sound, run, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(HEARS_LOUDNESS, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert json.loads(run("import", sound, "--no-wait", "--json"))[0]["state"] == "working"
    give_up = time.monotonic() + 90
    while (listed := json.loads(run("list", "--json"))[0])["state"] != "complete":
        assert time.monotonic() < give_up
        time.sleep(0.05)
    assert listed["duration"] == pytest.approx(2.0, abs=0.1)


def test_an_import_that_is_broken_off_leaves_nothing(home, sound, tmp_path, monkeypatch):
    slow = "import sys, time\nif 'meetapp.media' in sys.orig_argv: time.sleep(60)"
    (tmp_path / "sitecustomize.py").write_text(slow, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    process = subprocess.Popen(
        [sys.executable, "-m", "meetapp", "import", str(sound)], stderr=subprocess.PIPE, encoding="utf-8"
    )
    give_up = time.monotonic() + 60
    while not list((home / "meetings").glob("*/control")):
        assert time.monotonic() < give_up
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=240)[1] == "" and process.returncode == 130
    with open_library(home / "library.sqlite") as library:
        assert list_meetings(library) == []
    assert list((home / "meetings").iterdir()) == []
