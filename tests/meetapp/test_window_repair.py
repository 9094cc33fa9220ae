"""The window on a damaged library: all meetings are there again, and the user is told."""

import pytest
from made_turns import turn

from meetapp import meeting, paths
from meetapp.events import EventWriter, TurnAdded
from meetapp.store.backup import list_backups
from meetapp.window.desk import Desk


@pytest.fixture
def desk(qapp):
    desk = Desk()
    desk.told = []
    desk.trouble.connect(desk.told.append)
    yield desk
    desk.shut_down()
    desk.deleteLater()


def loaded(desk, qtbot):
    desk.refresh()
    qtbot.waitUntil(lambda: desk.is_loaded and not desk.jobs.busy)
    return desk


def test_a_damaged_library_is_made_again_before_it_is_shown(desk, qtbot, put_meeting):
    put_meeting("Budget", [turn(0, "good morning")])
    (folder,) = paths.meetings().iterdir()
    EventWriter(meeting.events_path(folder)).write(TurnAdded(turn(0, "good morning")))
    paths.library().write_bytes(b"no library" * 1000)
    loaded(desk, qtbot)
    assert [entry.title for entry in desk.entries] == ["Budget"]
    assert len(desk.told) == 1 and "has been made again from 1 meetings" in desk.told[0]


def test_a_sound_library_is_backed_up_and_nothing_is_said(desk, qtbot, put_meeting):
    put_meeting("Budget", [turn(0, "good morning")])
    loaded(desk, qtbot)
    assert desk.told == [] and len(list_backups(paths.library())) == 1
