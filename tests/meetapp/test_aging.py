"""What goes by itself, and what goes when asked: the sound of a meeting, or all of it, and nothing else."""

import time

import pytest
from made_turns import turn
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from meetapp import meeting, paths, settings
from meetapp.aging import DAY_S, delete_old, due
from meetapp.errors import InputError
from meetapp.settings import Settings
from meetapp.store import open_library
from meetapp.store.meetings import MeetingRow, get_meeting, list_meetings
from meetapp.voices import keep_voices, kept_voices
from meetapp.window.main_window import MainWindow

TURNS = [turn(0, "we move on friday then", 0.0, 3.0)]
LIMIT_MS = 30_000


def folder_of(number: int):
    with open_library(paths.library()) as library:
        return get_meeting(library, number).folder


def put_sound(number: int) -> None:
    for name in ("0.flac", "0.peaks"):
        (folder_of(number) / "tracks" / name).write_bytes(b"sound")


def sounds(number: int) -> list[str]:
    return [path.name for path in (folder_of(number) / "tracks").iterdir()]


@pytest.fixture
def old_and_new(put_meeting) -> tuple[int, int]:
    numbers = put_meeting("Old", TURNS, time.time() - 40 * DAY_S), put_meeting("New", TURNS)
    for number in numbers:
        put_sound(number)
    return numbers


@pytest.fixture
def window(show_window, old_and_new, qtbot) -> MainWindow:
    return ready(show_window(), qtbot)


def ready(window: MainWindow, qtbot) -> MainWindow:
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.is_loaded, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy, timeout=LIMIT_MS)
    return window


def choose(window: MainWindow, name: str, value: object, answer: int, qtbot) -> None:
    """Chooses a value in the settings, and answers the question."""
    window.commands.dialogs.show_settings("storage")
    box = window.commands.dialogs.settings.line(name).control
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
    (question,) = window.commands.dialogs.settings.findChildren(QMessageBox)
    qtbot.waitUntil(question.isVisible)
    qtbot.mouseClick(question.buttons()[answer], Qt.MouseButton.LeftButton)
    question.deleteLater()
    qtbot.waitUntil(lambda: not window.desk.jobs.busy, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: not window.commands.dialogs.settings.findChildren(QMessageBox), timeout=LIMIT_MS)


def test_the_sound_of_one_meeting_is_deleted_when_asked_and_its_text_stays(window, old_and_new, qtbot):
    old, new = old_and_new
    keep_voices(folder_of(new), "{}")
    window.actions_["discard-sound"].trigger()
    assert window.offers.text.text() == "Delete the sound of “New” for good? Its text stays."
    assert sounds(new) != []
    qtbot.mouseClick(window.offers.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sounds(new) == [] and not window.page.session.has_sound, timeout=LIMIT_MS)
    assert [piece.text for piece in window.page.session.model.pieces] == ["we move on friday then"]
    assert window.page.session.peaks == [] and window.page.playback.folder is None
    assert len(sounds(old)) == 2 and kept_voices(folder_of(new)) == ""
    window.actions_["discard-sound"].trigger()
    assert window._trouble.text() == "The sound of this meeting is gone already."


def test_nothing_goes_by_itself_unless_that_is_asked_for_and_confirmed(window, old_and_new, show_window, qtbot):
    choose(window, "delete_after_days", 30, 1, qtbot)
    assert window.preferences.settings.delete_after_days == 0
    assert window.commands.dialogs.settings.line("delete_after_days").control.currentData() == 0
    window.close()
    again = ready(show_window(), qtbot)
    assert len(sounds(old_and_new[0])) == 2 and not again.offers.isVisible()


def test_old_sound_goes_at_the_next_start_and_that_is_told(window, old_and_new, show_window, qtbot):
    old, new = old_and_new
    choose(window, "delete_after_days", 30, 0, qtbot)
    assert len(sounds(old)) == 2
    window.close()
    again = ready(show_window(), qtbot)
    assert again.offers.text.text() == "The sound of a meeting older than 30 days was deleted, as you have set."
    assert sounds(old) == [] and len(sounds(new)) == 2
    assert [entry.title for entry in again.desk.entries] == ["New", "Old"]
    again.close()
    assert not ready(show_window(), qtbot).offers.isVisible()


def test_whole_meetings_go_only_after_another_question(window, old_and_new, show_window, qtbot):
    folder = folder_of(old_and_new[0])
    choose(window, "delete_after_days", 30, 0, qtbot)
    choose(window, "delete_what", "meeting", 0, qtbot)
    window.close()
    again = ready(show_window(), qtbot)
    assert [entry.title for entry in again.desk.entries] == ["New"] and not folder.exists()


@pytest.mark.parametrize("why", ["young", "cut short", "worked on", "never"])
def test_what_must_stay_stays(put_meeting, why):
    number = put_meeting("Old", TURNS, time.time() - (1 if why == "young" else 40) * DAY_S)
    with open_library(paths.library()) as library:
        rows = list_meetings(library)
    if why == "cut short":
        rows = [MeetingRow(*[*list(vars(rows[0]).values())[:-1], None])]
    if why == "worked on":
        meeting.mark_in_progress(folder_of(number))
    assert due(rows, Settings(delete_after_days=0 if why == "never" else 30), time.time()) == []


def test_a_meeting_that_was_sent_is_as_old_as_it_is_in_this_library(put_meeting):
    number = put_meeting("Old", TURNS, time.time() - 40 * DAY_S)
    with open_library(paths.library()) as library:
        rows = list_meetings(library)
    chosen = Settings(delete_after_days=30)
    assert due(rows, chosen, time.time()) == rows
    meeting.describe(folder_of(number), arrived=time.strftime("%Y-%m-%dT%H:%M:%S%z"))
    assert due(rows, chosen, time.time()) == [] and due(rows, chosen, time.time() + 31 * DAY_S) == rows


def test_one_that_cannot_be_deleted_does_not_keep_the_others(put_meeting):
    numbers = [put_meeting(f"Old {place}", TURNS, time.time() - (40 + place) * DAY_S) for place in range(3)]
    meeting.description_path(folder_of(numbers[1])).unlink()
    chosen = Settings(delete_after_days=30, delete_what="meeting")
    with open_library(paths.library()) as library:
        with pytest.raises(InputError, match="is not a meeting's folder any more"):
            delete_old(library, chosen)
        assert [row.id for row in list_meetings(library)] == [numbers[1]]


def test_both_settings_are_checked():
    assert settings.parse({"delete_after_days": 3, "delete_what": "meeting"}, where="here").delete_after_days == 3
    with pytest.raises(settings.InputError):
        settings.parse({"delete_what": "everything"}, where="here")
