"""Doubtful places: found in runs with what stands around them, heard, corrected or called right for good."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_edits import log
from made_turns import turn, turns
from PySide6.QtCore import Qt

from meetapp import paths
from meetapp.edits import Undo, edited
from meetapp.edits.as_json import decode, encode, kind_of
from meetapp.store import open_library
from meetapp.store.edits import edited_meeting
from meetapp.store.meetings import list_meetings
from meetapp.window import playback
from meetapp.window.doubts import AROUND, checked, find_doubts
from meetapp.window.doubts_dialog import DoubtsDialog
from meetapp.window.main_window import MainWindow
from meetapp.window.rows import turn_piece
from sts_model.turns import Turn

LIMIT_MS = 30_000
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def unsure(made: Turn, *places: int) -> Turn:
    words = (replace(word, confidence=0.2) if place in places else word for place, word in enumerate(made.words))
    return replace(made, words=tuple(words))


LONG = " ".join(f"word{number}" for number in range(20))
TURNS = [
    unsure(turn(0, "we move on friday then", 0, 5), 2, 3),
    turn(1, "yes", 5, 6, speaker=2),
    unsure(turn(2, LONG, 6, 26), 0, 10),
]
PIECES = [turn_piece(each) for each in TURNS]


def test_words_in_doubt_that_stand_together_are_one_place_among_their_neighbours():
    one, first, middle = find_doubts(PIECES)
    assert one.plain_text == "00:02 we move [on friday] then"
    assert first.plain_text == "00:06 [word0] word1 word2 word3 word4 word5 word6 …"
    assert middle.before.split() == ["…", *(f"word{number}" for number in range(10 - AROUND, 10))]


written = st.none() | st.sampled_from(["", "Fifteen", "15,", "a"])


@given(st.lists(turns(last_s=60, written=written), max_size=4, unique_by=lambda each: each.id))
def test_what_was_called_right_is_in_doubt_no_more_and_says_the_same(made):
    while True:
        doubts = [doubt for piece in map(turn_piece, made) for doubt in find_doubts([piece])]
        if not doubts:
            break
        before = {each.id: each.text for each in made}
        meeting = edited(made, {}, log(checked(doubts[0])))
        assert meeting.unapplied == ()
        assert {each.id: each.text for each in meeting.turns} == before
        left = [doubt for piece in map(turn_piece, meeting.turns) for doubt in find_doubts([piece])]
        assert len(left) < len(doubts)
        made = list(meeting.turns)


def test_it_holds_when_the_meeting_is_recognised_anew_if_the_words_are_the_same():
    check = checked(find_doubts(PIECES)[0])
    again = replace(TURNS[0], id=7, start_samples=100)
    assert find_doubts(map_pieces(edited([again], {}, log(check)).turns)) == []
    other = unsure(turn(7, "we move on fridays then", 0, 5), 2, 3)
    anew = edited([other], {}, log(check))
    assert anew.unapplied == (1,) and len(find_doubts(map_pieces(anew.turns))) == 1


def map_pieces(some):
    return [turn_piece(each) for each in some]


def test_it_is_undone_and_kept_as_any_edit():
    check = checked(find_doubts(PIECES)[0])
    assert decode(kind_of(check), encode(check)) == check
    assert edited(TURNS, {}, log(check, Undo(1))).turns == tuple(TURNS)


# In the window


@pytest.fixture
def window(show_window, put_meeting, qtbot, monkeypatch) -> MainWindow:
    player = str(Path(__file__).with_name("silent_player.py"))
    monkeypatch.setattr(playback, "command", lambda module, *rest: [sys.executable, player, *rest])
    put_meeting("Roadmap", TURNS)
    with open_library(paths.library()) as library:
        (row,) = list_meetings(library)
    (row.folder / "tracks" / "0.pcm").write_bytes(b"\1\0" * 30 * 16_000)
    return ready(show_window(), qtbot)


def ready(window: MainWindow, qtbot) -> MainWindow:
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.has_sound, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy, timeout=LIMIT_MS)
    return window


def opened(window: MainWindow, qtbot) -> DoubtsDialog:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=LIMIT_MS)
    qtbot.keyClick(window, Qt.Key.Key_F8, SHIFT)
    dialog = window.reviewing.dialog
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=LIMIT_MS)
    return dialog


def listed(dialog: DoubtsDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_a_click_and_return_go_there_and_play(window, qtbot):
    dialog = opened(window, qtbot)
    assert len(listed(dialog)) == 3 and dialog.count.text() == "3 places to check"
    rect = dialog.list.visualItemRect(dialog.list.item(2))
    qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    qtbot.waitUntil(lambda: window.page.playback.is_playing, timeout=LIMIT_MS)
    assert window.page.playback.at_s >= 16.0
    assert window.page.transcript.cursor_place == find_doubts(PIECES)[2].place
    window.page.playback.pause()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page.playback.is_playing, timeout=LIMIT_MS)
    assert window.page.transcript.cursor_place == find_doubts(PIECES)[0].place
    assert dialog.isVisible()


def test_what_is_right_leaves_the_list_for_good_until_that_is_undone(window, qtbot, show_window):
    dialog = opened(window, qtbot)
    whole = listed(dialog)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_D, CONTROL)
    qtbot.waitUntil(lambda: listed(dialog) == [whole[0], whole[2]], timeout=LIMIT_MS)
    assert dialog.current.plain_text == whole[2], "the next one is chosen"
    qtbot.mouseClick(dialog.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: listed(dialog) == [whole[0]], timeout=LIMIT_MS)
    window.activateWindow()
    window.page.transcript.setFocus()
    qtbot.waitUntil(window.isActiveWindow, timeout=LIMIT_MS)
    qtbot.keyClick(window.page.transcript, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: listed(dialog) == [whole[0], whole[2]], timeout=LIMIT_MS)
    with open_library(paths.library()) as library:
        kept = edited_meeting(library, window.page.session.entry.id)
    assert [doubt.plain_text for doubt in find_doubts(map_pieces(kept.turns))] == [whole[0], whole[2]]
    window.close()
    again = ready(show_window(), qtbot)
    assert listed(opened(again, qtbot)) == [whole[0], whole[2]]


def test_a_doubtful_word_is_corrected_where_it_stands(window, qtbot):
    dialog = opened(window, qtbot)
    qtbot.keyClick(dialog.list, Qt.Key.Key_F2)
    editor = window.page.editing.editor
    assert editor.isVisible() and editor.words_before_cursor == 2
    editor.setPlainText("we move by freighter then")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(listed(dialog)) == 2, timeout=LIMIT_MS)


def test_the_list_is_that_of_the_meeting_that_is_shown(window, put_meeting, qtbot):
    dialog = opened(window, qtbot)
    put_meeting("Sure", [turn(0, "nobody doubts this", 0, 3)], created=1_700_000_000.0)
    window.desk.refresh()
    qtbot.waitUntil(lambda: len(window.desk.entries) == 2, timeout=LIMIT_MS)
    window.open_entry(next(each for each in window.desk.entries if each.title == "Sure"))
    qtbot.waitUntil(lambda: listed(dialog) == [], timeout=LIMIT_MS)
    assert dialog.count.text() == "Nothing is left to check." and not dialog.check.isEnabled()
    dialog.close()
    qtbot.waitUntil(lambda: window.reviewing.dialog is None, timeout=LIMIT_MS)
