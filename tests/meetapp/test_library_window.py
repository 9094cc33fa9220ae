"""The library as a person keeps it: names, tags, deletion that can be taken back, a queue, a watched folder."""

from array import array

import pytest
from made_turns import turn
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from meetapp import meeting, paths
from meetapp.events import EventWriter, RecordingStarted, RecordingStopped
from meetapp.sources import remember
from meetapp.store import open_library
from meetapp.store.meetings import get_meeting, list_meetings
from meetapp.store.tags import tags_by_meeting
from meetapp.tracks import TrackWriter
from meetapp.window import catalog, keeping, library_commands
from meetapp.window.catalog import Entry
from meetapp.window.import_queue import ImportQueue, Waiting
from meetapp.window.library_delegate import marked, near_first
from meetapp.window.main_window import MainWindow
from meetapp.window.status import Phase
from meetapp.window.tags_dialog import TagsDialog, parse_tags

TURNS = [turn(0, "the budget is tight this year", 0.5, 3), turn(1, "friday is hard", 40, 44, speaker=2, channel=1)]


def wait_idle(window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)


def titles(window: MainWindow) -> list[str]:
    model = window.sidebar.model
    items = [model.item(row) for row in range(model.rowCount())]
    return [item.title for item in items if item.entry is not None]


@pytest.fixture
def window(show_window, put_meeting, qtbot) -> MainWindow:
    put_meeting("Stand-up", [turn(0, "hello", 0, 1)], created=1_700_000_000)
    put_meeting("Roadmap", TURNS)
    window = show_window()
    wait_idle(window, qtbot)
    return window


def test_a_meeting_is_renamed_where_its_title_stands(window, qtbot):
    window.actions_["rename-meeting"].trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    field = QApplication.focusWidget()
    field.selectAll()
    qtbot.keyClicks(field, "Budget talk")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(window)[0] == "Budget talk" and not window.desk.jobs.busy)
    with open_library(paths.library()) as library:
        row = list_meetings(library)[0]
    assert (row.title, meeting.open_meeting(row.folder).title) == ("Budget talk", "Budget talk")


def test_tags_are_given_kept_and_filter_the_list(window, qtbot):
    assert not window.sidebar.tags.isVisible()
    window.actions_["tags"].trigger()
    dialog = window.findChild(TagsDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.line, "Money, #customers, money")
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    wait_idle(window, qtbot)
    with open_library(paths.library()) as library:
        assert list(tags_by_meeting(library).values()) == [("customers", "Money")]
    assert titles(window) == ["Roadmap", "Stand-up"]
    assert "#customers #Money" in window.sidebar.model.item(1).detail
    box = window.sidebar.tags
    assert box.isVisible() and [box.itemText(i) for i in range(box.count())] == ["All meetings", "#customers", "#Money"]
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert titles(window) == ["Roadmap"]
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert titles(window) == ["Roadmap", "Stand-up"]


def test_a_line_of_tags_names_each_once():
    assert parse_tags(" a b ,,#c, C , a  b") == ("a b", "c")
    assert parse_tags("") == ()


def delete(window: MainWindow, qtbot) -> None:
    window.actions_["delete"].trigger()
    wait_idle(window, qtbot)


def test_a_deleted_meeting_comes_back_with_undo(window, qtbot):
    delete(window, qtbot)
    assert titles(window) == ["Stand-up"]
    assert window.page.session.entry.title == "Stand-up"
    assert "Roadmap" in window.offers.text.text() and window.offers.buttons[0].text() == "Undo"
    qtbot.mouseClick(window.offers.buttons[0], Qt.MouseButton.LeftButton)
    wait_idle(window, qtbot)
    assert titles(window) == ["Roadmap", "Stand-up"]
    assert not window.offers.isVisible()


def test_after_the_grace_nothing_of_a_meeting_is_left(show_window, put_meeting, qtbot, monkeypatch):
    monkeypatch.setattr(library_commands, "GRACE_MS", 30)
    put_meeting("Roadmap", TURNS)
    with open_library(paths.library()) as library:
        folder = list_meetings(library)[0].folder
    (folder / "tracks" / "0.pcm").write_bytes(b"\1\0" * 100)
    window = show_window()
    wait_idle(window, qtbot)
    delete(window, qtbot)
    qtbot.waitUntil(lambda: not folder.exists())
    wait_idle(window, qtbot)
    with open_library(paths.library()) as library:
        assert list_meetings(library) == []
    assert window.welcome.isVisible()


def test_closing_the_window_ends_the_grace(window, qtbot):
    with open_library(paths.library()) as library:
        folder = list_meetings(library)[0].folder
    delete(window, qtbot)
    assert folder.exists()
    window.close()
    assert not folder.exists()


def test_a_folder_that_cannot_be_deleted_is_told_and_the_meeting_stays(window, qtbot, monkeypatch):
    def refuse(entry: Entry) -> None:
        raise meeting.StorageError(f"Cannot delete {entry.folder}: denied; delete that folder yourself.")

    monkeypatch.setattr(keeping, "delete", refuse)
    delete(window, qtbot)
    window.commands.library.finish_deleting()
    wait_idle(window, qtbot)
    assert "Cannot delete" in window._trouble.text()
    assert titles(window) == ["Roadmap", "Stand-up"]


def test_what_was_asked_for_is_marked_in_the_answers(window, qtbot):
    qtbot.keyClicks(window.sidebar.search, "budg")
    qtbot.waitUntil(lambda: window.sidebar.model.item(0).title == "1 turn found")
    hit = window.sidebar.model.item(1)
    assert hit.detail == "00:00  the [budget] is tight this year"
    assert marked(hit.detail) == [("00:00  the ", False), ("budget", True), (" is tight this year", False)]
    assert near_first("00:07  one two three [four] five") == "00:07  …three [four] five"


def test_the_list_has_a_menu_of_its_own(window, qtbot):
    model = window.sidebar.model
    window.sidebar.list.customContextMenuRequested.emit(window.sidebar.list.visualRect(model.index(1)).center())
    menu = next(each for each in window.sidebar.findChildren(QMenu) if each.actions())
    words = [action.text() for action in menu.actions()]
    assert words == [
        *("Rename meeting…", "Tags…", "Recognise again", "Delete its sound…", "Delete meeting", "Open its folder")
    ]
    menu.actions()[4].trigger()
    wait_idle(window, qtbot)
    assert titles(window) == ["Stand-up"]


def test_recognising_again_asks_for_sound_and_then_makes_the_text_anew(window, qtbot, monkeypatch):
    monkeypatch.setattr(keeping, "look_at", lambda folder: None)  # as if it were whole
    started = []
    monkeypatch.setattr(keeping.supervisor, "start", lambda folder, **how: started.append(how))
    shown = window.page.session.entry.folder
    monkeypatch.setattr(catalog, "state_of", lambda each: "working" if started and each == shown else "complete")
    window.actions_["again"].trigger()
    assert "gone" in window._trouble.text() and not started
    (shown / "tracks" / "0.pcm").write_bytes(b"\1\0" * 100)
    window.keep(model="/models/better")
    window.actions_["again"].trigger()
    qtbot.waitUntil(lambda: bool(started) and window.page.session.status.phase is Phase.CATCHING_UP)
    assert started[0]["resume"] and str(started[0]["model"]) == "/models/better"
    qtbot.waitUntil(lambda: window.page.session.is_loaded)
    assert window.page.session.entry.folder == shown
    assert window.page.session.model.turns == []
    assert window.desk.recording is None


@pytest.fixture
def began(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """Stands in for the start of a supervisor: notes what was asked for."""
    asked: list[dict] = []

    def begin(title: str, **how) -> Entry:
        asked.append({"title": title, **how})
        folder = meeting.create(paths.meetings(), title=title, source="")
        return Entry(100 + len(asked), folder, title, "", 0.0, state="working", is_import=True)

    monkeypatch.setattr(catalog, "begin", begin)
    monkeypatch.setattr(catalog, "state_of", lambda folder: "working")
    return asked


def test_waiting_files_are_named_and_can_be_taken_out(show_window, qtbot, began, tmp_path):
    window = show_window()
    window.import_files([tmp_path / f"{name}.mp3" for name in ("one", "two", "three")])
    qtbot.waitUntil(lambda: len(window.sidebar.jobs._lines) == 2)
    line = window.sidebar.jobs._lines[0]
    assert (line.job.title, line.cancel.accessibleName()) == ("two", "Do not import two")
    qtbot.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    assert [job.title for job in window.desk.imports.waiting] == ["three"]
    window.page.session.ended.emit()
    qtbot.waitUntil(lambda: len(began) == 2)
    assert began[1]["title"] == "three"


def test_the_queue_goes_on_after_a_restart_with_the_choices_made_then(show_window, qtbot, began, tmp_path):
    paths.home().mkdir(parents=True, exist_ok=True)
    queue = ImportQueue(paths.home() / "queue.json")
    queue.add([Waiting(str(tmp_path / "talk.mp3"), "talk", "/models/better", str(tmp_path / "mine"))])
    queue.save()
    window = show_window()
    qtbot.waitUntil(lambda: bool(began))
    wait_idle(window, qtbot)
    assert [str(began[0][name]) for name in ("media", "model", "home")] == [
        str(tmp_path / "talk.mp3"),
        "/models/better",
        str(tmp_path / "mine"),
    ]


def test_an_import_cut_short_begins_again_as_it_was_asked_for(show_window, put_meeting, qtbot, monkeypatch, tmp_path):
    number = put_meeting("talk", [])
    file = tmp_path / "talk.mp3"
    file.write_bytes(b"sound")
    with open_library(paths.library()) as library:
        folder = list_meetings(library)[0].folder
    meeting.create_at(folder, title="talk", source=str(file))
    meeting.mark_in_progress(folder)
    queue = ImportQueue(paths.home() / "queue.json")
    queue.add([Waiting(str(file), "talk", "/models/better", "", number)])
    queue.save()
    started = []
    monkeypatch.setattr("meetapp.supervisor.start", lambda folder, **how: started.append((folder, how)))
    window = show_window()
    qtbot.waitUntil(lambda: bool(started))
    wait_idle(window, qtbot)
    assert started[0][0] == folder
    assert (started[0][1]["media"], str(started[0][1]["model"])) == ([file], "/models/better")
    assert not window.offers.has("cut-short")


def test_what_appears_in_the_watched_folder_is_imported_once(show_window, qtbot, began, tmp_path):
    watched = tmp_path / "inbox"
    watched.mkdir()
    window = show_window()
    window.keep(watch_folder=str(watched))
    wait_idle(window, qtbot)
    (watched / "talk.mp3").write_bytes(b"sound")
    for _ in range(3):
        window.desk.watched.look()
        wait_idle(window, qtbot)
    qtbot.waitUntil(lambda: bool(began))
    wait_idle(window, qtbot)
    window.close()
    again = show_window()
    for _ in range(3):
        again.desk.watched.look()
        wait_idle(again, qtbot)
    assert [each["title"] for each in began] == ["talk"]


def test_of_sound_alone_the_text_is_offered(show_window, put_meeting, qtbot, monkeypatch):
    number = put_meeting("Walk", [])
    with open_library(paths.library()) as library:
        library.db.execute("UPDATE meetings SET duration_s = NULL WHERE id = ?", (number,))
        folder = list_meetings(library)[0].folder
    events = EventWriter(meeting.events_path(folder))
    events.write(RecordingStarted("mic", 48_000))
    events.write(RecordingStopped(30.0))
    started = []
    monkeypatch.setattr(catalog.supervisor, "start", lambda folder, **how: started.append((folder, how["resume"])))
    window = show_window()
    wait_idle(window, qtbot)
    assert "no text yet" in window.sidebar.model.item(1).detail
    assert "without text" in window.page._notice.text() and window.page.go_on.isVisible()
    qtbot.mouseClick(window.page.go_on, Qt.MouseButton.LeftButton)
    wait_idle(window, qtbot)
    assert started == [(folder, True)]


def test_meetings_cut_short_are_offered_to_be_finished(show_window, put_meeting, qtbot, monkeypatch):
    put_meeting("Roadmap", TURNS)
    with open_library(paths.library()) as library:
        folder = list_meetings(library)[0].folder
    track = TrackWriter(folder, device="mic", rate=16_000)
    track.append(array("h", [1] * 16_000))
    meeting.mark_in_progress(folder)
    started = []
    monkeypatch.setattr("meetapp.supervisor.start", lambda folder, **how: started.append(folder))
    window = show_window()
    qtbot.waitUntil(lambda: window.offers.has("cut-short"))
    assert window.offers.text.text() == "“Roadmap” was cut short. What was recorded is safe."
    qtbot.mouseClick(window.offers.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: started == [folder])


def test_a_file_that_is_a_meeting_already_is_opened_or_imported_again(show_window, put_meeting, qtbot, tmp_path):
    film = tmp_path / "talk.mp4"
    film.write_bytes(b"sound and pictures" * 1000)
    number = put_meeting("Roadmap", TURNS, created=1_700_000_000)
    with open_library(paths.library()) as library:
        remember(get_meeting(library, number).folder, film)
    put_meeting("Stand-up", [turn(0, "hello", 0, 1)])
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(film.read_bytes())
    window = show_window()
    wait_idle(window, qtbot)
    begun: list[str] = []
    window.desk.imports.add = lambda files, **_: begun.extend(title for _, title in files)
    window.import_files([copy, tmp_path / "new.mp4"])
    qtbot.waitUntil(lambda: "in the library already" in window.offers.text.text(), timeout=30_000)
    assert begun == ["new"]
    assert window.offers.text.text() == "“copy.mp4” is in the library already, as “Roadmap”."
    opens, again, _ = window.offers.buttons
    assert (opens.text(), again.text()) == ("Open the meeting", "Import again")
    qtbot.mouseClick(opens, Qt.MouseButton.LeftButton)
    assert window.page.session.entry.id == number and begun == ["new"]
    window.import_files([copy])
    qtbot.waitUntil(window.offers.isVisible, timeout=30_000)
    window.import_files([film])
    qtbot.waitUntil(lambda: "“talk.mp4”" in window.offers.text.text(), timeout=30_000)
    qtbot.mouseClick(window.offers.buttons[-1], Qt.MouseButton.LeftButton)
    assert "“copy.mp4”" in window.offers.text.text(), "what came later takes nothing of it away"
    qtbot.mouseClick(window.offers.buttons[1], Qt.MouseButton.LeftButton)
    assert begun == ["new", "copy"] and not window.offers.isVisible()
