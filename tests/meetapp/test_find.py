"""Finding in a meeting: what matches, and the bar as a person uses it, on a window with a real library."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_turns import turn
from PySide6.QtCore import Qt

from meetapp import paths
from meetapp.store import open_library
from meetapp.store.edits import edited_meeting
from meetapp.window.finding import Finder, Match, fold, replaced, word_of
from meetapp.window.main_window import MainWindow
from meetapp.window.places import Place
from meetapp.window.rows import turn_piece
from sts_model.turns import Turn, Word

TURNS = [
    turn(0, "the budget for friday is small", 0, 4),
    turn(1, "friday is hard", 4, 6, speaker=2),
    *(turn(n, "nothing of note here", 6.0 * n, 6.0 * n + 3, speaker=1 + n % 3) for n in range(2, 30)),
    turn(30, "a budget is a budget", 200, 203),
]

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)


# What matches


def found(question: str, *texts: str) -> list[tuple[int, int, int]]:
    pieces = [turn_piece(turn(number, text, number, number + 1)) for number, text in enumerate(texts)]
    return [(match.key[1], match.first, match.last) for match in Finder().find(pieces, question)]


def test_a_question_is_found_across_words_whatever_its_case_and_accents():
    assert found("Café  AU", "a cafe au lait", "CAFÉ AU", "caf eau") == [(0, 2, 9), (1, 0, 7)]
    assert found("  ", "a") == []
    assert found("aa", "aaaa a") == [(0, 0, 2), (0, 2, 4)]


def test_words_are_found_as_they_are_written():
    words = (Word("twenty", 0, 1, 1.0, "25"), Word("five", 1, 2, 1.0, ""), Word("people", 2, 3, 1.0, "people."))
    piece = turn_piece(Turn(0, 0, 1, 0, 3, words))
    assert piece.text == "25 people."
    assert Finder().find([piece], "25 peo") == [Match(("turn", 0), 0, 6)]


@given(TEXTS)
def test_folding_keeps_every_character_in_its_place(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.sampled_from(["ab", "b", "abc", "c"]), min_size=1, max_size=8), st.sampled_from(["ab", "c", "b c"]))
def test_replacing_what_was_found_is_what_python_would_replace(words, question):
    piece = turn_piece(turn(0, " ".join(words)))
    matches = Finder().find([piece], question)
    assert replaced(piece.text, matches, "x") == " ".join(piece.text.replace(question, "x").split())
    for match in matches:
        assert piece.text[match.first] in piece.words[word_of(piece, match.first)].text


def test_a_piece_that_changed_is_read_anew():
    finder = Finder()
    assert finder.find([turn_piece(turn(0, "yes"))], "yes")
    assert not finder.find([turn_piece(turn(0, "no"))], "yes")


# The bar


@pytest.fixture
def window(show_window, put_meeting, qtbot) -> MainWindow:
    put_meeting("Roadmap", TURNS)
    window = show_window()
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.is_loaded)
    wait_idle(window, qtbot)
    window.page.transcript.setFocus()
    return window


def wait_idle(window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)


def find(window: MainWindow, question: str, qtbot, *, replace: bool = False) -> None:
    key = Qt.Key.Key_H if replace else Qt.Key.Key_F
    qtbot.keyClick(window.page.transcript, key, Qt.KeyboardModifier.ControlModifier)
    assert window.page.find_bar.isVisible() and window.page.find_bar.field.hasFocus()
    qtbot.keyClicks(window.page.find_bar.field, question)


def texts(window: MainWindow) -> list[str]:
    return [each.text for each in window.page.session.model.pieces]


def test_letters_find_as_they_are_typed_and_say_how_often(window, qtbot):
    find(window, "Budg", qtbot)
    bar, view = window.page.find_bar, window.page.transcript
    assert bar.count.text() == "1 of 3"
    assert view.cursor_place == Place(("turn", 0), 1)
    assert view.highlights.match == Match(("turn", 0), 4, 8)
    qtbot.keyClicks(bar.field, "xyz")
    assert bar.count.text() == "Not found"
    assert not bar.forward.isEnabled()


def test_return_goes_on_and_round_and_with_shift_back(window, qtbot):
    find(window, "budget", qtbot)
    bar, view = window.page.find_bar, window.page.transcript
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 3"
    assert view.cursor_place == Place(("turn", 30), 1)
    assert view.viewport().rect().contains(view.rect_of(Place(("turn", 30), 1)))
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "1 of 3"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "3 of 3"
    qtbot.mouseClick(bar.back, Qt.MouseButton.LeftButton)
    assert bar.count.text() == "2 of 3"


def test_escape_takes_bar_and_marks_away_and_gives_the_keys_back_to_the_text(window, qtbot):
    find(window, "friday", qtbot)
    qtbot.keyClick(window.page.find_bar.field, Qt.Key.Key_Escape)
    assert not window.page.find_bar.isVisible()
    assert window.page.transcript.highlights.matches == {}
    assert window.page.transcript.hasFocus()
    qtbot.keyClick(window.page.transcript, Qt.Key.Key_F3)
    assert window.page.find_bar.isVisible() and window.page.find_bar.count.text() == "1 of 2"


def test_a_match_is_painted_in_its_own_colour(window, qtbot):
    find(window, "friday", qtbot)
    view, theme = window.page.transcript, window.appearance.theme
    image = view.viewport().grab().toImage()
    rect = view.rect_of(Place(("turn", 0), 3))
    seen = {image.pixelColor(x, rect.center().y() - 8).name() for x in range(rect.left(), rect.right())}
    assert theme.match in seen
    other = view.rect_of(Place(("turn", 1), 0))
    seen = {image.pixelColor(x, other.center().y() - 8).name() for x in range(other.left(), other.right())}
    assert theme.mark in seen


def test_one_match_is_replaced_and_the_next_is_shown(window, qtbot):
    find(window, "budget", qtbot, replace=True)
    bar = window.page.find_bar
    qtbot.keyClicks(bar.by, "plan")
    qtbot.mouseClick(bar.one, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: texts(window)[0] == "the plan for friday is small")
    assert bar.count.text() == "1 of 2"
    assert texts(window)[-1] == "a budget is a budget"


def test_all_matches_are_replaced_and_taken_back_in_one_go(window, qtbot):
    find(window, "budget", qtbot, replace=True)
    bar = window.page.find_bar
    qtbot.keyClicks(bar.by, "plan")
    qtbot.mouseClick(bar.all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: texts(window)[-1] == "a plan is a plan")
    assert texts(window)[0] == "the plan for friday is small"
    assert bar.count.text() == "Not found"
    wait_idle(window, qtbot)
    with open_library(paths.library()) as library:
        kept = edited_meeting(library, window.page.session.entry.id)
    assert kept.turns[-1].text == "a plan is a plan"
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    qtbot.keyClick(window.page.transcript, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: texts(window) == [each.text for each in TURNS])


def test_without_replacing_the_second_line_is_not_there(window, qtbot):
    find(window, "budget", qtbot)
    assert not window.page.find_bar.by.isVisible()
    assert not window.page.find_bar.all.isVisible()
