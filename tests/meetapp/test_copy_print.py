"""Copy and print: what lands on the clipboard and on paper is what was said, for the whole meeting or a part."""

import pypdf
import pytest
from lxml import html
from made_turns import turn
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from meetapp.export import Options, Transcript
from meetapp.window import export_copy
from meetapp.window.main_window import MainWindow
from meetapp.window.printing import PrintPreview

TURNS = (
    turn(0, "we move <b>on</b> friday", 0.5, 3),
    turn(1, "friday is hard", 2, 4, speaker=2, channel=1),
    turn(2, "then monday", 5, 6),
)
TALK = Transcript("Roadmap & more", TURNS, {1: "Anna"})


@pytest.fixture
def window(show_window, put_meeting, qtbot) -> MainWindow:
    put_meeting("Roadmap", list(TURNS))
    window = show_window()
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    return window


def test_rich_text_has_names_in_bold_and_says_only_what_was_said():
    content = export_copy.rich(TALK, Options(), titled=True)
    page = html.fromstring(content.html())
    assert page.findtext(".//h2") == "Roadmap & more"
    assert [name.text for name in page.iter("b")] == ["Anna", "Speaker 2", "Anna"]
    assert [span.text_content() for span in page.find_class("words")] == [each.text for each in TURNS]
    assert content.text().startswith("Roadmap & more\n\n[00:00.5-00:03.0] Anna: we move <b>on</b> friday\n")


def test_a_part_has_no_title_and_heeds_the_options():
    content = export_copy.rich(TALK, Options(timestamps=False, speakers="none", merge_s=5), titled=False)
    assert "Roadmap" not in content.html() + content.text()
    assert content.text() == "we move <b>on</b> friday\n//friday is hard//\nthen monday\n"
    assert not list(html.fromstring(content.html()).iter("b", "time"))


def test_a_key_copies_the_whole_meeting_as_rich_text(window, qtbot):
    window.page.transcript.clearSelection()
    qtbot.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    held = QApplication.clipboard().mimeData()
    assert held.hasHtml() and "Roadmap" in held.html() and "then monday" in held.text()


def test_rows_that_are_selected_are_copied_alone(window):
    view, model = window.page.transcript, window.page.session.model
    last = model.index(model.rowCount() - 1)
    view.selectionModel().select(last, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    window.actions_["copy-rich"].trigger()
    held = QApplication.clipboard().mimeData()
    assert "then monday" in held.text() and "friday" not in held.text() and "Roadmap" not in held.html()


def test_nothing_to_copy_leaves_the_clipboard_alone(show_window):
    window = show_window()
    QApplication.clipboard().setText("mine")
    for name in ("copy-rich", "export", "save", "print"):
        window.actions_[name].trigger()
    assert QApplication.clipboard().text() == "mine"
    assert window.commands.exports.dialog is None and window.commands.exports.preview is None


def test_what_is_printed_is_read_by_pypdf(qapp, tmp_path):
    many = Transcript("Roadmap", tuple(turn(i, f"word{i} " * 12, i, i + 1) for i in range(150)), {1: "Anna"})
    dialog = PrintPreview(many, Options(speakers="numbers", merge_s=0))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog.paintRequested.emit(printer)
    dialog.deleteLater()
    pages = pypdf.PdfReader(tmp_path / "out.pdf").pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert len(pages) > 2 and text.startswith("Roadmap Speaker 1 00:00.0-00:01.0 word0")
    assert "word149" in text and "Anna" not in text


def test_a_key_opens_the_preview(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    preview = window.commands.exports.preview
    assert preview is not None and preview.isVisible()
    preview.close()
    qtbot.waitUntil(lambda: window.commands.exports.preview is None)
