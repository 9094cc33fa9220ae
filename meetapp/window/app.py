"""Starts the window: `run` is what `meetapp` without a command calls."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from meetapp import __version__, paths
from meetapp.window.crash import CrashReporter
from meetapp.window.icons import program_icon
from meetapp.window.main_window import MainWindow
from meetapp.window.preferences import Preferences
from meetapp.window.theme import Appearance


def run(argv: list[str]) -> int:
    """The exit code of the window, once it is closed."""
    app = QApplication.instance() or QApplication(argv)
    assert isinstance(app, QApplication)
    window = open_window(app)
    window.show()
    return app.exec()


def open_window(app: QApplication, family: str = "") -> MainWindow:
    """A window on the user's library, not shown yet; in the system's type face unless `family` names another."""
    app.setApplicationName("meetapp")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("meetapp")
    app.setWindowIcon(program_icon())
    _translate(app)
    preferences = Preferences(paths.settings())
    appearance = Appearance(app, preferences.settings.theme, preferences.settings.text_scale, family)
    window = MainWindow(appearance, preferences)
    reporter = CrashReporter(appearance, paths.home() / "reports", window)
    reporter.install()
    window.destroyed.connect(reporter.remove)
    if preferences.problem:
        window.show_trouble(preferences.problem)
    return window


def _translate(app: QApplication) -> None:
    """Qt's own words (dialogs, shortcuts) in the language of the system."""
    translator = QTranslator(app)
    if translator.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
