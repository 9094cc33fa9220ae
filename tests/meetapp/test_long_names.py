"""Names and titles that have no room: they end in an ellipsis, are told in full, and stand in nobody's way."""

from unittest.mock import Mock

import pytest
from made_turns import turn
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QLabel

from meetapp import paths
from meetapp.edits import RenameSpeaker, voice
from meetapp.store import open_library
from meetapp.store.edits import add_edits
from meetapp.window import turn_delegate
from meetapp.window.controls import ChoiceBox, TitleLabel, elided

NAME = "Maximiliane-Theodora von und zu Hohenstein-Wittelsbach"
TITLE = "A quarterly review of all departments with the works council, " * 3


def test_a_title_is_cut_with_an_ellipsis_and_its_tip_has_all_of_it(qtbot):
    label = TitleLabel()
    qtbot.addWidget(label)
    label.setText(TITLE)
    label.resize(200, 30)
    label.show()
    assert label.toolTip() == TITLE and label.minimumSizeHint().width() < 40
    label.resize(4000, 30)
    assert label.toolTip() == ""


def test_what_is_cut_has_room(qapp):
    metrics = QFontMetrics(qapp.font())
    assert elided("short", metrics, 400) == "short"
    short = elided(TITLE, metrics, 200)
    assert short.endswith("…") and metrics.horizontalAdvance(short) <= 200


def test_a_choice_that_is_too_long_is_painted_with_an_ellipsis(appearance, qtbot, monkeypatch):
    box = ChoiceBox(appearance)
    qtbot.addWidget(box)
    box.addItem(TITLE)
    box.resize(160, 32)
    cut = []
    monkeypatch.setattr("meetapp.window.controls.elided", lambda *args: cut.append(elided(*args)) or cut[-1])
    assert not box.grab().isNull()
    assert cut and cut[-1].endswith("…")
    box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
    box.setItemText(0, "USB microphone")
    box.resize(box.sizeHint())
    assert not box.grab().isNull()
    assert cut[-1] == "USB microphone"


@pytest.fixture
def window(show_window, put_meeting, qtbot):
    turns = [turn(0, "we move on friday", 0, 6), turn(1, "friday is hard", 1, 5, speaker=2, channel=1)]
    number = put_meeting(TITLE, turns)
    with open_library(paths.library()) as library:
        add_edits(library, number, [RenameSpeaker(voice(turns, 1), NAME)])
    window = show_window()
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.is_loaded, timeout=30_000)
    qtbot.waitUntil(lambda: window.people.isVisible() and not window.desk.jobs.busy, timeout=30_000)
    return window


def test_a_name_does_not_run_into_the_card_beside_it(window):
    view, painter = window.page.transcript, Mock(spec=QPainter)
    layout = view._delegate.layout_of(view._turns.row(0), view.column)
    card = layout.cards[0]
    view._delegate._paint_card(painter, card)
    drawn = [call.args[1] for call in painter.drawText.call_args_list]
    name = next(text for text in drawn if text.startswith("Maxi"))
    assert turn_delegate.QFontMetricsF(view._delegate._name_font).horizontalAdvance(name) <= card.text_width
    assert card.text_x + card.text_width < layout.cards[1].x


def test_of_a_long_name_the_beginning_is_seen_and_the_heading_leaves_the_buttons_alone(window):
    field = window.people._people[1].name
    assert field.text() == NAME and field.cursorPosition() == 0
    title = window.page.findChild(TitleLabel)
    assert title.toolTip() == TITLE.strip() or title.toolTip() == TITLE
    assert title.geometry().right() < window.page.export.geometry().left()
    details = [each for each in window.page.findChildren(QLabel) if "speakers" in each.text()]
    assert details and details[0].width() >= details[0].sizeHint().width()


def test_bookmarks_follow_the_speakers_without_a_gap(window):
    assert window.notes.geometry().top() - window.people.geometry().bottom() <= 2
    assert window.people.height() < window.height() / 3


def test_a_panel_of_many_speakers_takes_the_room_there_is_and_leaves_the_notes_theirs(show_window, put_meeting, qtbot):
    put_meeting("Board", [turn(i, "so we move", i * 2.0, i * 2.0 + 1, speaker=1 + i % 12) for i in range(24)])
    window = show_window()
    qtbot.waitUntil(lambda: len(window.people._people) == 12, timeout=30_000)
    qtbot.waitUntil(lambda: window.people.height() > 300, timeout=30_000)
    assert window.notes.notes.geometry().bottom() <= window.notes.height()
    assert window.notes.geometry().bottom() <= window.dock.geometry().top()
