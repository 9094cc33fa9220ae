"""Export in the window: a format and its options are chosen with a preview, remembered, and a file is written; what
was changed in it elsewhere comes back."""

import json
import time
from pathlib import Path

import pytest
from made_turns import turn
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QWidget

from meetapp import paths
from meetapp.export import FORMATS
from meetapp.store import open_library
from meetapp.store.edits import rename_speaker
from meetapp.window.export_dialog import ExportDialog
from meetapp.window.main_window import MainWindow
from sts_model.turns import Turn, Word

TURNS = [
    turn(0, "we move on friday", 0.5, 3),
    turn(1, "friday is hard", 2, 4, speaker=2, channel=1),
    turn(2, "then monday", 5, 6),
]


@pytest.fixture
def window(show_window, put_meeting, qtbot) -> MainWindow:
    """A window with a meeting of two people open, one of whom has a name."""
    number = put_meeting("Roadmap", TURNS)
    with open_library(paths.library()) as library:
        rename_speaker(library, number, 1, "Anna")
    window = show_window()
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    return window


def open_dialog(window: MainWindow, qtbot, form: str = "") -> ExportDialog:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = window.commands.exports.dialog
    assert dialog is not None and dialog.isVisible()
    if form:
        dialog.formats.choose(form)
    settle(window, qtbot)
    return dialog


def settle(window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)


def answer_with(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    """Stands in for the question where to write; what was offered."""
    offered: list[str] = []

    def answer(parent: QWidget, title: str, place: str) -> tuple[str, str]:
        offered.append(place)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return offered


def press_export(dialog: ExportDialog, window: MainWindow, qtbot) -> None:
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    settle(window, qtbot)


def choose(dialog: ExportDialog, name: str, value: object) -> None:
    box = dialog.fields.control(name)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(value))


def test_every_format_is_in_the_list_with_a_line_about_it(window, qtbot):
    dialog = open_dialog(window, qtbot)
    items = [dialog.formats.item(i) for i in range(dialog.formats.count())]
    read_out = [item.data(Qt.ItemDataRole.AccessibleTextRole) for item in items]
    assert read_out[:-1] == [f"{form.label}: {form.about}" for form in FORMATS.values()]
    assert items[-1].text() == "Own template"


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_shows_how_it_begins_and_how_it_writes_overlap(window, qtbot, form):
    dialog = open_dialog(window, qtbot, form)
    assert FORMATS[form].overlap in dialog.note.text() and FORMATS[form].loses in dialog.note.text()
    shown = dialog.preview.toPlainText()
    assert "friday" in shown or form == "rttm"
    assert "Anna" in shown or form == "ctm"


def test_the_preview_follows_the_options(window, qtbot):
    dialog = open_dialog(window, qtbot, "txt")
    assert dialog.preview.toPlainText().startswith("[00:00.5-00:03.0] Anna: we move on friday")
    dialog.fields.control("export_timestamps").click()
    settle(window, qtbot)
    assert "Speaker 2: //friday is hard//" in dialog.preview.toPlainText()
    choose(dialog, "export_speakers", "none")
    settle(window, qtbot)
    assert dialog.preview.toPlainText().startswith("we move on friday\n")


def test_a_format_offers_the_options_that_change_something_in_it(window, qtbot):
    dialog = open_dialog(window, qtbot, "srt")
    shown = {name for name in dialog.fields.values if dialog.fields.control(name).isVisible()}
    assert {"export_short_subtitles", "export_highlight"} <= shown and "export_timestamps" not in shown
    dialog.fields.control("export_highlight").click()
    settle(window, qtbot)
    assert "<u>we</u> move" in dialog.preview.toPlainText()
    dialog.formats.choose("txt")
    assert not dialog.fields.control("export_highlight").isVisible()


def test_what_is_written_is_what_was_chosen_and_it_is_remembered(window, qtbot, monkeypatch, tmp_path):
    offered = answer_with(monkeypatch, tmp_path / "out.vtt")
    dialog = open_dialog(window, qtbot, "vtt")
    choose(dialog, "export_speakers", "numbers")
    press_export(dialog, window, qtbot)
    assert offered[0].endswith("Roadmap.vtt")
    assert "<v Speaker 1>we move on friday" in (tmp_path / "out.vtt").read_text(encoding="utf-8")
    qtbot.waitUntil(lambda: window.commands.exports.dialog is None)
    assert window.offers.isVisible() and "out.vtt was written" in window.offers.text.text()
    kept = json.loads(paths.settings().read_text(encoding="utf-8"))
    assert (kept["export_format"], kept["export_speakers"], kept["export_folder"]) == ("vtt", "numbers", str(tmp_path))
    again = open_dialog(window, qtbot)
    assert again.formats.chosen == "vtt" and again.fields.values["export_speakers"] == "numbers"


def test_the_other_key_writes_as_last_time(window, qtbot, monkeypatch, tmp_path):
    window.keep(export_format="seglst", export_speakers="names")
    offered = answer_with(monkeypatch, tmp_path / "again.json")
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert offered[0].endswith("Roadmap.seglst.json")
    assert [each["speaker"] for each in json.loads((tmp_path / "again.json").read_text())] == [
        "Anna",
        "Speaker 2",
        "Anna",
    ]


def test_the_button_above_the_transcript_opens_the_same(window, qtbot):
    qtbot.mouseClick(window.page.export, Qt.MouseButton.LeftButton)
    assert window.commands.exports.dialog.isVisible()
    settle(window, qtbot)


def test_an_export_that_the_disk_refuses_is_told_where_it_was_asked_for(window, qtbot, monkeypatch, tmp_path):
    answer_with(monkeypatch, tmp_path / "missing" / "out.txt")
    dialog = open_dialog(window, qtbot, "txt")
    press_export(dialog, window, qtbot)
    assert dialog.isVisible() and "Cannot write" in dialog.note.text()
    dialog.close()
    window.keep(export_format="txt")
    window.actions_["save"].trigger()
    settle(window, qtbot)
    assert "Cannot write" in window._trouble.text()


def test_a_template_of_ones_own_is_shown_written_and_remembered(window, qtbot, monkeypatch, tmp_path):
    template = tmp_path / "minutes.md.jinja"
    template.write_text("# {{ title }}\n{% for turn in turns %}\n* {{ turn.speaker }}\n{% endfor %}\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(template), ""))
    offered = answer_with(monkeypatch, tmp_path / "out.md")
    dialog = open_dialog(window, qtbot, "template")
    assert not dialog.export.isEnabled()
    qtbot.mouseClick(dialog.template, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert dialog.preview.toPlainText() == "# Roadmap\n* Anna\n* Speaker 2\n* Anna\n"
    press_export(dialog, window, qtbot)
    assert offered[0].endswith("Roadmap.md") and (tmp_path / "out.md").read_text().startswith("# Roadmap\n* Anna\n")
    window.actions_["save"].trigger()
    settle(window, qtbot)
    assert len(offered) == 2 and offered[1].endswith("Roadmap.md")


@pytest.mark.parametrize("text", ["{% for turn in %}", "{{ nothing }}"])
def test_a_template_with_a_mistake_is_told_in_a_sentence(window, qtbot, monkeypatch, tmp_path, text):
    template = tmp_path / "bad.txt.jinja"
    template.write_text(text)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(template), ""))
    dialog = open_dialog(window, qtbot, "template")
    qtbot.mouseClick(dialog.template, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert "bad.txt.jinja" in dialog.note.text() and not dialog.export.isEnabled()


def test_words_are_written_as_chosen(show_window, put_meeting, qtbot):
    words = (Word("um", 0, 8000, 1.0, "Um,"), Word("hello", 8000, 16000, 1.0, "Hello."))
    put_meeting("Greeting", [Turn(0, 0, 1, 0, 16000, words)])
    window = show_window()
    settle(window, qtbot)
    dialog = open_dialog(window, qtbot, "txt")
    for wording, text in (("readable", "Um, Hello."), ("verbatim", "um hello"), ("clean", "Hello.")):
        choose(dialog, "export_wording", wording)
        settle(window, qtbot)
        assert dialog.preview.toPlainText().strip().endswith(f"Speaker 1: {text}")


def test_every_control_has_a_name_and_a_role(window, qtbot):
    for form in ("txt", "srt", "template"):
        dialog = open_dialog(window, qtbot, form)
        for widget in dialog.findChildren(QWidget):
            if widget.isVisible() and (
                isinstance(widget, QAbstractButton | QComboBox) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            ):
                seen = QAccessible.queryAccessibleInterface(widget)
                what = f"{type(widget).__name__} {widget.objectName()}"
                assert seen.text(QAccessible.Text.Name) and seen.role() != QAccessible.Role.NoRole, what


def test_hours_of_turns_do_not_slow_the_dialog(show_window, put_meeting, qtbot):
    put_meeting("Long", [turn(i, "one two three four five six", i, i + 0.9) for i in range(600)])
    window = show_window()
    settle(window, qtbot)
    begin = time.process_time()
    dialog = open_dialog(window, qtbot, "json")
    assert dialog.preview.toPlainText().endswith("…")
    assert time.process_time() - begin < 2


@pytest.mark.parametrize("form", ["srt", "vtt", "seglst"])
def test_a_file_that_was_edited_elsewhere_is_read_back_and_can_be_undone(window, qtbot, monkeypatch, tmp_path, form):
    path = tmp_path / f"edited{FORMATS[form].suffix}"
    answer_with(monkeypatch, path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window.keep(export_format=form)
    window.actions_["save"].trigger()
    settle(window, qtbot)
    window.actions_["read-back"].trigger()
    settle(window, qtbot)
    assert "says what this meeting says already" in window.offers.text.text()
    path.write_text(path.read_text(encoding="utf-8").replace("then monday", "then Tuesday"), encoding="utf-8")
    window.actions_["read-back"].trigger()
    settle(window, qtbot)
    assert [each.text for each in window.page.session.model.turns] == [
        "we move on friday",
        "friday is hard",
        "then Tuesday",
    ]
    window.actions_["undo"].trigger()
    settle(window, qtbot)
    assert window.page.session.model.turns[-1].text == "then monday"


def test_a_file_that_is_no_transcript_is_told_in_a_sentence(window, qtbot, monkeypatch, tmp_path):
    (tmp_path / "a.srt").write_text("hello")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "a.srt"), ""))
    window.actions_["read-back"].trigger()
    settle(window, qtbot)
    assert "a.srt: Line 1" in window._trouble.text()
