"""The real window, offscreen: a click records what is played, turns appear, and a closed window stops nothing."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from virtual_microphone import VirtualMicrophone

from meetapp import paths, supervisor
from meetapp.errors import InputError
from meetapp.meeting import is_in_progress
from meetapp.store import open_library
from meetapp.store.meetings import list_meetings
from meetapp.store.turns import list_turns
from meetapp.window.app import open_window
from meetapp.window.main_window import MainWindow
from meetapp.window.status import Phase

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo" / "meeting.flac"
HEARD_S = 10
LIMIT_MS = 240_000


@pytest.fixture
def windows(qapp: QApplication, microphone: VirtualMicrophone) -> Iterator[list[MainWindow]]:
    """Windows of the test; whatever they still record is stopped in the end."""
    opened: list[MainWindow] = []
    yield opened
    for window in opened:
        window.close()
        window.deleteLater()
    with open_library(paths.library()) as library:
        folders = [row.folder for row in list_meetings(library)]
    for folder in folders:
        with suppress(InputError):  # it has just come to its end
            if supervisor.running(folder):
                supervisor.order(folder, "stop")


def show(windows: list[MainWindow], qapp: QApplication, qtbot) -> MainWindow:
    window = open_window(qapp)
    windows.append(window)
    window.show()
    qtbot.waitUntil(lambda: window.desk.is_loaded and bool(window.inputs.inputs), timeout=LIMIT_MS)
    return window


def record(window: MainWindow, microphone: VirtualMicrophone, qtbot) -> Path:
    """Chooses the virtual microphone and clicks the record button; the folder of the meeting."""
    window.dock.input.setCurrentIndex(window.dock.input.findData(microphone.name))
    qtbot.mouseClick(window.dock.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.desk.recording is not None, timeout=LIMIT_MS)
    recording = window.desk.recording
    qtbot.waitUntil(lambda: recording.status.heard, timeout=LIMIT_MS)
    return recording.entry.folder


def play_demo(microphone: VirtualMicrophone) -> None:
    sound, rate = soundfile.read(DEMO, frames=HEARD_S * 16_000, always_2d=True)
    microphone.play(sound[:, 0], rate)


def test_a_click_records_and_turns_appear_while_people_talk(windows, microphone, qapp, qtbot):
    window = show(windows, qapp, qtbot)
    record(window, microphone, qtbot)
    session = window.page.session
    assert session is window.desk.recording
    qtbot.waitUntil(lambda: "saved on this computer" in window.dock.state.text(), timeout=LIMIT_MS)
    play_demo(microphone)
    qtbot.waitUntil(lambda: any(piece.is_partial for piece in session.model.pieces), timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: session.status.recorded_s > HEARD_S, timeout=LIMIT_MS)
    qtbot.mouseClick(window.dock.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.status.phase is Phase.COMPLETE, timeout=LIMIT_MS)
    assert session.model.turns
    assert all(turn.words for turn in session.model.turns)
    assert not any(piece.is_partial for piece in session.model.pieces)
    with open_library(paths.library()) as library:
        assert list_turns(library, session.entry.id) == session.model.turns


def test_a_closed_window_stops_nothing_and_the_next_one_finds_the_recording(windows, microphone, qapp, qtbot):
    first = show(windows, qapp, qtbot)
    folder = record(first, microphone, qtbot)
    first.close()
    assert supervisor.running(folder)
    second = show(windows, qapp, qtbot)
    qtbot.waitUntil(lambda: second.desk.recording is not None, timeout=LIMIT_MS)
    recording = second.desk.recording
    qtbot.waitUntil(lambda: recording.status.phase is Phase.LIVE, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: second.dock.record.sign == "stop", timeout=LIMIT_MS)
    qtbot.mouseClick(second.dock.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not is_in_progress(folder), timeout=LIMIT_MS)
