"""The window plays: clicks on words and timeline, keys, pace, one speaker alone; what is heard is marked and followed.

The player is the real process but for its loudspeaker; tests/end_to_end hears what comes out of that.
"""

import sys
from pathlib import Path

import pytest
from made_turns import turn
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from meetapp.paths import library as library_path
from meetapp.store import open_library
from meetapp.store.meetings import list_meetings
from meetapp.window import playback
from meetapp.window.main_window import MainWindow
from meetapp.window.places import Place

SILENT = Path(__file__).with_name("silent_player.py")
RATE = 16_000
TURNS = [
    turn(0, "one two three four", 0, 4),
    turn(1, "five six", 4, 6, speaker=2, channel=1),
    *(turn(n, f"word{n} and more of it all", 6.0 * (n - 1), 6.0 * n - 1, speaker=1 + n % 3) for n in range(2, 40)),
]
LAST_S = TURNS[-1].end_s


@pytest.fixture(autouse=True)
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playback, "command", lambda module, *rest: [sys.executable, str(SILENT), *rest])


@pytest.fixture
def window(show_window, put_meeting, qtbot) -> MainWindow:
    """A window on a meeting with sound."""
    put_meeting("Roadmap", TURNS)
    put_sound()
    window = show_window()
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.has_sound)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    return window


def put_sound() -> None:
    with open_library(library_path()) as library:
        for meeting in list_meetings(library):
            (meeting.folder / "tracks" / "0.pcm").write_bytes(b"\1\0" * round(LAST_S * RATE))


def click_word(window: MainWindow, place: Place, qtbot) -> None:
    rect = window.page.transcript.rect_of(place)
    qtbot.mouseClick(window.page.transcript.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


def wait_playing(window: MainWindow, qtbot, at_s: float) -> None:
    """Waits until the player tells of a place after `at_s`."""
    sound = window.page.playback
    qtbot.waitUntil(lambda: sound.is_playing and sound.at_s > at_s)


def test_a_click_on_a_word_plays_from_it_and_marks_what_is_heard(window, qtbot):
    click_word(window, Place(("turn", 0), 2), qtbot)
    assert window.page.playback.is_playing
    assert window.page.playback.at_s == pytest.approx(2.0)
    wait_playing(window, qtbot, 2.05)
    marks = window.page.transcript.highlights
    assert marks.spoken == {("turn", 0): 2}
    qtbot.waitUntil(lambda: marks.spoken == {("turn", 0): 3})
    assert window.page.timeline.marker_s == pytest.approx(3.0, abs=0.5)
    assert window.page.play_bar.play.sign == "pause"


def test_space_plays_and_pauses_where_it_stands(window, qtbot):
    view, sound = window.page.transcript, window.page.playback
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    wait_playing(window, qtbot, 0.1)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert not sound.is_playing
    assert view.highlights.spoken == {}
    stood_s = sound.at_s
    qtbot.keyClick(view, Qt.Key.Key_Space)
    wait_playing(window, qtbot, stood_s)


def test_space_presses_the_button_that_has_the_focus(window, qtbot):
    window.sidebar.import_files.setFocus()
    pressed = []
    window.sidebar.import_files.pressed.connect(lambda: pressed.append(True))
    window.sidebar.import_files.clicked.disconnect()
    qtbot.keyClick(window.sidebar.import_files, Qt.Key.Key_Space)
    assert pressed and not window.page.playback.is_playing


def test_the_cursor_is_moved_by_arrows_and_played_from_with_a_key(window, qtbot):
    view = window.page.transcript
    view.setFocus()
    view.setCurrentIndex(window.page.session.model.index(0))
    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.cursor_place == Place(("turn", 1), 1)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert window.page.playback.at_s == pytest.approx(4.0)
    assert window.page.playback.is_playing


def test_the_page_follows_what_is_heard_until_the_reader_scrolls(window, qtbot):
    view, sound = window.page.transcript, window.page.playback
    window.resize(900, 560)
    view.set_cursor_place(Place(("turn", 20), 0))
    window.page.listening.play_from_cursor()
    wait_playing(window, qtbot, TURNS[20].start_s + 0.05)
    assert view.follows_sound
    bar = view.verticalScrollBar()
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    assert not view.follows_sound
    sound.seek(TURNS[30].start_s)
    qtbot.waitUntil(lambda: ("turn", 30) in view.highlights.spoken)
    assert bar.value() == 0
    assert view._pill.isVisible() and view._pill.text() == "Go to what is heard"
    qtbot.mouseClick(view._pill, Qt.MouseButton.LeftButton)
    assert view.viewport().rect().contains(view.rect_of(Place(("turn", 30), 0)).center())
    assert view.follows_sound and not view._pill.isVisible()


def test_the_timeline_is_clicked_to_go_there_and_shows_the_place(window, qtbot):
    timeline, sound = window.page.timeline, window.page.playback
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(timeline.width() // 2, 60))
    assert sound.at_s == pytest.approx(LAST_S / 2, abs=1.0)
    assert not sound.is_playing
    current = window.page.session.model.row(window.page.transcript.currentIndex().row())
    assert current.start_s <= sound.at_s < current.pieces[0].end_s + 1.1
    timeline.setFocus()
    qtbot.keyClick(timeline, Qt.Key.Key_Space)
    wait_playing(window, qtbot, LAST_S / 2)


def test_one_speaker_alone_is_heard_from_the_menu_beside_the_name(window, qtbot):
    qtbot.waitUntil(lambda: len(window.people._people) == 3)
    menu = window.people.menu_of(2)
    menu.actions()[0].trigger()
    sound = window.page.playback
    wait_playing(window, qtbot, 3.9)
    assert sound.at_s < 6.5
    assert window.page.play_bar.only.text().startswith("Only Speaker 2")
    assert window.page.timeline._scene.only == 2
    qtbot.mouseClick(window.page.play_bar.only, Qt.MouseButton.LeftButton)
    assert not window.page.play_bar.only.isVisible()
    assert window.page.listening.only == 0


def test_the_pace_is_chosen_from_a_menu_and_by_keys(window, qtbot):
    bar = window.page.play_bar
    next(action for action in bar.speed.menu().actions() if action.text() == "1.5×").trigger()
    assert window.page.playback.speed == 1.5
    assert bar.speed.text() == "1.5×"
    window.actions_["slower"].trigger()
    window.actions_["slower"].trigger()
    assert window.page.playback.speed == 1.0
    for _ in range(9):
        window.actions_["faster"].trigger()
    assert window.page.playback.speed == 2.0


def test_another_meeting_is_silent_until_it_is_played(window, put_meeting, qtbot):
    click_word(window, Place(("turn", 0), 0), qtbot)
    wait_playing(window, qtbot, 0.05)
    put_meeting("Other", [turn(0, "hello", 0, 1)])
    window.desk.refresh()
    qtbot.waitUntil(lambda: len(window.desk.entries) == 2)
    window.open_entry(next(entry for entry in window.desk.entries if entry.title == "Other"))
    assert not window.page.playback.is_playing
    assert not window.page.play_bar.play.isVisible()
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)


def test_a_player_that_dies_is_told_of_and_started_again(window, qtbot):
    sound = window.page.playback
    click_word(window, Place(("turn", 0), 0), qtbot)
    wait_playing(window, qtbot, 0.05)
    sound._process.kill()
    qtbot.waitUntil(lambda: not sound.is_playing)
    assert "player failed" in window._trouble.text()
    click_word(window, Place(("turn", 1), 0), qtbot)
    wait_playing(window, qtbot, 4.05)


def wheel(timeline, x: int, notches: int, keys: Qt.KeyboardModifier) -> None:
    where = QPointF(x, 50)
    event = QWheelEvent(
        where,
        timeline.mapToGlobal(where),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(timeline, event)


def test_the_wheel_looks_closer_at_what_it_points_at(window, qtbot):
    timeline = window.page.timeline
    at_s = timeline.axis.time(0.25)
    wheel(timeline, timeline.width() // 4, 3, Qt.KeyboardModifier.ControlModifier)
    assert timeline.axis.zoom == pytest.approx(1.6**3)
    assert timeline.axis.time(0.25) == pytest.approx(at_s, abs=0.5)
    qtbot.waitUntil(lambda: timeline._scene.wave.first_s > 0)
    assert timeline._scene.wave.last_s == pytest.approx(timeline.axis.last_s)
    before = timeline.axis.first_s
    wheel(timeline, 100, -1, Qt.KeyboardModifier.NoModifier)
    assert timeline.axis.first_s > before


def test_buttons_and_keys_look_closer_and_at_the_whole_again(window, qtbot):
    bar, timeline = window.page.play_bar, window.page.timeline
    assert not bar.whole.isVisible()
    qtbot.mouseClick(bar.closer, Qt.MouseButton.LeftButton)
    assert not timeline.axis.is_whole
    qtbot.mouseClick(bar.whole, Qt.MouseButton.LeftButton)
    assert timeline.axis.is_whole and not bar.whole.isVisible()
    timeline.setFocus()
    qtbot.keyClick(timeline, Qt.Key.Key_Plus)
    qtbot.keyClick(timeline, Qt.Key.Key_Plus)
    qtbot.keyClick(timeline, Qt.Key.Key_Minus)
    assert timeline.axis.zoom == pytest.approx(1.6)
    qtbot.keyClick(timeline, Qt.Key.Key_End)
    assert timeline.axis.shows(LAST_S)
    qtbot.keyClick(timeline, Qt.Key.Key_0)
    assert timeline.axis.is_whole


def test_a_meeting_without_sound_offers_no_play_button(show_window, put_meeting, qtbot):
    put_meeting("Roadmap", TURNS)
    window = show_window()
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    assert not window.page.play_bar.play.isVisible()
    qtbot.keyClick(window.page.transcript, Qt.Key.Key_Space)
    assert not window.page.playback.is_playing


def test_whoever_writes_hears_the_word_they_are_at(window, qtbot):
    view, editor = window.page.transcript, window.page.editing.editor
    view.setFocus()
    view.set_cursor_place(Place(("turn", 0), 3))
    qtbot.keyClick(view, Qt.Key.Key_F2)
    qtbot.keyClick(editor, Qt.Key.Key_Home)
    qtbot.keyClick(editor, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert window.page.playback.at_s == pytest.approx(1.0)
    assert editor.isVisible() and editor.toPlainText() == "one two three four"


def test_a_bookmark_is_put_where_one_hears_or_reads(window, qtbot):
    window.page.transcript.set_cursor_place(Place(("turn", 1), 1))
    window.actions_["bookmark"].trigger()
    qtbot.waitUntil(lambda: window.page.timeline._scene.bookmarks == (5.0,))
    click_word(window, Place(("turn", 0), 2), qtbot)
    wait_playing(window, qtbot, 2.05)
    heard_s = window.page.playback.at_s
    window.actions_["bookmark"].trigger()
    qtbot.waitUntil(lambda: len(window.page.timeline._scene.bookmarks) == 2)
    assert window.page.timeline._scene.bookmarks[0] == pytest.approx(heard_s, abs=0.01)


def test_a_double_click_edits_and_is_silent(window, qtbot):
    view = window.page.transcript
    where = view.rect_of(Place(("turn", 0), 1)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.page.playback.is_playing
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert not window.page.playback.is_playing
    assert window.page.editing.editor.isVisible()


def test_a_hit_of_a_search_is_played_with_a_key(window, qtbot):
    qtbot.keyClicks(window.sidebar.search, "word30")
    qtbot.waitUntil(lambda: window.sidebar.model.item(1).hit is not None)
    where = window.sidebar.list.visualRect(window.sidebar.model.index(1)).center()
    qtbot.mouseClick(window.sidebar.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.waitUntil(lambda: window.page.playback.at_s == pytest.approx(TURNS[30].start_s))
    assert window.page.transcript.cursor_piece.turn.id == 30
    window.page.transcript.setFocus()
    qtbot.keyClick(window.page.transcript, Qt.Key.Key_Space)
    wait_playing(window, qtbot, TURNS[30].start_s)


def test_an_edit_changes_what_is_heard_of_one_speaker(window, qtbot):
    window.page.listening.hear_only(2)
    assert window.page.playback._only.spans[0] == (4.0, 6.0)
    window.page.transcript.set_cursor_place(Place(("turn", 1), 0))
    window.page.editing.give_to(1)
    qtbot.waitUntil(lambda: window.page.playback._only.spans[0] != (4.0, 6.0))


def test_a_player_that_cannot_be_started_is_told_of(window, qtbot, monkeypatch):
    monkeypatch.setattr(playback, "command", lambda module, *rest: ["/no/such/program"])
    window.page.playback._process.kill()
    qtbot.waitUntil(lambda: not window.page.playback._is_running)
    window.page.playback.play(1.0)
    qtbot.waitUntil(lambda: not window.page.playback.is_playing)
    assert "player failed" in window._trouble.text()


def test_a_sample_of_a_voice_ends_by_itself_and_then_everybody_is_heard_again(window, qtbot):
    qtbot.waitUntil(lambda: len(window.people._people) == 3)
    sound = window.page.playback
    sound.set_speed(2.0)
    next(action for action in window.people.menu_of(1).actions() if action.text() == "Hear a sample").trigger()
    begin_s = sound.at_s
    assert begin_s == pytest.approx(TURNS[3].start_s)  # the first of the longest turns of that speaker
    assert sound._only.spans == ((begin_s, begin_s + 5.0),)
    assert not window.page.play_bar.only.isVisible()
    qtbot.waitUntil(lambda: not sound.is_playing)
    assert sound.at_s == pytest.approx(begin_s + 5.0, abs=0.3)
    assert sound._only.spans == ()
