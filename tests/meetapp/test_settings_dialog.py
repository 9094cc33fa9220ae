"""The settings dialog as a person uses it: every change is in use at once and kept, and search finds it."""

import json

import pytest
from made_turns import turn
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from meetapp import paths, vocabulary
from meetapp.settings import Settings
from meetapp.window.main_window import MainWindow
from meetapp.window.settings_dialog import SettingsDialog
from meetapp.window.settings_rows import SECTIONS


@pytest.fixture
def window(show_window, put_meeting) -> MainWindow:
    put_meeting("Roadmap", [turn(0, "we move on friday", 0.5, 3)])
    return show_window()


def open_settings(window: MainWindow, qtbot) -> SettingsDialog:
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = window.commands.dialogs.settings
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def kept(window: MainWindow, qtbot) -> dict:
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    return json.loads(paths.settings().read_text(encoding="utf-8"))


def click(dialog: SettingsDialog, widget: QWidget, qtbot) -> None:
    """Scrolls there first, as a person has to."""
    qtbot.waitUntil(lambda: widget.height() > 10)
    dialog.area.ensureWidgetVisible(widget)
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def choose(box, value: object) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_every_setting_has_a_row(window, qtbot):
    dialog = open_settings(window, qtbot)
    rows = {line.row.name for section in SECTIONS if section != "shortcuts" for line in dialog.lines[section]}
    rows.remove("encryption")  # which is told, and no setting
    remembered = {name for name in Settings.__dataclass_fields__ if name.startswith("export_")}  # by its dialog
    remembered.add("second_input")  # by its box beside the first
    assert rows | remembered == set(Settings.__dataclass_fields__) - {"shortcuts"}
    assert {line.name for line in dialog.lines["shortcuts"]} >= {"record", "bookmark", "settings", "export"}


def test_search_shows_what_says_so_in_all_sections(window, qtbot):
    dialog = open_settings(window, qtbot)
    qtbot.keyClicks(dialog.search, "dark")
    assert dialog.line("theme").isVisible()
    assert not dialog.line("audio").isVisible()
    assert not dialog.line("record").isVisible()
    dialog.search.clear()
    qtbot.keyClicks(dialog.search, "bookmark")
    assert dialog.line("bookmark").isVisible()
    dialog.search.setText("nothing at all like that")
    assert [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()] == ["No setting says that."]
    dialog.search.clear()
    dialog.sections.setCurrentRow(SECTIONS.index("appearance"))
    assert dialog.line("theme").isVisible() and not dialog.line("bookmark").isVisible()


def test_choices_are_in_use_at_once_and_kept(window, qtbot):
    dialog = open_settings(window, qtbot)
    choose(dialog.line("theme").control, "dark")
    assert window.appearance.theme.name == "dark"
    choose(dialog.line("text_scale").control, 150)
    assert window.appearance.percent == 150
    choose(dialog.line("input").control, "mon")
    assert window.dock.chosen_input == "mon"
    choose(dialog.line("audio").control, "discard")
    assert window.desk.choices.audio == "discard"
    found = kept(window, qtbot)
    assert [found[name] for name in ("theme", "text_scale", "input", "audio")] == ["dark", 150, "mon", "discard"]


@pytest.mark.parametrize("name", ["show_confidence", "keep_awake", "live_text", "close_to_tray", "remind_consent"])
def test_a_click_turns_a_switch_and_its_setting(window, qtbot, name):
    dialog = open_settings(window, qtbot)
    dialog.open_at(dialog.line(name).row.section)
    click(dialog, dialog.line(name).control, qtbot)
    assert kept(window, qtbot)[name] is False
    assert window.appearance.shows_doubts == window.preferences.settings.show_confidence
    assert window.desk.choices.live_text == window.preferences.settings.live_text


def test_silence_takes_a_number_and_zero_is_never(window, qtbot):
    dialog = open_settings(window, qtbot)
    field = dialog.line("silence_minutes").control
    field.setValue(25)
    assert kept(window, qtbot)["silence_minutes"] == 25
    field.setValue(0)
    assert field.text() == "Never"


def test_a_folder_is_chosen_typed_and_taken_away(window, qtbot, monkeypatch, tmp_path):
    dialog = open_settings(window, qtbot)
    dialog.open_at("storage")
    field = dialog.line("meetings_folder").control
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "mine"))
    qtbot.mouseClick(field.choose, Qt.MouseButton.LeftButton)
    assert window.desk.choices.home == str(tmp_path / "mine")
    field.path.selectAll()
    qtbot.keyClicks(field.path, "/elsewhere")
    qtbot.keyClick(field.path, Qt.Key.Key_Return)
    assert kept(window, qtbot)["meetings_folder"] == "/elsewhere"
    field.path.clear()
    assert kept(window, qtbot)["meetings_folder"] == ""


def test_keys_are_changed_with_a_warning_before_they_are_taken(window, qtbot, show_window):
    dialog = open_settings(window, qtbot)
    dialog.open_at("shortcuts")
    line = dialog.line("larger")
    line.field.setKeySequence(QKeySequence("Ctrl+R"))
    assert "Ctrl+R belongs to “New recording”." in line.warning.text() and line.take.isVisible()
    assert window.actions_["record"].shortcut() == QKeySequence("Ctrl+R")
    click(dialog, line.take, qtbot)
    assert window.actions_["larger"].shortcut() == QKeySequence("Ctrl+R")
    assert window.actions_["record"].shortcut().isEmpty()
    assert not line.warning.isVisible()
    dialog.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert window.appearance.percent == 110
    assert kept(window, qtbot)["shortcuts"] == {"record": "", "larger": "Ctrl+R"}
    window.close()
    assert show_window().actions_["larger"].shortcut() == QKeySequence("Ctrl+R")


def test_keys_are_reset_one_or_all(window, qtbot):
    dialog = open_settings(window, qtbot)
    dialog.open_at("shortcuts")
    for name in ("larger", "smaller"):
        dialog.line(name).field.setKeySequence(QKeySequence("F" + str(7 + len(name))))
    assert dialog.line("larger").reset.isVisible()
    click(dialog, dialog.line("larger").reset, qtbot)
    assert window.actions_["larger"].shortcut() == QKeySequence("Ctrl++")
    assert window.actions_["smaller"].shortcut() == QKeySequence("F14")
    click(dialog, dialog.reset_keys, qtbot)
    assert kept(window, qtbot)["shortcuts"] == {}


def test_bad_values_in_the_file_are_told_and_cost_no_more_than_themselves(show_window, qtbot):
    paths.settings().parent.mkdir(parents=True, exist_ok=True)
    paths.settings().write_text('{"theme": "loud", "text_scale": 125}', encoding="utf-8")
    window = show_window()
    assert "theme" in window._trouble.text()
    assert (window.appearance.percent, window.appearance.choice) == (125, "system")


def test_names_to_listen_for_reach_the_meetings_that_follow(window, qtbot, monkeypatch):
    dialog = open_settings(window, qtbot)
    dialog.open_at("recognition")
    field = dialog.line("names").control
    qtbot.keyClicks(field, "Chiara Rossi, Friedrichshain")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert kept(window, qtbot)["names"] == "Chiara Rossi, Friedrichshain"
    started = []
    monkeypatch.setattr("meetapp.supervisor.start", lambda folder, **how: started.append(folder))
    window.desk.record("mic")
    qtbot.waitUntil(lambda: bool(started))
    assert vocabulary.kept(started[0]) == ("chiara rossi", "friedrichshain")
