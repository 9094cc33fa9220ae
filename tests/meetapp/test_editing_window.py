"""Editing as a person does it: text in place, turns split, merged, moved and deleted, speakers, undo, restart."""

import pytest
from made_turns import turn
from PySide6.QtCore import Qt

from meetapp import paths
from meetapp.edits import AddBookmark
from meetapp.events import TurnAdded
from meetapp.store import open_library
from meetapp.store.edits import edited_meeting
from meetapp.store.turns import add_turn
from meetapp.window import changes
from meetapp.window.main_window import MainWindow
from meetapp.window.places import Place
from sts_model.turns import Turn, Word

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TURNS = [
    turn(0, "we move on friday then", 0.0, 3.0),
    turn(1, "friday is hard", 4.0, 6.0, speaker=2),
    turn(2, "then monday", 7.0, 8.0),
    turn(3, "monday is fine", 9.0, 10.0, speaker=3),
]


@pytest.fixture
def window(show_window, put_meeting, qtbot) -> MainWindow:
    put_meeting("Roadmap", TURNS)
    return ready(show_window(), qtbot)


def ready(window: MainWindow, qtbot) -> MainWindow:
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.is_loaded)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    window.page.transcript.setFocus()
    return window


def shown(window: MainWindow) -> list[tuple[int, str]]:
    return [(piece.speaker, piece.text) for piece in window.page.session.model.pieces]


def wait_for(window: MainWindow, qtbot, expected: list[tuple[int, str]]) -> None:
    qtbot.waitUntil(lambda: shown(window) == expected)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    with open_library(paths.library()) as library:
        kept = edited_meeting(library, window.page.session.entry.id)
    assert [(each.speaker, each.text) for each in kept.turns] == expected


def stand_on(window: MainWindow, turn_id: int, word: int = 0) -> None:
    window.page.transcript.set_cursor_place(Place(("turn", turn_id), word))


def key(window: MainWindow, what: Qt.Key, qtbot, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(window.page.transcript, what, keys)


def rest(*first: tuple[int, str], after: int) -> list[tuple[int, str]]:
    """`first`, then what is said in the turns after the first `after`."""
    return [*first, *((each.speaker, each.text) for each in TURNS[after:])]


def unchanged() -> list[tuple[int, str]]:
    return rest(after=0)


# Text in place


def test_a_double_click_opens_the_words_and_return_keeps_them(window, qtbot):
    view, editor = window.page.transcript, window.page.editing.editor
    where = view.rect_of(Place(("turn", 1), 2)).center()
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert editor.isVisible() and editor.hasFocus()
    assert editor.toPlainText() == "friday is hard"
    assert editor.geometry().contains(where)
    editor.selectAll()
    qtbot.keyClicks(editor, "Friday is 7 too soon")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    wait_for(window, qtbot, rest((1, TURNS[0].text), (2, "Friday is 7 too soon"), after=2))
    assert not editor.isVisible()
    assert view.hasFocus()


@pytest.mark.parametrize("opens", [Qt.Key.Key_F2, Qt.Key.Key_Return])
def test_a_key_opens_the_words_at_the_cursor_and_escape_leaves_them(window, qtbot, opens):
    editor = window.page.editing.editor
    stand_on(window, 0, 2)
    key(window, opens, qtbot)
    assert editor.isVisible()
    assert editor.words_before_cursor == 2
    qtbot.keyClicks(editor, "nonsense")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert shown(window) == unchanged()


def test_a_click_elsewhere_keeps_what_was_written(window, qtbot):
    view, editor = window.page.transcript, window.page.editing.editor
    stand_on(window, 2)
    key(window, Qt.Key.Key_F2, qtbot)
    editor.selectAll()
    qtbot.keyClicks(editor, "then tuesday")
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.rect_of(Place(("turn", 0), 0)).center())
    view.setFocus()
    wait_for(window, qtbot, [(1, TURNS[0].text), (2, TURNS[1].text), (1, "then tuesday"), (3, TURNS[3].text)])


def test_words_taken_away_take_the_turn_away(window, qtbot):
    editor = window.page.editing.editor
    stand_on(window, 3)
    key(window, Qt.Key.Key_F2, qtbot)
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    wait_for(window, qtbot, unchanged()[:3])


# Turns


def test_a_turn_is_split_at_the_cursor_and_merged_again(window, qtbot):
    stand_on(window, 0, 3)
    key(window, Qt.Key.Key_Return, qtbot, CONTROL)
    wait_for(window, qtbot, rest((1, "we move on"), (1, "friday then"), after=1))
    assert window.page.transcript.cursor_piece.text == "friday then"
    stand_on(window, 0)
    key(window, Qt.Key.Key_M, qtbot, CONTROL)
    wait_for(window, qtbot, unchanged())


def test_whoever_is_writing_splits_where_they_write(window, qtbot):
    editor = window.page.editing.editor
    stand_on(window, 0, 2)
    key(window, Qt.Key.Key_F2, qtbot)
    qtbot.keyClicks(editor, "out ")
    qtbot.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    wait_for(window, qtbot, rest((1, "we move out"), (1, "on friday then"), after=1))


def test_chosen_turns_are_merged_into_one(window, qtbot):
    view = window.page.transcript
    stand_on(window, 0)
    key(window, Qt.Key.Key_Down, qtbot, SHIFT)
    key(window, Qt.Key.Key_Down, qtbot, SHIFT)
    assert len(view.chosen_rows()) == 3
    key(window, Qt.Key.Key_M, qtbot, CONTROL)
    wait_for(window, qtbot, [(1, "we move on friday then friday is hard then monday"), (3, TURNS[3].text)])


def test_a_digit_gives_a_turn_to_that_speaker_and_nothing_to_nobody(window, qtbot):
    stand_on(window, 0)
    key(window, Qt.Key.Key_3, qtbot)
    wait_for(window, qtbot, rest((3, TURNS[0].text), after=1))
    key(window, Qt.Key.Key_9, qtbot)
    key(window, Qt.Key.Key_4, qtbot)
    wait_for(window, qtbot, rest((4, TURNS[0].text), after=1))


def test_digits_are_text_while_somebody_writes(window, qtbot):
    stand_on(window, 1)
    key(window, Qt.Key.Key_F2, qtbot)
    editor = window.page.editing.editor
    qtbot.keyClicks(editor, "3 ")
    assert editor.toPlainText() == "3 friday is hard"
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert shown(window) == unchanged()


def test_a_turn_is_deleted_with_a_key(window, qtbot):
    stand_on(window, 1)
    key(window, Qt.Key.Key_Delete, qtbot)
    wait_for(window, qtbot, [unchanged()[0], *unchanged()[2:]])
    assert window.page.transcript.cursor_piece.text == "then monday"


def test_the_menu_of_a_turn_says_who_said_it(window, qtbot):
    stand_on(window, 1)
    menu = window.page.turn_menu.menu()
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[0] == "Play from here" and "Split before this word" in words
    speakers = next(action.menu() for action in menu.actions() if action.text() == "Was said by")
    assert [action.text() for action in speakers.actions() if action.text()] == [
        "Speaker 1",
        "Speaker 2",
        "Speaker 3",
        "A new speaker",
    ]
    speakers.actions()[0].trigger()
    wait_for(window, qtbot, rest(unchanged()[0], (1, TURNS[1].text), after=2))


def test_a_right_click_points_at_the_turn_its_menu_is_about(window, qtbot):
    view = window.page.transcript
    where = view.rect_of(Place(("turn", 3), 1)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=where)
    assert view.cursor_place == Place(("turn", 3), 1)
    assert not window.page.playback.is_playing


# Speakers


def test_a_speaker_is_split_in_two_from_a_turn_on(window, qtbot):
    stand_on(window, 2)
    window.actions_["rest-new"].trigger()
    wait_for(window, qtbot, [*unchanged()[:2], (4, "then monday"), unchanged()[3]])


def test_two_speakers_who_are_one_person_are_merged_from_the_panel(window, qtbot):
    qtbot.waitUntil(lambda: len(window.people._people) == 3)
    same = next(action.menu() for action in window.people.menu_of(3).actions() if action.menu())
    assert [action.text() for action in same.actions()] == ["Speaker 1", "Speaker 2"]
    same.actions()[1].trigger()
    wait_for(window, qtbot, [*unchanged()[:3], (2, "monday is fine")])
    qtbot.waitUntil(lambda: len(window.people._people) == 2)


def test_a_name_is_undone_like_any_other_edit(window, qtbot):
    qtbot.waitUntil(lambda: len(window.people._people) == 3)
    field = window.people._people[2].name
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Anna")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    assert window.page.session.model.speaker_name(2) == "Anna"
    window.page.transcript.setFocus()
    key(window, Qt.Key.Key_Z, qtbot, CONTROL)
    qtbot.waitUntil(lambda: window.page.session.model.speaker_name(2) == "Speaker 2")


# Undo


def test_edits_are_undone_and_done_again_in_order(window, qtbot):
    stand_on(window, 0)
    key(window, Qt.Key.Key_3, qtbot)
    wait_for(window, qtbot, rest((3, TURNS[0].text), after=1))
    key(window, Qt.Key.Key_Delete, qtbot)
    wait_for(window, qtbot, unchanged()[1:])
    key(window, Qt.Key.Key_Z, qtbot, CONTROL)
    key(window, Qt.Key.Key_Z, qtbot, CONTROL)
    wait_for(window, qtbot, unchanged())
    key(window, Qt.Key.Key_Z, qtbot, CONTROL | SHIFT)
    wait_for(window, qtbot, rest((3, TURNS[0].text), after=1))
    key(window, Qt.Key.Key_Y, qtbot, CONTROL)
    wait_for(window, qtbot, unchanged()[1:])


def test_undo_survives_a_restart(window, show_window, qtbot):
    stand_on(window, 1)
    key(window, Qt.Key.Key_Delete, qtbot)
    wait_for(window, qtbot, [unchanged()[0], *unchanged()[2:]])
    window.close()
    again = ready(show_window(), qtbot)
    assert len(shown(again)) == 3
    key(again, Qt.Key.Key_Z, qtbot, CONTROL)
    wait_for(again, qtbot, unchanged())


def test_an_edit_that_the_disk_refuses_is_told_and_changes_nothing(window, qtbot, monkeypatch):
    from meetapp.errors import StorageError

    def refuse(*_: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(changes, "apply", refuse)
    stand_on(window, 1)
    key(window, Qt.Key.Key_F2, qtbot)
    editor = window.page.editing.editor
    qtbot.keyClicks(editor, "very ")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "disk is full" in window._trouble.text())
    assert shown(window) == unchanged()
    assert not editor.isVisible()


# While the engine still works


def test_what_the_engine_adds_and_revises_does_not_undo_an_edit(window, qtbot):
    session = window.page.session
    stand_on(window, 0)
    key(window, Qt.Key.Key_Delete, qtbot)
    wait_for(window, qtbot, unchanged()[1:])
    late, revised = turn(9, "one more thing", 20, 21), turn(1, "friday is hard", 4.0, 6.0, speaker=5)
    with open_library(paths.library()) as library:
        for each in (late, revised):
            add_turn(library, session.entry.id, each)
    session._on_events([TurnAdded(late), TurnAdded(revised), TurnAdded(TURNS[2])])
    assert (1, TURNS[0].text) not in shown(window)
    wait_for(window, qtbot, [(5, "friday is hard"), *unchanged()[2:], (1, "one more thing")])


# Doubtful words


def test_a_key_leads_to_the_next_doubtful_word_and_round(show_window, put_meeting, qtbot):
    unsure = [Word("a", 0, 10), Word("b", 10, 20, 0.2), Word("c", 20, 30, 0.9)]
    late = [Word("d", 40, 50, 0.9), Word("e", 50, 60, 0.4)]
    put_meeting("Roadmap", [Turn(0, 0, 1, 0, 30, tuple(unsure)), Turn(1, 0, 2, 40, 60, tuple(late))])
    window = ready(show_window(), qtbot)
    view = window.page.transcript
    found = []
    for _ in range(3):
        key(window, Qt.Key.Key_F8, qtbot)
        found.append((view.cursor_place.key[1], view.cursor_place.word))
    assert found == [(0, 1), (1, 1), (0, 1)]


def test_bookmarks_stand_on_the_timeline(window, qtbot):
    window.page.session.edit([AddBookmark(16_000 * 5, "here")])
    qtbot.waitUntil(lambda: window.page.timeline._scene.bookmarks == (5.0,))


def test_talk_time_is_told_in_the_units_that_say_enough(show_window, put_meeting, qtbot):
    lengths_s = (42, 75, 6041)
    put_meeting("Long", [turn(n, "so", n * 10_000.0, n * 10_000.0 + s, 1 + n) for n, s in enumerate(lengths_s)])
    window = ready(show_window(), qtbot)
    qtbot.waitUntil(lambda: len(window.people._people) == 3)
    assert [window.people._people[n]._time.text() for n in (1, 2, 3)] == ["42 s", "1 min 15", "1 h 40"]


def test_live_text_does_not_push_away_what_somebody_writes(window, qtbot):
    view = window.page.transcript
    view.set_live(True)
    view.set_follow(True)
    stand_on(window, 3)
    key(window, Qt.Key.Key_F2, qtbot)
    assert not view.follows
    window.page.session._on_events([TurnAdded(turn(20 + n, "and on and on", 20.0 + n, 20.5 + n, 2)) for n in range(40)])
    assert window.page.editing.editor.isVisible()
    assert view.text_rect(("turn", 3)).intersects(window.page.editing.editor.geometry())
    qtbot.keyClick(window.page.editing.editor, Qt.Key.Key_Escape)
