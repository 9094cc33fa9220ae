"""The window as a person uses it: clicks and keys on a real library, and what then stands on the screen."""

import json
import subprocess
import sys
import threading
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_turns import turn
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent, QStyleHints
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QLineEdit, QWidget

from meetapp import meeting, paths
from meetapp.events import EventWriter, LevelChanged, RecordingStarted, Trouble, TurnAdded
from meetapp.store import open_library
from meetapp.store.turns import speaker_names
from meetapp.supervisor.control import ControlServer
from meetapp.tracks import TrackWriter
from meetapp.window import catalog
from meetapp.window.actions import KEYS
from meetapp.window.catalog import Entry
from meetapp.window.main_window import MainWindow

TURNS = [
    turn(0, "we move on friday", 0.5, 3),
    turn(1, "friday is hard", 2, 4, speaker=2, channel=1),
    turn(2, "then monday", 5, 6),
]


def wait_idle(window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)


def click_row(window: MainWindow, title: str, qtbot) -> None:
    model = window.sidebar.model
    index = next(model.index(i) for i in range(model.rowCount()) if model.item(i).title == title)
    where = window.sidebar.list.visualRect(index).center()
    qtbot.mouseClick(window.sidebar.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    wait_idle(window, qtbot)


def test_a_new_user_sees_a_button_and_a_demo(show_window):
    window = show_window()
    assert window.welcome.isVisible()
    assert window.sidebar.record.isVisible()
    assert window.welcome.demo.isVisible()
    assert not window.people.isVisible()
    assert "Ready" in window.dock.state.text()
    assert window.focusWidget() is window.welcome.demo


def test_the_newest_meeting_is_open_and_a_click_opens_another(show_window, put_meeting, qtbot):
    put_meeting("Stand-up", [turn(0, "hello", 0, 1)], created=1_700_000_000)
    put_meeting("Roadmap", TURNS)
    window = show_window()
    wait_idle(window, qtbot)
    assert [each.text for each in window.page.session.model.turns] == [each.text for each in TURNS]
    assert window.page.session.model.row(0).overlaps
    assert window.focusWidget() is window.page.transcript, "Space is to play, not to record"
    click_row(window, "Stand-up", qtbot)
    assert [each.text for each in window.page.session.model.turns] == ["hello"]


def test_a_long_meeting_can_be_read_before_all_of_it_is_there(show_window, put_meeting, qtbot, monkeypatch):
    turns = [turn(i, f"this is turn number{i}", i * 10.0, i * 10.0 + 8, speaker=1 + i % 3) for i in range(400)]
    put_meeting("Long day", turns, created=1_700_000_000)
    put_meeting("Roadmap", TURNS)
    window = show_window()
    wait_idle(window, qtbot)
    released, load = threading.Event(), catalog.load
    monkeypatch.setattr(catalog, "load", lambda entry: released.wait(60) and load(entry))
    page = window.page
    window.open_entry(window.desk.entries[1])
    qtbot.waitUntil(lambda: bool(page.session.model.rows), timeout=30_000)
    assert len(page.session.model.turns) == catalog.FIRST_TURNS and not page.session.is_loaded
    assert window.commands.exports.transcript is None, "half a meeting is not exported"
    page.transcript.show_time(300)
    before = page.transcript.verticalScrollBar().value(), page.transcript.cursor_place
    qtbot.keyClick(page.transcript, Qt.Key.Key_2)
    page.editing.edit_text()
    page.editing.editor.setPlainText("other words")
    page.editing.editor.accept()
    released.set()
    qtbot.waitUntil(lambda: page.session.is_loaded, timeout=30_000)
    wait_idle(window, qtbot)
    assert len(page.session.model.turns) == 400
    assert (page.transcript.verticalScrollBar().value(), page.transcript.cursor_place) == before
    changed = [now.id for now, was in zip(page.session.model.turns, turns, strict=True) if now != was]
    assert changed == [30] and page.session.model.turns[30].text == "other words"
    assert page.session.model.turns[30].speaker == turns[30].speaker, "who is there was not known yet"


def test_a_speaker_renamed_where_the_name_stands_is_renamed_in_the_library(show_window, put_meeting, qtbot):
    number = put_meeting("Roadmap", TURNS)
    window = show_window()
    wait_idle(window, qtbot)
    qtbot.waitUntil(lambda: len(window.people._people) == 2)
    window.page.transcript.setCurrentIndex(window.page.session.model.index(0))
    window.actions_["rename"].trigger()
    field = QApplication.focusWidget() or window.people._people[1].name
    qtbot.keyClicks(field, "Anna")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    wait_idle(window, qtbot)
    assert window.page.session.model.speaker_name(1) == "Anna"
    with open_library(paths.library()) as library:
        assert speaker_names(library, number) == {1: "Anna"}


def test_the_keys_are_for_the_transcript_once_a_name_or_a_note_is_written(show_window, put_meeting, qtbot):
    put_meeting("Roadmap", TURNS)
    window = show_window()
    wait_idle(window, qtbot)
    window.actions_["rename"].trigger()
    field = window.focusWidget()
    qtbot.keyClicks(field, "Anna")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.focusWidget() is window.page.transcript
    window.actions_["note"].trigger()
    assert window.focusWidget() is window.notes.notes
    qtbot.keyClicks(window.notes.notes, "ask again")
    qtbot.keyClick(window.notes.notes, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.page.transcript
    wait_idle(window, qtbot)
    assert window.page.session.model.names == {1: "Anna"}


def test_search_finds_a_turn_and_a_click_goes_there(show_window, put_meeting, qtbot):
    put_meeting("Old", [turn(0, "budget and bread", 40, 42)], created=1_700_000_000)
    put_meeting("Roadmap", TURNS)
    window = show_window()
    wait_idle(window, qtbot)
    window.actions_["search"].trigger()
    qtbot.keyClicks(window.sidebar.search, "budg")
    qtbot.waitUntil(lambda: window.sidebar.model.rowCount() == 2)
    click_row(window, "Old", qtbot)
    assert window.page.session.entry.title == "Old"
    qtbot.waitUntil(lambda: window.page.transcript.currentIndex().row() == 0)
    window.sidebar.search.clear()
    qtbot.waitUntil(lambda: window.sidebar.model.rowCount() == 4)


def began(monkeypatch: pytest.MonkeyPatch, tmp_path) -> list[dict]:
    """Stands in for the start of a supervisor: notes what was asked for."""
    asked: list[dict] = []

    def begin(title: str, **how) -> Entry:
        asked.append({"title": title, **how})
        folder = meeting.create(paths.meetings(), title=title, source="")
        return Entry(len(asked), folder, title, "", 0.0, state="working", is_import="media" in how)

    monkeypatch.setattr(catalog, "begin", begin)
    monkeypatch.setattr(catalog, "state_of", lambda folder: "working")
    return asked


def test_the_record_button_starts_the_chosen_input(show_window, qtbot, monkeypatch, tmp_path):
    asked = began(monkeypatch, tmp_path)
    window = show_window()
    window.dock.input.setCurrentIndex(1)
    qtbot.mouseClick(window.sidebar.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.desk.recording is not None)
    assert asked[0]["device"] == "mon"
    qtbot.mouseClick(window.sidebar.record, Qt.MouseButton.LeftButton)
    wait_idle(window, qtbot)
    assert len(asked) == 1


def test_the_sound_of_the_computer_is_recorded_too_once_it_is_chosen(show_window, qtbot, monkeypatch, tmp_path):
    asked = began(monkeypatch, tmp_path)
    window = show_window()
    second = window.dock.second
    assert [second.itemText(i) for i in range(second.count())] == [
        "Computer sound: off",
        "Computer sound: Monitor of loudspeaker",
    ]
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_Down)
    assert window.preferences.settings.second_input == "mon"
    qtbot.mouseClick(window.dock.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.desk.recording is not None and not window.desk.jobs.busy, timeout=30_000)
    assert (asked[0]["device"], asked[0]["second"]) == ("mic", "mon")
    events = EventWriter(meeting.events_path(window.desk.recording.entry.folder))
    for track, name in enumerate(("USB microphone", "Monitor of loudspeaker")):
        events.write(RecordingStarted(name, 48_000, track))
        events.write(LevelChanged(track, -20.0 - 10 * track, -10.0, 1.0))
    qtbot.waitUntil(lambda: len(window.dock._levels) == 2, timeout=30_000)
    assert [label.text() for label, _ in window.dock._levels.values()] == ["Microphone", "Computer sound"]
    assert window.dock._levels[0][1].share > window.dock._levels[1][1].share > 0
    assert window.desk.recording.status.device == "USB microphone" and not second.isEnabled()
    events.close()


def test_turns_of_a_recording_appear_as_their_events_are_written(show_window, qtbot, monkeypatch, tmp_path):
    began(monkeypatch, tmp_path)
    window = show_window()
    qtbot.mouseClick(window.dock.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.desk.recording is not None and not window.desk.jobs.busy)
    events = EventWriter(meeting.events_path(window.desk.recording.entry.folder))
    events.write(RecordingStarted("mic", 48_000))
    events.write(LevelChanged(0, -20.0, -10.0, 7.5))
    for each in TURNS:
        events.write(TurnAdded(each))
    qtbot.waitUntil(lambda: len(window.page.session.model.turns) == 3)
    assert window.dock.record.accessibleName() == "Stop recording"
    assert window.dock._clock.text() == "00:00:07"
    assert window.dock._levels[0][1].share > 0.5
    events.write(Trouble("No signal from mic for 10 s. Still recording."))
    qtbot.waitUntil(lambda: "No signal" in window.dock.state.text())
    events.close()


def test_dropped_files_are_imported_in_turn(show_window, qtbot, monkeypatch, tmp_path):
    asked = began(monkeypatch, tmp_path)
    window = show_window()
    files = [tmp_path / "one.mp3", tmp_path / "two.mp4"]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(600, 300), actions, mime, buttons, keys))
    qtbot.waitUntil(lambda: len(asked) == 1 and window.page.session is not None)
    assert (asked[0]["title"], asked[0]["media"]) == ("one", files[0])
    window.page.session.ended.emit()
    qtbot.waitUntil(lambda: len(asked) == 2)


def test_files_chosen_in_the_dialog_are_imported(show_window, qtbot, monkeypatch, tmp_path):
    asked = began(monkeypatch, tmp_path)
    window = show_window()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "talk.ogg")], ""))
    qtbot.mouseClick(window.sidebar.import_files, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked[0]["title"] == "talk"


def test_files_of_one_meeting_are_imported_as_a_track_each(show_window, qtbot, monkeypatch, tmp_path):
    asked = began(monkeypatch, tmp_path)
    window = show_window()
    files = [tmp_path / name for name in ("ada.wav", "ben.wav", "cleo.wav")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file) for file in files], ""))
    window.actions_["import-tracks"].trigger()
    qtbot.waitUntil(lambda: bool(asked), timeout=30_000)
    wait_idle(window, qtbot)
    assert len(asked) == 1 and asked[0]["media"] == files[0] and asked[0]["tracks"] == tuple(files[1:])


@pytest.fixture
def live(put_meeting) -> Iterator[tuple[Path, EventWriter]]:
    """A meeting that is being recorded, but for its supervisor."""
    number = put_meeting("Live", [])
    with open_library(paths.library()) as library:
        folder = library.db.execute("SELECT folder FROM meetings WHERE id = ?", (number,)).fetchone()[0]
    folder = paths.meetings() / folder.rsplit("/", 1)[-1]
    meeting.mark_in_progress(folder)
    events = EventWriter(meeting.events_path(folder))
    events.write(RecordingStarted("mic", 48_000))
    events.write(LevelChanged(0, -20.0, -10.0, 3.0))
    yield folder, events
    events.close()


@contextmanager
def supervisor_of(folder: Path) -> Iterator[None]:
    """Somebody who answers for a supervisor."""
    server, done = ControlServer(folder), threading.Event()
    answering = threading.Thread(target=lambda: [server.orders(0.02) for _ in iter(done.is_set, True)])
    answering.start()
    try:
        yield
    finally:
        done.set()
        answering.join()
        server.close()


def test_a_new_window_attaches_to_a_recording_it_finds(show_window, qtbot, live):
    folder, events = live
    with supervisor_of(folder):
        window = show_window()
        qtbot.waitUntil(lambda: window.desk.recording is not None and window.desk.recording.status.heard)
        events.write(TurnAdded(TURNS[0]))
        qtbot.waitUntil(lambda: len(window.page.session.model.turns) == 1)


def test_a_recording_whose_supervisor_is_only_just_starting_is_attached_to_then(show_window, qtbot, live):
    folder, _ = live
    track = TrackWriter(folder, device="mic", rate=16_000)
    track.append(array("h", [1] * 16_000))
    window = show_window()
    qtbot.waitUntil(lambda: window.offers.has("cut-short"))
    assert window.desk.recording is None
    with supervisor_of(folder):
        qtbot.waitUntil(lambda: window.desk.recording is not None and window.desk.recording.status.heard)
        assert not window.offers.has("cut-short"), "it was not cut short"
    track.stop()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_theme_is_taken_over_and_kept(show_window, put_meeting, qtbot, name):
    put_meeting("Roadmap", TURNS)
    window = show_window()
    window.actions_[f"theme-{name}"].trigger()
    wait_idle(window, qtbot)
    panel = window.appearance.theme.panel
    assert window.page.transcript.grab().toImage().pixelColor(2, 2).name() == panel
    assert json.loads(paths.settings().read_text())["theme"] == name


def test_the_theme_follows_the_system_unless_told_otherwise(show_window, monkeypatch):
    window = show_window()
    assert window.appearance.choice == "system"
    monkeypatch.setattr(QStyleHints, "colorScheme", lambda _: Qt.ColorScheme.Dark)
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert window.appearance.theme.name == "dark"


def test_text_grows_with_a_key_and_rows_grow_with_it(show_window, put_meeting, qtbot):
    put_meeting("Roadmap", TURNS)
    window = show_window()
    wait_idle(window, qtbot)
    view, index = window.page.transcript, window.page.session.model.index(0)
    before = view.visualRect(index).height()
    for _ in range(10):
        window.actions_["larger"].trigger()
    assert window.appearance.percent == 200
    assert view.visualRect(index).height() > 1.7 * before


def test_every_key_of_the_table_belongs_to_an_action_in_a_menu(show_window):
    window = show_window()
    keys = {action.shortcut().toString() for action in window.actions_}
    assert {key.replace("Ctrl+=", "Ctrl++") for key in KEYS.values()} <= keys
    in_menus = set()
    menus = [action.menu() for action in window.menuBar().actions()]
    while menus:
        for action in menus.pop().actions():
            in_menus.add(action)
            menus += [action.menu()] if action.menu() else []
    assert set(window.actions_) <= in_menus


def test_every_control_has_a_name_and_a_role(show_window, put_meeting, qtbot):
    put_meeting("Roadmap", TURNS)
    window = show_window()
    wait_idle(window, qtbot)
    qtbot.waitUntil(lambda: bool(window.people._people))
    controls = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and (
            isinstance(widget, QAbstractButton | QComboBox | QLineEdit)
            or widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        )
    ]
    assert len(controls) >= 8  # how many inputs there are decides what is shown
    for widget in controls:
        seen = QAccessible.queryAccessibleInterface(widget)
        what = f"{type(widget).__name__} {widget.objectName()}"
        assert seen is not None and seen.text(QAccessible.Text.Name), what
        assert seen.role() != QAccessible.Role.NoRole, what


def test_rows_of_the_transcript_are_read_out(show_window, put_meeting, qtbot):
    put_meeting("Roadmap", TURNS)
    window = show_window()
    wait_idle(window, qtbot)
    seen = QAccessible.queryAccessibleInterface(window.page.transcript)
    assert seen.childCount() == 2
    assert "Speaker 1: we move on friday" in seen.child(0).text(QAccessible.Text.Name)


def test_a_narrow_window_gives_the_room_to_the_transcript(show_window, put_meeting, qtbot):
    put_meeting("Roadmap", TURNS)
    window = show_window()
    wait_idle(window, qtbot)
    assert window.people.isVisible()
    window.resize(800, 600)
    qtbot.waitUntil(lambda: not window.people.isVisible())


def test_a_click_on_the_timeline_goes_there(show_window, put_meeting, qtbot):
    put_meeting("Roadmap", TURNS)
    window = show_window()
    wait_idle(window, qtbot)
    qtbot.wait(250)
    timeline = window.page.timeline
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(round(timeline.width() * 5.5 / 30), 50))
    assert window.page.transcript.currentIndex().row() == 1


def test_the_window_needs_neither_torch_nor_sounddevice():
    code = "import sys, meetapp.window.app; print(sorted({'torch', 'sounddevice', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
