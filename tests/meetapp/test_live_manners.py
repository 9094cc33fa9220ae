"""Manners of a recording: awake, warnings that do not cry wolf, an offered stop, bookmarks, the tray."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from made_turns import turn
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QSystemTrayIcon

from meetapp import meeting, paths
from meetapp.events import (
    EngineStarted,
    Event,
    EventWriter,
    Finished,
    LevelChanged,
    Progress,
    RecordingStarted,
    RecordingStopped,
    TurnAdded,
)
from meetapp.store import open_library
from meetapp.store.edits import edited_meeting
from meetapp.store.meetings import add_meeting
from meetapp.window import catalog, live
from meetapp.window.awake import inhibitor
from meetapp.window.catalog import Entry
from meetapp.window.live_watch import ClippingWatch, SilenceWatch, minutes_left
from meetapp.window.main_window import MainWindow
from meetapp.window.status import Status, advance

Write = Callable[..., None]


@pytest.fixture
def recording(show_window, qtbot, monkeypatch) -> tuple[MainWindow, Write]:
    """A window that records, and a way to say what recorder and engine do."""

    def begin(title: str, **how) -> Entry:
        folder = meeting.create(paths.meetings(), title=title, source="mic")
        with open_library(paths.library()) as library:
            number = add_meeting(library, folder, title, source="mic")
        return Entry(number, folder, title, "mic", 0.0, state="working")

    monkeypatch.setattr(catalog, "begin", begin)
    monkeypatch.setattr(catalog, "state_of", lambda folder: "working")
    monkeypatch.setattr(catalog, "order", lambda folder, what: None)
    window = show_window()
    qtbot.mouseClick(window.dock.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.desk.recording is not None and not window.desk.jobs.busy)
    events = EventWriter(meeting.events_path(window.desk.recording.entry.folder))

    def write(*new: Event) -> None:
        for event in new:
            events.write(event)
        wanted = max((event.recorded_s for event in new if isinstance(event, LevelChanged)), default=0.0)
        qtbot.waitUntil(lambda: window.desk.recording.status.recorded_s >= wanted)

    write(RecordingStarted("mic", 48_000), EngineStarted("sts"), LevelChanged(0, -20.0, -10.0, 0.1))
    return window, write


def test_a_recording_begins_with_a_reminder_that_can_be_turned_off(recording, qtbot):
    window, _ = recording
    assert "agreed" in window.offers.text.text()
    assert [button.text() for button in window.offers.buttons] == ["Yes", "Do not remind me", "Dismiss"]
    qtbot.mouseClick(window.offers.buttons[1], Qt.MouseButton.LeftButton)
    assert not window.preferences.settings.remind_consent
    assert not window.offers.isVisible()


def test_the_machine_is_kept_awake_while_it_records_and_no_longer(recording, qtbot, monkeypatch, tmp_path):
    window, _ = recording
    asked = tmp_path / "asked"
    program = tmp_path / "systemd-inhibit"
    program.write_text(f'#!/bin/sh\necho "$@" > {asked}\nexec cat\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(sys, "platform", "linux")
    window.live.awake.keep(False)
    window.live.look()
    qtbot.waitUntil(asked.exists)
    assert "--what=sleep:idle" in asked.read_text(encoding="utf-8")
    qtbot.waitUntil(lambda: window.live.awake.holds)
    qtbot.mouseClick(window.dock.pause, Qt.MouseButton.LeftButton)
    window.live.look()
    qtbot.waitUntil(lambda: not window.live.awake.holds)


def test_who_does_not_want_it_is_not_kept_awake(recording):
    window, _ = recording
    window.keep(keep_awake=False)
    window.live.look()
    assert not window.live.awake._wanted


def test_each_system_has_its_own_way_to_stay_awake():
    assert inhibitor("darwin", 7) == ["caffeinate", "-i", "-w", "7"]
    assert inhibitor("linux", 7, lambda name: name if name == "kde-inhibit" else None)[0] == "kde-inhibit"
    assert inhibitor("linux", 7, lambda name: None) == []
    assert inhibitor("win32", 7) == []


def level(at_s: float, peak_db: float = -12.0, rms_db: float = -25.0) -> LevelChanged:
    return LevelChanged(0, rms_db, peak_db, at_s)


def test_a_slammed_door_is_no_clipping_and_a_loud_minute_is_until_it_is_over():
    watch = ClippingWatch()
    for tenth in range(5):
        watch.saw(level(tenth / 10, 0.0))
    assert not watch.is_clipping
    for tenth in range(5, 10):
        watch.saw(level(tenth / 10, 0.0))
    assert watch.is_clipping
    watch.saw(level(12.0))
    assert watch.is_clipping
    watch.saw(level(40.0))
    assert not watch.is_clipping


def test_silence_goes_by_words_where_they_are_made_and_by_loudness_where_not():
    watch = SilenceWatch()
    watch.saw(level(50.0))
    watch.saw(level(60.0, -60.0, -70.0))
    status = advance(Status(), [level(60.0)])
    assert watch.silent_s(status, 0.0) == 10.0
    status = advance(status, [EngineStarted("m"), Progress(58.0, 60.0, 0.5)])
    assert watch.silent_s(status, 20.0) == 38.0


def test_a_window_that_comes_back_to_hours_of_sound_does_not_take_them_for_silence():
    watch = SilenceWatch()
    assert watch.silent_s(advance(Status(), [level(9000.0, -60.0, -70.0)]), 0.0) == 0.0
    watch.saw(level(9000.0, -60.0, -70.0))
    watch.saw(level(9060.0, -60.0, -70.0))
    status = advance(Status(), [level(9060.0, -60.0, -70.0)])
    assert watch.silent_s(status, 0.0) == 60.0
    assert watch.silent_s(status, 9050.0) == 10.0  # somebody wanted it to go on


def test_room_on_the_disk_is_told_in_minutes():
    assert minutes_left(10 * 2**30, 1) == 1852
    assert minutes_left(10 * 2**30, 2) == 926
    assert minutes_left(1000, 1) == 0


def test_too_loud_an_input_is_told_and_the_strip_goes_when_it_is_over(recording, qtbot):
    window, write = recording
    window.offers.withdraw("consent")
    for tenth in range(1, 12):
        write(level(1 + tenth / 10, 0.0))
    window.live.look()
    assert "too loud" in window.offers.text.text()
    write(level(60.0))
    window.live.look()
    assert not window.offers.isVisible()


def test_a_nearly_full_disk_is_told_before_it_is_full(recording, qtbot, monkeypatch):
    window, _ = recording
    assert window.dock.room.isVisible() and window.dock.room.text().startswith("room for")
    monkeypatch.setattr(live, "minutes_left", lambda free, tracks: 12)
    window.live._looks = 0
    window.live.look()
    qtbot.waitUntil(lambda: window.dock.room.text() == "room for 12 min")
    assert "12 more minutes" in window.offers.text.text()


def test_long_silence_offers_to_stop_and_takes_no_for_an_answer(recording, qtbot):
    window, write = recording
    window.keep(silence_minutes=1)
    write(TurnAdded(turn(0, "good bye", 1, 2)), level(30.0), Progress(30.0, 30.0, 0.1))
    window.live.look()
    assert not window.offers.has("silence")
    write(level(70.0), Progress(70.0, 70.0, 0.1))
    qtbot.waitUntil(lambda: window.desk.recording.status.done_s == 70.0)
    window.live.look()
    assert "Nobody has spoken for 1 minutes" in window.offers.text.text()
    assert [button.text() for button in window.offers.buttons][:2] == ["Stop recording", "Go on"]
    qtbot.mouseClick(window.offers.buttons[1], Qt.MouseButton.LeftButton)
    window.live.look()
    assert not window.offers.has("silence")
    assert window.desk.recording.is_recording


def test_a_recording_stops_by_itself_after_the_silence_that_was_chosen(recording, qtbot, monkeypatch):
    window, write = recording
    orders = []
    monkeypatch.setattr(catalog, "order", lambda folder, what: orders.append(what))
    window.keep(remind_consent=False)
    window.offers.withdraw("consent")
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    box = window.commands.dialogs.settings.line("stop_after_silence").control
    assert box.currentText() == "Never"
    box.setCurrentIndex(box.findText("After 10 min"))
    box.activated.emit(box.currentIndex())
    window.commands.dialogs.settings.close()
    write(TurnAdded(turn(0, "good bye", 1, 2)), level(300.0), Progress(300.0, 300.0, 0.1))
    write(level(590.0), Progress(590.0, 590.0, 0.1))
    qtbot.waitUntil(lambda: window.desk.recording.status.done_s == 590.0)
    window.live.look()
    assert orders == []
    write(level(610.0), Progress(610.0, 610.0, 0.1))
    qtbot.waitUntil(lambda: window.desk.recording.status.done_s == 610.0)
    for _ in range(3):
        window.live.look()
    qtbot.waitUntil(lambda: orders == ["stop"])
    assert "was stopped: nobody had spoken for 10 minutes" in window.offers.text.text()
    write(RecordingStopped(611.0), Finished(611.0))
    qtbot.waitUntil(lambda: not window.desk.recording.is_active and not window.desk.jobs.busy)
    assert window.offers.isVisible() and "stopped" in window.offers.text.text(), "whoever comes back reads why"
    assert orders == ["stop"]


def test_nothing_stops_by_itself_unless_that_was_chosen(recording, qtbot, monkeypatch):
    window, write = recording
    orders = []
    monkeypatch.setattr(catalog, "order", lambda folder, what: orders.append(what))
    write(level(30_000.0), Progress(30_000.0, 30_000.0, 0.1))
    qtbot.waitUntil(lambda: window.desk.recording.status.done_s == 30_000.0)
    window.live.look()
    assert window.offers.has("silence") and orders == []


def test_a_lag_is_told_without_alarm(recording, qtbot):
    window, write = recording
    write(level(100.0), Progress(35.0, 100.0, 1.2))
    qtbot.waitUntil(lambda: "behind" in window.dock.state.text() and "nothing is lost" in window.dock.state.text())
    assert "Text is 01:05 behind" in window.dock.state.text()


def test_a_key_marks_the_moment_and_notes_are_kept(recording, qtbot):
    window, write = recording
    write(level(75.0))
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(window.notes.lines) == 1)
    line = window.notes.lines[0]
    assert line.time.text() == "01:15"
    qtbot.keyClicks(line.words, "price list")
    qtbot.keyClick(line.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.notes.notes.hasFocus()
    qtbot.keyClicks(window.notes.notes, "call the printer")
    window.notes.notes.keep()
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    number = window.desk.recording.entry.id
    with open_library(paths.library()) as library:
        kept = edited_meeting(library, number)
    assert [(mark.at_samples, mark.text) for mark in kept.bookmarks] == [(75 * 16_000, "price list")]
    assert kept.notes == "call the printer"
    qtbot.mouseClick(window.notes.lines[0].remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.notes.lines)


def test_closing_the_window_leaves_a_recording_in_the_tray(recording, qtbot, monkeypatch):
    window, _ = recording
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    assert window.tray.icon.isVisible() and window.tray.icon.toolTip() == "meetapp is recording"
    window.close()
    assert not window.isVisible()
    names = [action.text() for action in window.tray.menu.actions() if action.text()]
    assert names == ["Show the window", "Bookmark", "Pause or resume", "Stop recording", "Quit"]
    window.tray.show_window.trigger()
    assert window.isVisible()
    window.keep(close_to_tray=False)
    window.close()
    assert not window.tray.icon.isVisible()


def test_changes_of_state_are_announced(recording, qtbot, monkeypatch):
    window, write = recording
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(lambda event: said.append(event.message())))
    for tenth in range(1, 12):
        write(level(1 + tenth / 10, 0.0))
    window.live.look()
    window.live.look()
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.mouseClick(window.dock.pause, Qt.MouseButton.LeftButton)
    assert [words.split(".")[0].split(" at")[0] for words in said] == [
        "The input is too loud: its sound is cut off",
        "Bookmark",
        "Paused",
    ]


def test_the_default_folder_is_used_unless_another_is_chosen(monkeypatch, tmp_path):
    started: list[Path] = []
    monkeypatch.setattr(catalog.supervisor, "start", lambda folder, **how: started.append(folder))
    catalog.begin("one", device="mic")
    catalog.begin("two", device="mic", home=tmp_path / "mine")
    assert started[0].parent == paths.meetings()
    assert started[1].parent == tmp_path / "mine"
