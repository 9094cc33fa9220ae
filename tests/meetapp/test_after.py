"""The user's own command after a meeting: told of it in variables, read by no shell, never at the meeting's cost."""

import json
import os
import shlex
import sys
import time
from pathlib import Path

import pytest
from commands import meetapp
from hypothesis import given
from hypothesis import strategies as st
from made_media import beeps, write_sound
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from meetapp import meeting, paths
from meetapp.after import About, parted, run, words_of
from meetapp.errors import InputError
from meetapp.events import AfterRun, EventReader, EventWriter, Finished, LevelChanged, RecordingStopped
from meetapp.store import open_library
from meetapp.store.meetings import add_meeting, list_meetings
from meetapp.window import catalog
from meetapp.window.catalog import Entry

LIMIT_MS = 30_000
ABOUT = About(7, Path("/tmp"), "Weekly", "talk.mp3")
TELL = """
import json, os, sys
told = {name: value for name, value in os.environ.items() if name.startswith("MEETAPP_")}
open(sys.argv[1], "a").write(json.dumps([sys.argv[2:], told]) + "\\n")
"""


def command(*words: object) -> str:
    return shlex.join(map(str, words))


def python(code: str, *arguments: object) -> str:
    return command(sys.executable, "-c", code, *arguments)


def told(path: Path) -> list[tuple[list[str], dict[str, str]]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_command_is_told_of_the_meeting(tmp_path):
    out = tmp_path / "out"
    assert run(python(TELL, out, "two words"), About(7, tmp_path, "Weekly", "talk.mp3")) == ""
    ((arguments, variables),) = told(out)
    assert arguments == ["two words"]
    expected = {"MEETING": "7", "FOLDER": str(tmp_path), "TITLE": "Weekly", "SOURCE": "talk.mp3"}
    assert {name: variables[f"MEETAPP_{name}"] for name in expected} == expected


@given(title=st.text(max_size=40))
def test_any_title_at_all_can_be_told(title):
    for value in About(None, None, title, title).variables().values():
        assert "\0" not in value and os.fsencode(value) is not None


def test_no_shell_reads_it_and_no_title_becomes_a_part_of_it(tmp_path):
    out, trap = tmp_path / "out", tmp_path / "trap"
    about = About(1, tmp_path, f"$(touch {trap}); touch {trap}", "")
    assert run(python(TELL, out) + f" '$MEETAPP_TITLE' ; touch {trap} `touch {trap}`", about) == ""
    ((arguments, _),) = told(out)
    assert arguments == ["$MEETAPP_TITLE", ";", "touch", str(trap), "`touch", f"{trap}`"]
    assert not trap.exists()


@pytest.mark.parametrize(
    ("bad", "words"), [("", "is empty"), ("say 'hello", "quotation mark"), ("no-such-program-at-all x", "no program")]
)
def test_a_command_that_cannot_be_run_is_a_sentence(bad, words):
    with pytest.raises(InputError, match=words):
        words_of(bad)
    assert words in run(bad, ABOUT) and "complete" in run(bad, ABOUT)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (r"C:\Tools\send.exe C:\Users\O'Brien\out #1", [r"C:\Tools\send.exe", r"C:\Users\O'Brien\out", "#1"]),
        (r'"C:\Program Files\send.exe" "two words" ""', [r"C:\Program Files\send.exe", "two words", ""]),
    ],
)
def test_on_windows_a_path_is_a_path(command, words):
    assert parted(command, windows=True) == words


@given(st.text(alphabet="ab\\'\" #$`\n", max_size=20))
def test_elsewhere_words_are_those_of_a_shell(command):
    try:
        expected = shlex.split(command)
    except ValueError:
        with pytest.raises(ValueError):
            parted(command, windows=False)
    else:
        assert parted(command, windows=False) == expected


def test_a_failure_is_a_sentence(tmp_path):
    assert "failed with code 3" in run(python("raise SystemExit(3)"), ABOUT)
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x7fELF nonsense")
    broken.chmod(0o755)
    assert "could not be run" in run(command(broken), ABOUT)


@pytest.mark.skipif(not Path("/proc").exists(), reason="no /proc to ask")
def test_a_command_that_is_stopped_is_ended_with_all_it_started_and_was_not_too_slow(tmp_path):
    pids = tmp_path / "pids"
    code = "import os, sys, time; os.fork(); open(sys.argv[1], 'a').write(f'{os.getpid()} '); time.sleep(600)"

    def both_run() -> bool:
        return pids.exists() and len(pids.read_text(encoding="utf-8").split()) == 2

    assert "was ended: you stopped it." in run(python(code, pids), ABOUT, is_stopped=both_run)
    give_up = time.monotonic() + 30
    while any(map(lives, pids.read_text(encoding="utf-8").split())):
        assert time.monotonic() < give_up
        time.sleep(0.02)


def lives(pid: str) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text(encoding="utf-8").split()[2] not in "ZX"


def test_an_hour_is_too_long(tmp_path):
    assert "took too long" in run(python("import time; time.sleep(3600)"), ABOUT, limit_s=0.1)


def test_what_it_prints_is_kept_nowhere(tmp_path, capfd):
    assert run(python("import sys; print('secret'); print('secret', file=sys.stderr)"), ABOUT) == ""
    assert capfd.readouterr() == ("", "")


# On the command line


def test_transcribe_runs_it_for_each_recording(tmp_path):
    files = [write_sound(tmp_path / f"{name}.wav", beeps(1)) for name in ("one", "two")]
    out = tmp_path / "told"
    done = meetapp(
        "transcribe", *files, "--after", python(TELL, out), "--output", tmp_path / "text", home=tmp_path / "h"
    )
    assert (done.code, done.err) == (0, done.err)
    assert [variables["MEETAPP_TITLE"] for _, variables in told(out)] == ["one", "two"]
    assert all(variables["MEETAPP_FOLDER"] == str(tmp_path / "text") for _, variables in told(out))


def test_transcribe_has_done_its_work_when_the_command_fails(tmp_path):
    file = write_sound(tmp_path / "one.wav", beeps(1))
    done = meetapp("transcribe", file, "--after", python("raise SystemExit(9)"), home=tmp_path / "h")
    assert done.code == 0 and "beep" in done.out.casefold()
    assert "failed with code 9" in done.err and "Traceback" not in done.err


def test_a_command_that_cannot_be_is_refused_before_the_work(tmp_path):
    file = write_sound(tmp_path / "one.wav", beeps(1))
    for arguments in (["transcribe", file], ["record"]):
        done = meetapp(*arguments, "--after", "no-such-program-at-all", home=tmp_path / "h")
        assert (done.code, done.out) == (2, "") and done.err.startswith("There is no program"), done


def test_an_import_runs_the_command_of_the_settings_and_is_not_harmed_by_it(tmp_path):
    file = write_sound(tmp_path / "talk.wav", beeps(1))
    home, out = tmp_path / "home", tmp_path / "told"
    home.mkdir(mode=0o700)
    (home / "settings.json").write_text(json.dumps({"after_meeting": python(TELL, out)}))
    done = meetapp("import", file, "--title", "Weekly", home=home)
    assert done.code == 0, done.err
    with open_library(home / "library.sqlite") as library:
        (row,) = list_meetings(library)
    ((_, variables),) = told(out)
    assert variables["MEETAPP_MEETING"] == str(row.id) and variables["MEETAPP_FOLDER"] == str(row.folder)
    assert variables["MEETAPP_TITLE"] == "Weekly" and variables["MEETAPP_SOURCE"] == str(file)
    assert EventReader(meeting.events_path(row.folder)).read_new()[-1] == AfterRun()

    (home / "settings.json").write_text(json.dumps({"after_meeting": python("raise SystemExit(4)")}))
    done = meetapp("import", file, "--again", home=home)
    assert done.code == 0 and "failed with code 4" in done.err
    with open_library(home / "library.sqlite") as library:
        assert all(row.duration_s and not meeting.is_in_progress(row.folder) for row in list_meetings(library))


# In the window


def test_a_command_that_failed_is_told_above_the_page(show_window, qtbot, monkeypatch):
    def begin(title: str, **how) -> Entry:
        folder = meeting.create(paths.meetings(), title=title, source="mic")
        with open_library(paths.library()) as library:
            number = add_meeting(library, folder, title, source="mic")
        return Entry(number, folder, title, "mic", 0.0, state="working")

    monkeypatch.setattr(catalog, "begin", begin)
    monkeypatch.setattr(catalog, "state_of", lambda folder: "working")
    window = show_window()
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = window.commands.dialogs.settings
    field = dialog.line("after_meeting").control
    field.setText("file-minutes --quiet")
    field.editingFinished.emit()
    dialog.close()
    window.start_recording()
    qtbot.waitUntil(lambda: window.desk.recording is not None and not window.desk.jobs.busy, timeout=LIMIT_MS)
    session = window.desk.recording
    events = EventWriter(meeting.events_path(session.entry.folder))
    for event in (LevelChanged(0, -20.0, -10.0, 2.0), RecordingStopped(2.0), Finished(2.0)):
        events.write(event)
    qtbot.waitUntil(lambda: not session.is_active, timeout=LIMIT_MS)
    events.write(AfterRun("The command 'file-minutes' failed with code 1. The meeting itself is complete."))
    events.close()
    qtbot.waitUntil(
        lambda: any("code 1" in label.text() and label.isVisible() for label in window.findChildren(QLabel)),
        timeout=LIMIT_MS,
    )
