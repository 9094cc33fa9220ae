"""The real window and the real player: a click on a word is heard from that word on, and one speaker alone is heard."""

import time
from collections.abc import Iterator

import pytest
from ear import TONES_HZ, Ear, put_tones
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from meetapp import meeting, paths
from meetapp.store import open_library
from meetapp.store.meetings import add_meeting, set_duration
from meetapp.store.turns import add_turn
from meetapp.window.app import open_window
from meetapp.window.main_window import MainWindow
from meetapp.window.places import Place
from sts_model.turns import Turn, Word

LIMIT_MS = 240_000
SECOND = 16_000
TURNS = [  # a word a second; the second speaker says the second and the fourth
    Turn(n, n % 2, 1 + n % 2, n * SECOND, (n + 1) * SECOND, (Word(f"word{n}", n * SECOND, (n + 1) * SECOND),))
    for n in range(len(TONES_HZ))
]


@pytest.fixture
def window(qapp: QApplication, ear: Ear, qtbot) -> Iterator[MainWindow]:
    """A window on a meeting of five words, its player warmed up."""
    folder = meeting.create(paths.meetings(), title="Tones", source="")
    put_tones(folder)
    with open_library(paths.library()) as library:
        number = add_meeting(library, folder, "Tones")
        for turn in TURNS:
            add_turn(library, number, turn)
        set_duration(library, number, 5.0)
    window = open_window(qapp)
    window.resize(1280, 820)
    window.show()
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.has_sound, timeout=LIMIT_MS)
    yield window
    window.close()
    window.deleteLater()


def click_word(window: MainWindow, turn: int, qtbot) -> float:
    """Clicks the word of a turn; when that was."""
    view = window.page.transcript
    began = time.monotonic()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.rect_of(Place(("turn", turn), 0)).center())
    return began


def test_a_clicked_word_is_heard_at_once_and_so_is_another(window: MainWindow, ear: Ear, qtbot):
    click_word(window, 0, qtbot)  # opens the device
    qtbot.waitUntil(lambda: TONES_HZ[0] in ear.tones(), timeout=LIMIT_MS)
    for turn in (3, 2, 4):
        began = click_word(window, turn, qtbot)
        qtbot.waitUntil(lambda began=began, turn=turn: TONES_HZ[turn] in ear.tones(began), timeout=LIMIT_MS)
    qtbot.keyClick(window.page.transcript, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not ear.is_loud(), timeout=LIMIT_MS)


def test_one_speaker_alone_is_heard(window: MainWindow, ear: Ear, qtbot):
    window.page.playback.set_speed(2.0)
    window.page.listening.hear_only(2)
    qtbot.waitUntil(lambda: TONES_HZ[3] in ear.tones() and not window.page.playback.is_playing, timeout=LIMIT_MS)
    assert [tone for tone in ear.tones() if tone in (TONES_HZ[1], TONES_HZ[3])] == [TONES_HZ[1], TONES_HZ[3]]
    assert TONES_HZ[4] not in ear.tones() or ear.tones()[-1] == TONES_HZ[4]  # a breath is heard after each turn
