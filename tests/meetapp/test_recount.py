"""The number of speakers said after the meeting: told apart anew by the voices kept, edits kept, else heard again."""

import numpy as np
import pytest
from made_turns import turn
from PySide6.QtCore import Qt

from meetapp import hearing, paths
from meetapp.edits import RenameSpeaker, voice
from meetapp.events import EventReader, TurnAdded
from meetapp.meeting import events_path
from meetapp.recount import recount
from meetapp.store import open_library
from meetapp.store.edits import add_edit, edited_meeting
from meetapp.store.meetings import list_meetings
from meetapp.store.turns import list_turns
from meetapp.voices import FILE, keep_voices
from meetapp.window import keeping
from sts_model.speakers.count import UNKNOWN, SpeakerCount
from sts_model.speakers.tracker import SpeakerTracker
from sts_model.speakers.voices import pack

# Two people, one of whom was taken for two.
WHO, HEARD_AS = (0, 1, 0, 2, 1), (1, 2, 1, 3, 2)
TURNS = [turn(i, f"turn {i}", 5 * i, 5 * i + 4, speaker=speaker) for i, speaker in enumerate(HEARD_AS)]


@pytest.fixture
def number(put_meeting) -> int:
    """A meeting whose voices were kept."""
    id = put_meeting("Roadmap", TURNS)
    vectors = [np.eye(8)[0], np.eye(8)[1], np.eye(8)[1] + 1.5 * np.eye(8)[2]]
    tracker = SpeakerTracker()
    for i, who in enumerate(WHO):
        tracker.label(i, vectors[who], 4.0, 5.0 * i)
    with open_library(paths.library()) as library:
        keep_voices(list_meetings(library)[0].folder, pack(tracker))
    return id


@pytest.fixture
def folder(number):
    with open_library(paths.library()) as library:
        return list_meetings(library)[0].folder


def test_two_of_three_are_one_person_and_the_events_say_so_too(number, folder):
    with open_library(paths.library()) as library:
        assert recount(library, number, folder, SpeakerCount(2, 2))
        assert [each.speaker for each in list_turns(library, number)] == [1, 2, 1, 2, 2]
    told = [each.turn.speaker for each in EventReader(events_path(folder)).read_new() if isinstance(each, TurnAdded)]
    assert told == [1, 2, 1, 2, 2]


def test_names_stay_with_their_voices_and_undoing_the_number_brings_the_speakers_back(number, folder):
    with open_library(paths.library()) as library:
        add_edit(library, number, RenameSpeaker(voice(TURNS, 2), "Bell"))
        recount(library, number, folder, SpeakerCount(2, 2))
        shown = edited_meeting(library, number)
        assert {shown.names.get(each.speaker, "") for each in shown.turns if each.id in (1, 3, 4)} == {"Bell"}
        recount(library, number, folder, UNKNOWN)
        assert [each.speaker for each in list_turns(library, number)] == list(HEARD_AS)


@pytest.mark.parametrize("kept", ["none", "of another recognition"])
def test_without_the_voice_of_every_turn_nothing_changes(number, folder, kept):
    (folder / FILE).unlink()
    if kept != "none":
        tracker = SpeakerTracker()
        tracker.label(0, np.ones(8), 1.0, 0.0)
        keep_voices(folder, pack(tracker))
    with open_library(paths.library()) as library:
        assert not recount(library, number, folder, SpeakerCount(1, 1))
        assert list_turns(library, number) == TURNS


def say(window, qtbot, people: int) -> None:
    """Chooses a number in the panel of people, by keys."""
    box = window.people.count
    qtbot.waitUntil(box.isVisible)
    box.setFocus()
    qtbot.keyClicks(box, f"{people} p")  # as one chooses by typing
    qtbot.keyClick(box, Qt.Key.Key_Return)
    box.activated.emit(box.currentIndex())


def test_a_number_chosen_in_the_panel_tells_the_speakers_apart_at_once(number, folder, show_window, qtbot):
    window = show_window()
    qtbot.waitUntil(lambda: bool(window.page.session.model.turns))
    say(window, qtbot, 2)
    qtbot.waitUntil(lambda: [each.speaker for each in window.page.session.model.turns] == [1, 2, 1, 2, 2])
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    assert hearing.kept(folder).speakers == SpeakerCount(2, 2)
    window.close()
    again = show_window()
    qtbot.waitUntil(lambda: again.people.count.number == 2)


def test_without_voices_the_meeting_is_heard_again_by_that_number(number, folder, show_window, qtbot, monkeypatch):
    (folder / FILE).unlink()
    (folder / "tracks" / "0.pcm").write_bytes(b"\1\0" * 100)
    started = []
    monkeypatch.setattr(keeping.supervisor, "start", lambda folder, **how: started.append(how))
    window = show_window()
    say(window, qtbot, 4)
    qtbot.waitUntil(lambda: bool(started))
    assert started[0]["resume"] and hearing.kept(folder).speakers == SpeakerCount(4, 4)


def test_without_voices_and_sound_it_is_told_and_the_number_stays_as_it_was(number, folder, show_window, qtbot):
    (folder / FILE).unlink()
    window = show_window()
    say(window, qtbot, 4)
    qtbot.waitUntil(lambda: "sound of this meeting is gone" in window._trouble.text())
    assert window.people.count.number == 0 and hearing.kept(folder) == hearing.AS_SET


def test_the_number_in_the_dock_goes_with_what_is_recorded_or_imported_next(show_window, qtbot, monkeypatch, tmp_path):
    window = show_window()
    window.dock.people.show_number(3)
    asked = []
    monkeypatch.setattr(window.desk, "record", lambda device, **how: asked.append(how["speakers"]))
    monkeypatch.setattr(window.desk.imports, "add", lambda files, **how: asked.append(how["speakers"]))
    qtbot.mouseClick(window.dock.record, Qt.MouseButton.LeftButton)
    window.import_files([tmp_path / "talk.wav"])
    assert asked == [3, 3]
