"""A new user: one click on the first page, and the demo meeting is read by the shipped model while one watches."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from meetapp import paths, supervisor
from meetapp.store import open_library
from meetapp.store.meetings import list_meetings
from meetapp.window.app import open_window
from meetapp.window.inputs import InputList
from meetapp.window.main_window import MainWindow

LIMIT_MS = 240_000  # seconds on a machine that has nothing else to do


@pytest.fixture
def window(qapp: QApplication, qtbot, monkeypatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(InputList, "refresh", lambda self: None)
    window = open_window(qapp)
    window.show()
    qtbot.waitUntil(lambda: window.desk.is_loaded and not window.desk.jobs.busy)
    yield window
    with open_library(paths.library()) as library:
        folders = [row.folder for row in list_meetings(library)]
    for folder in folders:
        if supervisor.running(folder):
            supervisor.order(folder, "stop")
    window.quit()
    window.deleteLater()


def test_one_click_leads_to_the_first_transcript(window, qtbot):
    assert window.welcome.isVisible()
    qtbot.mouseClick(window.welcome.demo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.page.session is not None, timeout=LIMIT_MS)
    session = window.page.session
    assert session.entry.title == "Demo meeting"
    assert window.sidebar.jobs.findChildren(type(window.sidebar.jobs._cards.itemAt(0).widget()))
    qtbot.waitUntil(lambda: bool(session.model.turns), timeout=LIMIT_MS)
    assert session.model.turns[0].words
    assert window.sidebar.model.item(1).detail.endswith("importing")
