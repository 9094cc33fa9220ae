"""Starts the window: `run` is what `meetapp` without a command calls."""

import gc
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from meetapp import __version__, paths
from meetapp.window.crash import CrashReporter
from meetapp.window.icons import program_icon
from meetapp.window.main_window import MainWindow
from meetapp.window.preferences import Preferences
from meetapp.window.theme import Appearance
from meetapp.window.translation import translate

APP_ID = "org.meetapp.Meetapp"
"""What desktops know the program by; its desktop file has this name."""


def run(argv: list[str], files: list[Path] | None = None, *, record: bool = False) -> int:
    """The exit code of the window, once it is closed; it begins with importing `files`, and with a recording."""
    app = QApplication.instance() or QApplication(argv)
    assert isinstance(app, QApplication)
    window = open_window(app)
    window.show()
    begin(window, files or [], record=record)
    return app.exec()


def begin(window: MainWindow, files: list[Path], *, record: bool) -> None:
    """Imports `files`; records, once it is known what goes on already and which inputs there are."""
    once = Qt.ConnectionType.SingleShotConnection
    if files:
        window.import_files(files)

    def ask_for_inputs() -> None:
        window.inputs.changed.connect(window.start_recording, once)
        window.inputs.refresh()

    if record:
        window.desk.entries_changed.connect(ask_for_inputs, once)


def open_window(app: QApplication, family: str = "") -> MainWindow:
    """A window on the user's library, not shown yet; in the system's type face unless `family` names another."""
    _calm_collector()
    app.setApplicationName("meetapp")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(APP_ID)
    app.setWindowIcon(program_icon())
    translate(app)
    preferences = Preferences(paths.settings())
    appearance = Appearance(app, preferences.settings.theme, preferences.settings.text_scale, family)
    window = MainWindow(appearance, preferences)
    reporter = CrashReporter(appearance, paths.home() / "reports", window)
    reporter.install()
    window.destroyed.connect(reporter.remove)
    if preferences.problem:
        window.show_trouble(preferences.problem)
    return window


def _calm_collector() -> None:
    """A long meeting is a million small values that stay: looking at all of them again and again holds up frames."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
