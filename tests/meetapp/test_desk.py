"""What the window works on: which session a meeting has while others begin, take up and finish work on it."""

from dataclasses import replace

import pytest
from made_turns import turn

from meetapp import meeting, paths
from meetapp.store import open_library
from meetapp.store.meetings import add_meeting
from meetapp.window import catalog, keeping
from meetapp.window.catalog import Entry
from meetapp.window.desk import Desk
from meetapp.window.status import Phase


@pytest.fixture
def desk(qapp, qtbot):
    desk = Desk()
    desk.told, desk.imported = [], []
    desk.trouble.connect(desk.told.append)
    desk.import_began.connect(desk.imported.append)
    desk.refresh()
    qtbot.waitUntil(lambda: desk.is_loaded and not desk.jobs.busy, timeout=30_000)
    yield desk
    desk.shut_down()
    desk.deleteLater()


def begun(title: str, *, is_import: bool) -> Entry:
    """A meeting on which a supervisor works that has not answered yet."""
    folder = meeting.create(paths.meetings(), title=title, source="mic")
    with open_library(paths.library()) as library:
        number = add_meeting(library, folder, title, source="mic")
    meeting.events_path(folder).touch()
    return Entry(number, folder, title, "mic", 0.0, state="working", is_import=is_import)


def opened(desk: Desk, entry: Entry, qtbot):
    session = desk.session(entry)
    qtbot.waitUntil(lambda: session.is_loaded and not desk.jobs.busy, timeout=30_000)
    return session


def test_an_import_that_the_list_took_for_interrupted_is_followed_all_the_same(desk, qtbot, monkeypatch, tmp_path):
    entry = begun("talk", is_import=True)
    early = opened(desk, replace(entry, state="interrupted"), qtbot)
    monkeypatch.setattr(keeping, "begin_import", lambda waiting: entry)
    monkeypatch.setattr(catalog, "state_of", lambda folder: "working")
    desk.imports.add([(tmp_path / "talk.flac", "talk")], model="", home="")
    qtbot.waitUntil(lambda: bool(desk.imported), timeout=30_000)
    (session,) = desk.imported
    assert session is not early and session.is_active
    qtbot.waitUntil(lambda: session.is_loaded and session._follower is not None, timeout=30_000)


def test_a_recording_that_the_list_took_for_interrupted_is_attached_to_once(desk, qtbot, monkeypatch):
    entry = begun("call", is_import=False)
    monkeypatch.setattr(catalog, "list_entries", lambda: [replace(entry, state="interrupted")])
    opened(desk, replace(entry, state="interrupted"), qtbot)
    monkeypatch.setattr(catalog, "state_of", lambda folder: "working")
    monkeypatch.setattr(catalog, "list_entries", lambda: [entry])
    desk.refresh()
    qtbot.waitUntil(lambda: desk.recording is not None, timeout=30_000)
    assert desk.recording.is_active


def test_an_old_recording_that_is_completed_does_not_take_the_place_of_the_one_that_goes_on(desk, qtbot, monkeypatch):
    new, old = begun("call", is_import=False), begun("old", is_import=False)
    monkeypatch.setattr(catalog, "state_of", lambda folder: "working")
    monkeypatch.setattr(catalog, "begin", lambda title, **how: new)
    monkeypatch.setattr(catalog, "list_entries", lambda: [new, old])
    desk.record("")
    qtbot.waitUntil(lambda: bool(desk.imported), timeout=30_000)
    assert [session.entry.id for session in desk.imported] == [old.id]
    assert desk.recording.entry.id == new.id


def test_text_is_made_anew_once_at_a_time_and_its_sound_stays_meanwhile(desk, qtbot, monkeypatch, put_meeting):
    put_meeting("Budget", [turn(0, "good morning")])
    (entry,) = catalog.list_entries()
    shown = opened(desk, entry, qtbot)
    asked, discarded = [], []

    def recognise_again(entry: Entry, model: str, names: str) -> Entry:
        asked.append(entry.id)
        return replace(entry, state="working", is_import=True)

    monkeypatch.setattr(keeping, "recognise_again", recognise_again)
    monkeypatch.setattr(keeping, "discard_audio", lambda entry: discarded.append(entry.id))
    monkeypatch.setattr(catalog, "state_of", lambda folder: "working")
    monkeypatch.setattr(catalog, "list_entries", lambda: [replace(entry, state="working", is_import=True)])
    desk.recognise_again(entry)
    desk.recognise_again(entry)
    desk.discard_sound(entry)
    desk.refresh()
    qtbot.waitUntil(lambda: bool(desk.imported) and not desk.jobs.busy, timeout=30_000)
    desk.recognise_again(entry)
    desk.discard_sound(entry)
    qtbot.waitUntil(lambda: not desk.jobs.busy, timeout=30_000)
    assert asked == [entry.id] and discarded == [] and len(desk.told) == 2
    (again,) = desk.imported
    assert again is not shown and again.is_active


def test_a_meeting_whose_text_cannot_be_made_anew_stays_as_it_is_shown(desk, qtbot, monkeypatch, put_meeting):
    put_meeting("Budget", [turn(0, "good morning")])
    (entry,) = catalog.list_entries()
    shown = opened(desk, entry, qtbot)
    desk.choices = replace(desk.choices, model="/nowhere/at all")
    for tries in (1, 2):  # the second is not passed over
        desk.recognise_again(entry)
        qtbot.waitUntil(lambda tries=tries: len(desk.told) == tries and not desk.jobs.busy, timeout=30_000)
    assert desk.session(entry) is shown and shown.status.phase is Phase.COMPLETE
    assert [piece.text for piece in shown.model.pieces] == ["good morning"]
