"""Every action of the window with its menu, its key and its words; the one table of keys."""

from collections.abc import Iterator, Mapping

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from meetapp.window.meeting_actions import MEETING_KEYS, add_editing, add_playing
from meetapp.window.shortcuts import effective

KEYS = {
    "menu": "F10",
    "record": "Ctrl+R",
    "stop": "Ctrl+.",
    "pause": "Ctrl+Shift+R",
    "bookmark": "Ctrl+B",
    "note": "Ctrl+Shift+B",
    "import": "Ctrl+O",
    "search": "Ctrl+Shift+F",
    "settings": "Ctrl+,",
    "rename-meeting": "Shift+F2",
    "tags": "Ctrl+T",
    "delete": "Ctrl+Del",
    "quit": "Ctrl+Q",
    "copy": "Ctrl+C",
    "copy-rich": "Ctrl+Shift+C",
    "rename": "Ctrl+F2",
    "previous": "K",
    "next": "J",
    "follow": "Ctrl+L",
    "people": "Ctrl+Shift+P",
    "captions": "F9",
    "larger": "Ctrl++",
    "smaller": "Ctrl+-",
    "normal": "Ctrl+0",
    "export": "Ctrl+E",
    "save": "Ctrl+S",
    "print": "Ctrl+P",
    **MEETING_KEYS,
}
"""The program's own keys; the user may have chosen others."""


class Actions:
    """The window's actions by name; the window connects them."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._by_name: dict[str, QAction] = {}
        tr = window.tr
        bar = window.menuBar()
        # Where the menu bar would stand inside the window, the button beside the name has the same menus.
        bar.setVisible(bar.isNativeMenuBar())
        recording = bar.addMenu(tr("&Recording"))
        self._add(recording, "record", tr("New recording"))
        self._add(recording, "record-only", tr("New recording without text"))
        self._add(recording, "pause", tr("Pause or resume"))
        self._add(recording, "stop", tr("Stop recording"))
        recording.addSeparator()
        self._add(recording, "bookmark", tr("Bookmark"))
        self._add(recording, "note", tr("Write a note"))
        self._add_meeting(bar.addMenu(tr("&Meeting")))
        edit = bar.addMenu(tr("&Edit"))
        add_editing(window, edit, self._add)
        self._add(edit, "copy", tr("Copy turns"))
        self._add(edit, "copy-rich", tr("Copy as rich text"))
        self._add(edit, "rename", tr("Rename speaker"))
        self._add(edit, "search", tr("Search all meetings"))
        add_playing(window, bar.addMenu(tr("&Sound")), self._add)
        self._add_view(bar.addMenu(tr("&View")))
        help_menu = bar.addMenu(tr("&Help"))
        self._add(help_menu, "menu", tr("Open this menu"))
        self._add(help_menu, "guide", tr("First steps"))
        self._add(help_menu, "shortcuts", tr("Keys"))
        self._add(help_menu, "about", tr("About meetapp"))

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._by_name.values())

    def whole_menu(self) -> QMenu:
        """All menus as one, for a button."""
        menu = QMenu(self._window)
        for action in self._window.menuBar().actions():
            menu.addAction(action)
        return menu

    def use_keys(self, chosen: Mapping[str, str]) -> None:
        """Gives every action its keys: those of `chosen`, else the program's own."""
        keys = effective(KEYS, chosen)
        for name, action in self._by_name.items():
            action.setShortcut(QKeySequence(keys.get(name, "")))

    def titles(self) -> dict[str, str]:
        """What the actions that may have keys are called, in the order of the menus."""
        return {
            name: action.text().rstrip("…") for name, action in self._by_name.items() if not name.startswith("theme-")
        }

    def choose_theme(self, name: str) -> None:
        """Marks the theme in use."""
        self[f"theme-{name}"].setChecked(True)

    def _add_meeting(self, menu: QMenu) -> None:
        tr = self._window.tr
        self._add(menu, "import", tr("Import files…"))
        self._add(menu, "demo", tr("Open the demo meeting"))
        menu.addSeparator()
        self._add(menu, "export", tr("Export…"))
        self._add(menu, "save", tr("Export as last time…"))
        self._add(menu, "print", tr("Print…"))
        self._add(menu, "send", tr("Save as one file, with sound…"))
        self._add(menu, "read-back", tr("Read edited transcript…"))
        menu.addSeparator()
        self._add(menu, "rename-meeting", tr("Rename meeting…"))
        self._add(menu, "tags", tr("Tags…"))
        self._add(menu, "again", tr("Recognise again"))
        self._add(menu, "discard-sound", tr("Delete its sound…"))
        self._add(menu, "delete", tr("Delete meeting"))
        menu.addSeparator()
        self._add(menu, "settings", tr("Settings…"))
        self._add(menu, "quit", tr("Quit"))

    def _add_view(self, menu: QMenu) -> None:
        tr = self._window.tr
        self._add(menu, "previous", tr("Previous turn"))
        self._add(menu, "next", tr("Next turn"))
        self._add(menu, "follow", tr("Follow live"))
        menu.addSeparator()
        self._add(menu, "people", tr("Speakers panel")).setCheckable(True)
        self._add(menu, "captions", tr("Captions for an audience"))
        menu.addSeparator()
        self._add(menu, "larger", tr("Larger text"))
        self._add(menu, "smaller", tr("Smaller text"))
        self._add(menu, "normal", tr("Normal text"))
        themes = menu.addMenu(tr("Theme"))
        group = QActionGroup(self._window)
        for name, words in (("system", tr("As the system")), ("light", tr("Light")), ("dark", tr("Dark"))):
            action = self._add(themes, f"theme-{name}", words)
            action.setCheckable(True)
            group.addAction(action)

    def _add(self, menu: QMenu, name: str, words: str) -> QAction:
        action = QAction(words, self._window)
        action.setObjectName(name)
        menu.addAction(action)
        self._window.addAction(action)  # its key works where the menu bar is hidden
        self._by_name[name] = action
        return action
