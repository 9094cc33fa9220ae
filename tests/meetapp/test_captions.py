"""Captions for an audience: the last of what is said, in a window of their own that follows recording and playback."""

import json
import sys
from pathlib import Path

import pytest
from made_turns import turn
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from meetapp import meeting, paths
from meetapp.events import EngineStarted, EventWriter, LevelChanged, PartialChanged, RecordingStarted, TurnAdded
from meetapp.store import open_library
from meetapp.store.meetings import add_meeting, list_meetings
from meetapp.window import catalog, playback
from meetapp.window.caption_lines import Caption, captions
from meetapp.window.caption_window import CaptionWindow
from meetapp.window.catalog import Entry
from meetapp.window.main_window import MainWindow
from meetapp.window.rows import partial_piece, turn_piece
from sts_model.turns import Partial

TURNS = [turn(0, "one two three four", 0, 4), turn(1, "five six", 4, 6), turn(2, "seven eight", 6, 8, speaker=2)]
PIECES = [turn_piece(each) for each in TURNS]
OPEN = Partial(0, 9 * 16_000, turn(9, "still talking", 9, 10).words)
CONTROL = Qt.KeyboardModifier.ControlModifier
LIMIT_MS = 30_000


def test_the_name_is_said_once_and_open_words_have_none():
    assert captions([*PIECES, partial_piece(OPEN)]) == [
        Caption(1, "one two three four"),
        Caption(1, "five six", continues=True),
        Caption(2, "seven eight"),
        Caption(0, "still talking", is_open=True),
    ]


def test_of_what_is_played_there_is_what_has_been_heard():
    assert captions(PIECES, -1.0) == []
    assert captions(PIECES, 2.5) == [Caption(1, "one two three")]
    assert [each.text for each in captions(PIECES, 5.0)] == ["one two three four", "five six"]


def test_a_long_meeting_has_only_its_end():
    many = [turn_piece(turn(number, f"word{number}", number, number + 1)) for number in range(5000)]
    assert captions(many)[-1].text == "word4999" and len(captions(many)) < 20
    assert captions(many, 2000.5)[-1].text == "word2000"


@pytest.fixture
def view(appearance, qtbot) -> CaptionWindow:
    view = CaptionWindow(appearance, 40)
    view.resize(700, 300)
    view.show()
    return view


def lines_cut(view: CaptionWindow) -> bool:
    """Whether the topmost line that can be seen is seen in part only."""
    top = view.text.verticalScrollBar().value()
    return min(abs(top - each) for each in view._tops()) > 1


def test_as_many_whole_lines_as_there_is_room_for_from_the_bottom(view):
    view.show_captions([Caption(1, "so " * 200 + "end")], str)
    for _ in range(4):
        assert not lines_cut(view)
        assert view.text.geometry().top() >= 0
        assert view.text.geometry().bottom() < view.height()
        bottom = view.text.cursorRect(_end(view)).bottom()
        assert 0 < bottom <= view.text.height() + 1
        view.resize_text(1)
    view.show_captions([Caption(1, "short")], str)
    assert view.text.geometry().top() > view.height() / 3


def _end(view: CaptionWindow) -> QTextCursor:
    cursor = view.text.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    return cursor


def test_words_that_are_read_from_the_right_stand_at_the_right(view):
    view.show_captions([Caption(1, "שלום לכולם"), Caption(2, "hello")], lambda number: f"Speaker {number}")
    lefts = {}
    block = view.text.document().begin()
    while block.isValid():
        lefts[block.text()] = block.layout().lineAt(0).naturalTextRect().left()
        block = block.next()
    assert lefts["שלום לכולם"] > view.text.width() / 3 and lefts["hello"] == 0


def test_large_text_is_in_the_colours_of_the_theme_and_of_the_speakers(view, appearance):
    view.show_captions([Caption(2, "hello"), Caption(0, "and", is_open=True)], lambda number: "Ben")
    inks = []
    block = view.text.document().begin()
    while block.isValid():
        inks.append(block.begin().fragment().charFormat().foreground().color().name())
        block = block.next()
    assert inks == [appearance.theme.speaker(2).ink, appearance.theme.ink, appearance.theme.dim]


# In the program


@pytest.fixture(autouse=True)
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    player = str(Path(__file__).with_name("silent_player.py"))
    monkeypatch.setattr(playback, "command", lambda module, *rest: [sys.executable, player, *rest])


def open_captions(window: MainWindow, qtbot) -> CaptionWindow:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=LIMIT_MS)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    view = window.captions.view
    assert view is not None
    qtbot.waitUntil(view.isVisible)
    return view


def test_a_key_opens_captions_that_follow_what_is_played(show_window, put_meeting, qtbot):
    put_meeting("Roadmap", TURNS)
    with open_library(paths.library()) as library:
        (row,) = list_meetings(library)
    (row.folder / "tracks" / "0.pcm").write_bytes(b"\1\0" * 8 * 16_000)
    window = show_window()
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.has_sound, timeout=LIMIT_MS)
    view = open_captions(window, qtbot)
    window.page.go_to(5.5)
    qtbot.waitUntil(lambda: view.text.toPlainText().endswith("five six"), timeout=LIMIT_MS)
    window.activateWindow()
    window.page.transcript.setFocus()
    qtbot.waitUntil(window.isActiveWindow, timeout=LIMIT_MS)
    qtbot.keyClick(window.page.transcript, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Speaker 2\nseven" in view.text.toPlainText(), timeout=LIMIT_MS)
    window.close()
    assert window.captions.view is None


def test_captions_follow_the_recording_that_goes_on(show_window, put_meeting, qtbot, monkeypatch):
    put_meeting("Roadmap", TURNS)

    def begin(title: str, **how) -> Entry:
        folder = meeting.create(paths.meetings(), title=title, source="mic")
        with open_library(paths.library()) as library:
            number = add_meeting(library, folder, title, source="mic")
        return Entry(number, folder, title, "mic", 0.0, state="working")

    monkeypatch.setattr(catalog, "begin", begin)
    monkeypatch.setattr(
        catalog, "state_of", lambda folder: "working" if meeting.open_meeting(folder).source == "mic" else "complete"
    )
    window = show_window()
    view = open_captions(window, qtbot)
    assert view.hint.isVisible() or view.text.toPlainText()
    window.start_recording()
    qtbot.waitUntil(lambda: window.desk.recording is not None and not window.desk.jobs.busy, timeout=LIMIT_MS)
    events = EventWriter(meeting.events_path(window.desk.recording.entry.folder))
    for event in (RecordingStarted("mic", 48_000), EngineStarted("sts"), LevelChanged(0, -20.0, -10.0, 9.0)):
        events.write(event)
    events.write(PartialChanged(OPEN))
    qtbot.waitUntil(lambda: view.text.toPlainText() == "still talking", timeout=LIMIT_MS)
    events.write(TurnAdded(turn(0, "still talking to you", 9, 11, speaker=3)))
    events.close()
    qtbot.waitUntil(lambda: view.text.toPlainText() == "Speaker 3\nstill talking to you", timeout=LIMIT_MS)
    window.open_entry(next(each for each in window.desk.entries if each.title == "Roadmap"))
    qtbot.waitUntil(lambda: not window.desk.jobs.busy, timeout=LIMIT_MS)
    assert "still talking to you" in view.text.toPlainText(), "the audience goes on reading what is said now"


def test_its_keys_make_it_larger_fill_the_screen_and_close_it(show_window, put_meeting, qtbot):
    put_meeting("Roadmap", TURNS)
    window = show_window()
    view = open_captions(window, qtbot)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow, timeout=LIMIT_MS)
    before, scale = view.text_px, window.appearance.percent
    qtbot.keyClick(view, Qt.Key.Key_Plus, CONTROL)
    qtbot.keyClick(view, Qt.Key.Key_Equal, CONTROL)
    assert view.text_px > before * 1.25 and window.appearance.percent == scale
    larger = view.text_px
    qtbot.keyClick(view, Qt.Key.Key_Minus, CONTROL)
    assert before < view.text_px < larger
    kept = view.text_px
    qtbot.keyClick(view, Qt.Key.Key_F11)
    assert view.isFullScreen()
    qtbot.keyClick(view, Qt.Key.Key_F11)
    assert not view.isFullScreen()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert window.captions.view is None
    QApplication.processEvents()
    assert window.isVisible()
    assert open_captions(window, qtbot).text_px == kept
    qtbot.waitUntil(lambda: not window.desk.jobs.busy, timeout=LIMIT_MS)
    assert json.loads(paths.settings().read_text(encoding="utf-8"))["caption_size"] == kept
