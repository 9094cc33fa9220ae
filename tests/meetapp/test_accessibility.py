"""The window and every dialog as a screen reader walks them; the whole of it by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from made_turns import turn
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from meetapp.edits import AddBookmark
from meetapp.window.catalog import Entry
from meetapp.window.crash import CrashDialog
from meetapp.window.main_window import MainWindow
from meetapp.window.places import Place
from meetapp.window.tags_dialog import TagsDialog
from meetapp.window.times_dialog import TimesDialog

TURNS = [
    turn(0, "we move on friday", 0.5, 3),
    turn(1, "friday is hard", 2, 4, speaker=2, channel=1),
    turn(2, "then monday", 5, 6),
]
Role = QAccessible.Role
CONTROLS = {
    Role.Button,
    Role.ButtonMenu,
    Role.CheckBox,
    Role.ComboBox,
    Role.EditableText,
    Role.List,
    Role.ListItem,
    Role.PageTab,
    Role.PageTabList,
    Role.ProgressBar,
    Role.PushButton,
    Role.RadioButton,
    Role.Slider,
    Role.SpinBox,
    Role.Tree,
    Role.Table,
    Role.MenuItem,
    Role.Document,
}
"""Roles that a person acts on; a name must say what each of them is for."""


def walk(seen: QAccessibleInterface, path: str = "") -> Iterator[tuple[str, QAccessibleInterface]]:
    """Everything visible below `seen`, with the way to it in words."""
    for place in range(seen.childCount()):
        child = seen.child(place)
        if child is None or not child.isValid() or child.state().invisible:
            continue
        owner = child.object()
        here = f"{path} > {type(owner).__name__ if owner else child.role().name}"
        yield here, child
        yield from walk(child, here)


def nameless(top: QWidget) -> list[str]:
    """Where in `top` something cannot be named or has no role."""
    found = []
    for path, seen in walk(QAccessible.queryAccessibleInterface(top)):
        role = seen.role()
        if role == Role.NoRole:
            found.append(f"no role: {path}")
        in_bar = "ScrollBar" in path or "QComboBoxPrivateContainer" in path or "QToolButton" in path
        if role in CONTROLS and not in_bar and not seen.text(QAccessible.Text.Name).strip():
            found.append(f"no name: {path} ({role.name}, {seen.object()})")
    return found


@pytest.fixture
def window(show_window, put_meeting, qtbot) -> MainWindow:
    put_meeting("Stand-up", [turn(0, "hello", 0, 1)], created=1_700_000_000)
    put_meeting("Roadmap", TURNS)
    window = show_window()
    qtbot.waitUntil(lambda: bool(window.people._people) and not window.desk.jobs.busy)
    window.marks.add(AddBookmark(16_000, "here"))
    qtbot.waitUntil(lambda: bool(window.notes.lines))
    window.offers.offer("test", "Something to answer", [("Yes", lambda: None)])
    return window


def test_everything_in_the_window_has_a_name_and_a_role(window):
    assert nameless(window) == []
    roles = [seen.role() for _, seen in walk(QAccessible.queryAccessibleInterface(window))]
    assert len(roles) > 60 and sum(role in CONTROLS for role in roles) > 25  # the walk did not stop short


def test_everything_on_the_first_page_has_a_name_and_a_role(show_window):
    assert nameless(show_window()) == []


def settings(section: str) -> Callable[[MainWindow], QWidget]:
    def opened(window: MainWindow) -> QWidget:
        window.commands.dialogs.show_settings(section)
        return window.commands.dialogs.settings

    return opened


def about(window: MainWindow) -> QWidget:
    window.commands.dialogs.show_about()
    return window.commands.dialogs.about


def tags(window: MainWindow) -> QWidget:
    window.actions_["tags"].trigger()
    return window.findChild(TagsDialog)


def models(window: MainWindow) -> QWidget:
    window.commands.dialogs.show_models()
    return window.commands.dialogs.models


def times(window: MainWindow) -> QWidget:
    window.page.transcript.set_cursor_place(Place(("turn", 0), 0))
    window.actions_["times"].trigger()
    return window.findChild(TimesDialog)


def crash(window: MainWindow) -> QWidget:
    dialog = CrashDialog(window.appearance, "report", None, window)
    dialog.show()
    return dialog


def export(window: MainWindow) -> QWidget:
    window.actions_["export"].trigger()
    return next(each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not window)


def captions(window: MainWindow) -> QWidget:
    window.actions_["captions"].trigger()
    return window.captions.view


def doubts(window: MainWindow) -> QWidget:
    window.actions_["doubts"].trigger()
    return window.reviewing.dialog


SECTIONS = ("general", "recording", "recognition", "appearance", "storage", "shortcuts", "privacy")
DIALOGS = {f"settings-{name}": settings(name) for name in SECTIONS}
DIALOGS |= {"about": about, "tags": tags, "crash": crash, "export": export, "captions": captions, "doubts": doubts}
DIALOGS |= {"times": times, "models": models}


@pytest.mark.parametrize("name", DIALOGS)
def test_everything_in_a_dialog_has_a_name_and_a_role(window, qtbot, name):
    dialog = DIALOGS[name](window)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.windowTitle()
    assert nameless(dialog) == []
    dialog.close()


def reached(top: QWidget, qtbot, most: int = 120) -> list[QWidget]:
    """What the Tab key leads to, once around."""
    top.activateWindow()
    qtbot.waitUntil(top.isActiveWindow)
    stops: list[QWidget] = []
    while len(stops) < most:
        qtbot.keyClick(QApplication.focusWidget() or top, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is None or focus in stops:
            break
        stops.append(focus)
    return stops


def test_tab_leads_to_every_control_of_the_window_and_around(window, qtbot):
    window.page.transcript.setFocus()
    stops = reached(window, qtbot)
    wanted = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not isinstance(widget, QMenu)
    ]
    missed = [f"{type(each).__name__} {each.accessibleName()}" for each in wanted if each not in stops]
    assert missed == []
    order = [stops.index(each) for each in (window.sidebar.record, window.sidebar.import_files, window.sidebar.search)]
    assert order == sorted(order)


@pytest.mark.parametrize("name", ["settings-recording", "about", "tags", "crash", "times"])
def test_tab_leads_around_a_dialog_and_escape_out_of_it(window, qtbot, name):
    dialog = DIALOGS[name](window)
    qtbot.waitUntil(dialog.isVisible)
    stops = reached(dialog, qtbot)
    assert len(stops) >= 3 and all(dialog.isAncestorOf(each) for each in stops)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_a_meeting_is_opened_tagged_and_deleted_without_a_mouse(window, qtbot):
    window.sidebar.list.setFocus()
    window.sidebar.list.setCurrentIndex(window.sidebar.model.index(1))
    for _ in range(2):
        qtbot.keyClick(window.sidebar.list, Qt.Key.Key_Down)
    qtbot.keyClick(window.sidebar.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page.session.entry.title == "Stand-up")
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(TagsDialog)
    qtbot.keyClicks(dialog.line, "daily")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    tagged: Callable[[], list[Entry]] = lambda: [each for each in window.desk.entries if each.tags == ("daily",)]  # noqa: E731
    qtbot.waitUntil(lambda: bool(tagged()))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: all(each.title != "Stand-up" for each in window.desk.entries))


def test_every_dialog_can_be_read_from_right_to_left(window, qtbot):
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        middle = window.width() / 2
        qtbot.waitUntil(lambda: window.sidebar.mapTo(window, window.sidebar.rect().center()).x() > middle)
        for name in ("settings-recording", "about"):
            dialog = DIALOGS[name](window)
            assert not dialog.grab().isNull()
            dialog.close()
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
