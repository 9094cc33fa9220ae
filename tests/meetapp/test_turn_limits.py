"""Begin and end of turns, moved as people do it: by keys, at the timeline, in a dialog; undone, kept, exported."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_turns import turn
from PySide6.QtCore import QPoint, Qt

from meetapp import paths
from meetapp.cli import run
from meetapp.store import open_library
from meetapp.store.edit_journal import edits_path
from meetapp.store.edits import edited_meeting
from meetapp.store.meetings import get_meeting
from meetapp.store.turns import replace_turns
from meetapp.window.axis import Axis
from meetapp.window.grips import LEAST_S, REACH_PX, grip_at, limits
from meetapp.window.main_window import MainWindow
from meetapp.window.places import Place
from meetapp.window.times import exact, parse_time
from meetapp.window.times_dialog import TimesDialog

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
TURNS = [
    turn(0, "we move on friday then", 2.0, 10.0),
    turn(1, "friday is hard", 12.0, 20.0, speaker=2),
    turn(2, "then monday", 22.0, 28.0),
]


@pytest.fixture
def window(show_window, put_meeting, qtbot) -> MainWindow:
    put_meeting("Roadmap", TURNS)
    return ready(show_window(), qtbot)


def ready(window: MainWindow, qtbot) -> MainWindow:
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.is_loaded, timeout=30_000)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy and bool(window.page.timeline._scene.spoken), timeout=30_000)
    window.page.transcript.setFocus()
    window.page.transcript.set_cursor_place(Place(("turn", 1), 1))
    return window


def wait_for(window: MainWindow, qtbot, start_s: float, end_s: float) -> None:
    """Waits until the second turn is shown, and kept, with these limits."""

    def shown() -> tuple[float, float]:
        piece = window.page.session.model.piece(("turn", 1))
        return piece.start_s, piece.end_s

    qtbot.waitUntil(lambda: shown() == pytest.approx((start_s, end_s), abs=1e-4), timeout=30_000)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy, timeout=30_000)
    with open_library(paths.library()) as library:
        kept = {each.id: each for each in edited_meeting(library, window.page.session.entry.id).turns}
    assert (kept[1].start_s, kept[1].end_s) == pytest.approx((start_s, end_s), abs=1e-4)


def press(window: MainWindow, qtbot, what: Qt.Key, keys: Qt.KeyboardModifier, times: int = 1) -> None:
    for _ in range(times):
        qtbot.keyClick(window.page.transcript, what, keys)


def test_keys_move_begin_and_end_however_quickly_they_are_pressed(window, qtbot):
    press(window, qtbot, Qt.Key.Key_Left, ALT, 3)
    press(window, qtbot, Qt.Key.Key_Right, ALT, 1)
    press(window, qtbot, Qt.Key.Key_Right, ALT | SHIFT, 2)
    press(window, qtbot, Qt.Key.Key_Left, ALT | SHIFT, 1)
    wait_for(window, qtbot, 11.8, 20.1)
    assert window.page.transcript.cursor_place == Place(("turn", 1), 1)


def test_moved_limits_are_undone_after_a_restart_and_hold_when_the_meeting_is_recognised_anew(
    window, show_window, qtbot, capsys
):
    press(window, qtbot, Qt.Key.Key_Right, ALT, 5)
    wait_for(window, qtbot, 12.5, 20.0)
    meeting = window.page.session.entry.id
    window.close()
    with open_library(paths.library()) as library:
        folder = get_meeting(library, meeting).folder
        kinds = [json.loads(line)["kind"] for line in edits_path(folder).read_text().splitlines()]
        replace_turns(library, meeting, [TURNS[0], turn(7, "friday is hard", 12.1, 19.9, speaker=2), TURNS[2]])
    assert kinds == ["SetTimes"] * 5
    assert run(["export", str(meeting), "--format", "seglst"]) == 0
    exported = json.loads(capsys.readouterr().out)
    assert [(each["start_time"], each["end_time"]) for each in exported][1] == (12.5, 19.9)
    again = show_window()
    qtbot.waitUntil(lambda: again.page.session is not None and again.page.session.is_loaded, timeout=30_000)
    again.page.transcript.setFocus()
    press(again, qtbot, Qt.Key.Key_Z, CONTROL, 5)
    qtbot.waitUntil(lambda: again.page.session.model.piece(("turn", 7)).start_s == 12.1, timeout=30_000)


def test_the_edge_of_a_turn_is_dragged_in_the_timeline(window, qtbot):
    timeline = window.page.timeline
    lane = QPoint(0, timeline.height() - 46 + 15 + 7)  # the second of the two lanes

    def at(time_s: float) -> QPoint:
        return lane + QPoint(round(timeline.axis.share(time_s) * timeline.width()), 0)

    sought: list[float] = []
    timeline.sought.connect(sought.append)
    qtbot.mouseMove(timeline, at(20.0))
    assert timeline.cursor().shape() == Qt.CursorShape.SizeHorCursor
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=at(20.0))
    drag(timeline, at(18.0))
    assert next(iter(timeline._scene.spoken[2]))[1] == pytest.approx(18.0, abs=0.1)
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=at(17.0))
    qtbot.waitUntil(lambda: window.page.session.model.piece(("turn", 1)).end_s < 18, timeout=30_000)
    end_s = window.page.session.model.piece(("turn", 1)).end_s
    assert end_s == pytest.approx(17.0, abs=0.1)
    wait_for(window, qtbot, 12.0, end_s)
    assert sought == []
    press(window, qtbot, Qt.Key.Key_Z, CONTROL)
    wait_for(window, qtbot, 12.0, 20.0)


def drag(timeline, to: QPoint) -> None:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    left = Qt.MouseButton.LeftButton
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(timeline.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        left,
        Qt.KeyboardModifier.NoModifier,
    )
    timeline.mouseMoveEvent(move)


def test_a_click_on_an_edge_goes_there_and_moves_nothing(window, qtbot):
    timeline = window.page.timeline
    place = QPoint(round(timeline.axis.share(20.0) * timeline.width()), timeline.height() - 46 + 15 + 7)
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=place)
    assert timeline.marker_s == pytest.approx(20.0, abs=0.1)
    assert window.page.session.model.piece(("turn", 1)).end_s == 20.0


def test_both_times_are_written_in_a_dialog_that_says_what_is_wrong(window, qtbot):
    press(window, qtbot, Qt.Key.Key_T, CONTROL | SHIFT)
    dialog = window.findChild(TimesDialog)
    assert (dialog.begin.text(), dialog.end.text()) == ("00:12.0", "00:20.0")
    dialog.end.setText("0:11")
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert dialog.isVisible() and dialog.trouble.text() == "The turn has to end after it begins."
    dialog.end.setText("soon")
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert "13:02.5" in dialog.trouble.text()
    dialog.begin.setText("0:40")
    dialog.end.setText("0:50")
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert dialog.trouble.text() == "The meeting ends at 00:28.0."
    dialog.begin.selectAll()
    qtbot.keyClicks(dialog.begin, "0:11.25")
    dialog.end.selectAll()
    qtbot.keyClicks(dialog.end, "21,5")
    qtbot.keyClick(dialog.end, Qt.Key.Key_Return)
    wait_for(window, qtbot, 11.25, 21.5)


def test_the_menu_of_a_turn_leads_to_its_times(window, qtbot):
    menu = window.page.turn_menu.menu()
    next(action for action in menu.actions() if action.text() == "Times…").trigger()
    assert window.findChild(TimesDialog).isVisible()


@given(st.floats(0, 360_000))
def test_a_time_that_is_written_is_read_back(seconds):
    assert parse_time(exact(seconds)) == pytest.approx(seconds, abs=0.0501)


@pytest.mark.parametrize("words", ["", "soon", "1:2:3:4", "-3", "1e5", "٣", "1:-2", "nan"])
def test_what_is_no_time_is_told_from_times(words):
    assert parse_time(words) is None


@given(*[st.floats(0, 100)] * 3, st.booleans())
def test_a_turn_is_never_made_shorter_than_can_be_seen(start_s, length_s, at_s, is_end):
    end_s = start_s + LEAST_S + length_s
    begin_s, stop_s = limits(start_s, end_s, at_s, is_end=is_end, total_s=120)
    assert begin_s >= 0 and stop_s - begin_s >= LEAST_S - 1e-9
    assert (begin_s == start_s) if is_end else (stop_s == end_s)


def test_only_ends_of_turns_that_are_wide_enough_are_taken():
    spoken = {1: [(2.0, 10.0)], 2: [(12.0, 12.2)]}
    axis = Axis(30.0)
    assert grip_at(spoken, 0, 99 + REACH_PX, axis, 1500) is not None
    assert grip_at(spoken, 0, 300, axis, 1500) is None
    assert grip_at(spoken, 1, 600, axis, 1500) is None
    assert grip_at(spoken, 2, 100, axis, 1500) is None
    near_end = grip_at(spoken, 0, 497, axis, 1500)
    assert near_end is not None and near_end.is_end
