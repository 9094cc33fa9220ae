"""A fault of ours: the window goes on, and the report says where it was, and nothing of what people said."""

import sys

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from meetapp import __version__, paths
from meetapp.window.crash import CrashReporter, report
from meetapp.window.jobs import Jobs

SECRET = "the merger is on friday"


def fail(words: str) -> None:
    raise KeyError(words)


def test_a_report_names_the_place_and_never_what_was_said():
    try:
        fail(SECRET)
    except KeyError as err:
        text = report(type(err), err.__traceback__)
    assert "KeyError" in text and "tests/meetapp/test_crash.py" in text and "in fail" in text
    assert f"meetapp {__version__}" in text
    assert SECRET not in text and "/home" not in text and "/work" not in text


def test_a_fault_shows_a_dialog_writes_a_report_and_the_window_goes_on(show_window, qtbot, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    window = show_window()
    reporter = window.findChild(CrashReporter)
    assert reporter is not None and sys.excepthook == reporter.caught
    try:
        fail(SECRET)
    except KeyError as err:
        sys.excepthook(type(err), err, err.__traceback__)
        sys.excepthook(type(err), err, err.__traceback__)
    qtbot.waitUntil(lambda: reporter.dialog is not None and reporter.dialog.isVisible())
    written = next((paths.home() / "reports").glob("report-*.txt"))
    assert written.read_text(encoding="utf-8") == reporter.dialog.report.toPlainText()
    assert written.stat().st_mode & 0o077 == 0
    assert SECRET not in written.read_text(encoding="utf-8")
    qtbot.mouseClick(reporter.dialog.copy, Qt.MouseButton.LeftButton)
    assert "KeyError" in QApplication.clipboard().text()
    reporter.dialog.close()
    qtbot.waitUntil(lambda: reporter.dialog is None)
    done = []
    QTimer.singleShot(0, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done))
    assert window.isVisible()


def test_nobody_waits_for_work_that_failed_through_a_fault_of_ours(qapp, qtbot):
    jobs, told = Jobs(), []

    def fail() -> None:
        raise FileNotFoundError("gone")

    with qtbot.captureExceptions() as caught:
        jobs.run(fail, told.append, told.append)
        qtbot.waitUntil(lambda: not jobs.busy, timeout=30_000)
    assert [kind for kind, *_ in caught] == [FileNotFoundError] and told == []
