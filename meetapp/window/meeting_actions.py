"""Actions of the meeting that is shown: playing, editing and finding, with their keys and words."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

DIGITS = range(1, 10)
MEETING_KEYS = {
    "play": "Space",
    "play-cursor": "Ctrl+Space",
    "slower": "Ctrl+Shift+,",
    "faster": "Ctrl+Shift+.",
    "heard": "Ctrl+G",
    "only": "Ctrl+Shift+O",
    "closer": "Ctrl+Shift++",
    "farther": "Ctrl+Shift+-",
    "whole": "Ctrl+Shift+0",
    "find": "Ctrl+F",
    "find-next": "F3",
    "find-previous": "Shift+F3",
    "replace": "Ctrl+H",
    "undo": "Ctrl+Z",
    "redo": "Ctrl+Shift+Z",
    "edit": "F2",
    "split": "Ctrl+Return",
    "merge": "Ctrl+M",
    "delete-turn": "Del",
    "times": "Ctrl+Shift+T",
    "begin-earlier": "Alt+Left",
    "begin-later": "Alt+Right",
    "end-earlier": "Alt+Shift+Left",
    "end-later": "Alt+Shift+Right",
    "new-speaker": "0",
    "doubt": "F8",
    "doubts": "Shift+F8",
    **{f"speaker-{number}": str(number) for number in DIGITS},
}
"""The program's own keys for them."""

REDO_TOO = "Ctrl+Y"
"""Some know this key for "redo", others that of the table."""

LIMITS = ("begin-earlier", "begin-later", "end-earlier", "end-later")

READING = frozenset({"play", "play-cursor", "split", "delete-turn", "edit", "new-speaker", *LIMITS}) | {
    f"speaker-{number}" for number in DIGITS
}
"""Actions whose keys people type or press buttons with, so that they count in transcript and timeline only."""

Add = Callable[[QMenu, str, str], QAction]


def add_editing(window: QMainWindow, menu: QMenu, add: Add) -> None:
    """Puts what changes a meeting into the menu."""
    tr = window.tr
    add(menu, "undo", tr("Undo"))
    add(menu, "redo", tr("Redo"))
    menu.addSeparator()
    add(menu, "edit", tr("Edit the words"))
    add(menu, "split", tr("Split turn at the cursor"))
    add(menu, "merge", tr("Merge with the next turn"))
    add(menu, "delete-turn", tr("Delete turn"))
    add(menu, "times", tr("Times…"))
    times = menu.addMenu(tr("Begin and end of the turn"))
    add(times, "begin-earlier", tr("Begin earlier"))
    add(times, "begin-later", tr("Begin later"))
    add(times, "end-earlier", tr("End earlier"))
    add(times, "end-later", tr("End later"))
    speakers = menu.addMenu(tr("Was said by"))
    for number in DIGITS:
        add(speakers, f"speaker-{number}", tr("Speaker %1").replace("%1", str(number)))
    add(speakers, "new-speaker", tr("A new speaker"))
    add(speakers, "rest-new", tr("A new speaker from here on"))
    menu.addSeparator()
    add(menu, "find", tr("Find in this meeting"))
    add(menu, "find-next", tr("Find next"))
    add(menu, "find-previous", tr("Find previous"))
    add(menu, "replace", tr("Replace in this meeting"))
    add(menu, "doubt", tr("Next doubtful word"))
    add(menu, "doubts", tr("Doubtful places…"))
    menu.addSeparator()


def add_playing(window: QMainWindow, menu: QMenu, add: Add) -> None:
    """Puts what plays a meeting into the menu."""
    tr = window.tr
    add(menu, "play", tr("Play or pause"))
    add(menu, "play-cursor", tr("Play from the cursor"))
    add(menu, "heard", tr("Go to what is heard"))
    add(menu, "only", tr("Hear only this speaker"))
    add(menu, "slower", tr("Slower"))
    add(menu, "faster", tr("Faster"))
    menu.addSeparator()
    add(menu, "closer", tr("Look closer at the timeline"))
    add(menu, "farther", tr("Look at more of the timeline"))
    add(menu, "whole", tr("Show the whole timeline"))
