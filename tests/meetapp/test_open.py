"""`meetapp open`: the window begins with what it was asked for; a key of the desktop, or a file manager, asks so."""

from pathlib import Path

import pytest

from meetapp import meeting, paths
from meetapp.cli import run
from meetapp.window import app, catalog
from meetapp.window.catalog import Entry


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """What was asked of supervisors, which are not started."""
    asked: list[dict] = []

    def begin(title: str, **how) -> Entry:
        asked.append({"title": title, **how})
        folder = meeting.create(paths.meetings(), title=title, source="")
        return Entry(len(asked), folder, title, "", 0.0, state="working", is_import="media" in how)

    monkeypatch.setattr(catalog, "begin", begin)
    monkeypatch.setattr(catalog, "state_of", lambda folder: "working")
    return asked


def test_a_recording_is_started_once_it_is_known_what_there_is(show_window, qtbot, asked):
    window = show_window()
    app.begin(window, [], record=True)
    window.desk.refresh()
    qtbot.waitUntil(lambda: window.desk.recording is not None)
    window.inputs.refresh()
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    assert len(asked) == 1 and asked[0]["device"] == "mic"


def test_files_are_imported(show_window, qtbot, asked, tmp_path):
    window = show_window()
    app.begin(window, [tmp_path / "talk.ogg"], record=False)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked[0]["media"] == tmp_path / "talk.ogg"


def test_the_command_line_passes_on_whole_paths(monkeypatch, tmp_path):
    given = []
    monkeypatch.setattr(app, "run", lambda argv, files, *, record: given.append((files, record)) or 0)
    monkeypatch.chdir(tmp_path)
    assert run(["open", "a.wav", "--record"]) == 0 and run(["open"]) == 0
    assert given == [([tmp_path / Path("a.wav")], True), ([], False)]
