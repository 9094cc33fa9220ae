"""The real window, offscreen, imports files by its real supervisor: a good one becomes text, a bad one a sentence."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from meetapp.window.app import open_window
from meetapp.window.main_window import MainWindow
from meetapp.window.status import Phase

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo" / "meeting.flac"
EXCERPT_S = 10
LIMIT_MS = 240_000


@pytest.fixture
def choose(qapp: QApplication, qtbot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], MainWindow]]:
    """Opens a window and imports a file by its button."""
    opened: list[MainWindow] = []

    def choose_file(file: Path) -> MainWindow:
        window = open_window(qapp)
        opened.append(window)
        window.show()
        qtbot.waitUntil(lambda: window.desk.is_loaded, timeout=LIMIT_MS)
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], ""))
        qtbot.mouseClick(window.sidebar.import_files, Qt.MouseButton.LeftButton)
        return window

    yield choose_file
    for window in opened:
        window.close()
        window.deleteLater()


def test_an_imported_file_becomes_turns_and_a_line_in_the_list(choose, qtbot, tmp_path):
    sound, rate = soundfile.read(DEMO, frames=EXCERPT_S * 16_000)
    soundfile.write(tmp_path / "talk.wav", sound, rate)
    window = choose(tmp_path / "talk.wav")
    qtbot.waitUntil(lambda: window.page.session is not None, timeout=LIMIT_MS)
    session = window.page.session
    qtbot.waitUntil(lambda: session.status.phase is Phase.COMPLETE, timeout=LIMIT_MS)
    assert session.model.turns
    qtbot.waitUntil(lambda: any(entry.duration_s for entry in window.desk.entries), timeout=LIMIT_MS)
    entry = window.desk.entries[0]
    assert (entry.title, entry.state) == ("talk", "complete")
    assert entry.duration_s == pytest.approx(EXCERPT_S, abs=0.5)
    assert entry.speakers
    qtbot.waitUntil(lambda: max(session.peaks, default=0.0) > 0.05, timeout=LIMIT_MS)


def test_a_file_that_is_no_recording_is_told_in_a_sentence_and_leaves_no_meeting(choose, qtbot, tmp_path):
    (tmp_path / "letter.wav").write_text("Dear Sir or Madam, this is not sound.")
    window = choose(tmp_path / "letter.wav")
    qtbot.waitUntil(lambda: bool(window._trouble.text()), timeout=LIMIT_MS)
    assert "letter.wav" in window._trouble.text()
    qtbot.waitUntil(lambda: window.desk.entries == [] and window.welcome.isVisible(), timeout=LIMIT_MS)
    assert window._trouble.isVisible()
