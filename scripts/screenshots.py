"""Pictures of the window for README and eye: `python scripts/screenshots.py [--transcribe] [--only NAME ...]`.

A real window on a real library, under Xvfb (offscreen where there is none). The meeting shown is the demo: its
reference turns unless --transcribe asks the shipped model; the other meetings of the list are made up.
"""

import argparse
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "assets" / "screenshots"
SIZE = (1280, 800)
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import picture_library as library_of  # noqa: E402

from meetapp import paths  # noqa: E402
from meetapp.edits import AddBookmark, RenameSpeaker, SetNotes, voice  # noqa: E402
from meetapp.store import Library, open_library  # noqa: E402
from meetapp.store.edits import add_edits, edited_meeting  # noqa: E402
from sts_model.turns import Turn  # noqa: E402
from sts_model.units import samples  # noqa: E402

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meetapp.supervisor.control import ControlServer
    from meetapp.window.main_window import MainWindow

Fill = Callable[[Library, list[Turn]], None]
Act = Callable[["MainWindow"], "QWidget | None"]


def nothing(window: "MainWindow") -> None:
    """The window as it opens."""


@dataclass(frozen=True)
class Picture:
    """What is in the library, and what a person does before the picture is taken, of the window or what `act` gives."""

    theme: str
    fill: Fill
    act: Act = nothing
    scale: int = 100


def main() -> int:
    """Writes the pictures; 0 when all are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transcribe", action="store_true", help="show what the shipped model makes of the demo")
    parser.add_argument("--only", default=[], nargs="+", choices=PICTURES, metavar="NAME", help="these pictures only")
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with display():
        turns = library_of.transcribed_turns() if asked.transcribe else library_of.reference_turns()
        for name, picture in PICTURES.items():
            if not asked.only or name in asked.only:
                with library_of.home():
                    with open_library(paths.library()) as library:
                        picture.fill(library, turns)
                    shoot(asked.out / f"{name}.png", picture)
    return 0


@contextmanager
def display() -> Iterator[None]:
    """A screen of our own under Xvfb, so that every machine makes the same picture."""
    program = shutil.which("Xvfb")
    if program is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield
        return
    reader, writer = os.pipe()
    screen = f"{SIZE[0]}x{SIZE[1]}x24"
    server = subprocess.Popen(
        [program, "-displayfd", str(writer), "-screen", "0", screen, "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as answer:
        os.environ["DISPLAY"] = f":{answer.readline().strip()}"
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    try:
        yield
    finally:
        server.terminate()
        server.wait(10)


# Libraries


def reviewed(library: Library, turns: list[Turn]) -> None:
    number = library_of.put_meeting(library, "Demo meeting", turns, ago_s=0)
    known = edited_meeting(library, number).turns
    names = [RenameSpeaker(voice(known, number), name) for number, name in ((1, "Anna"), (2, "Ben"), (3, "Chiara"))]
    marks = [AddBookmark(samples(12.6), "ask the desk makers"), AddBookmark(samples(37.5), "calls in one day")]
    for edit in (*names, *marks, SetNotes("Move on Friday unless the desks are late.\nBen: numbers by tomorrow.")):
        add_edits(library, number, [edit])
    library_of.put_others(library)


def empty(library: Library, turns: list[Turn]) -> None:
    """What a new user has."""


def long(library: Library, turns: list[Turn]) -> None:
    library_of.put_meeting(library, "Planning day", library_of.long_turns(turns, 6.5), ago_s=0)
    library_of.put_others(library)


def live(library: Library, turns: list[Turn]) -> None:
    library_of.put_live(library, turns)


# What a person does


def settings(section: str) -> Act:
    def act(window: "MainWindow") -> "QWidget | None":
        window.commands.dialogs.show_settings(section)
        return window.commands.dialogs.settings

    return act


def about(window: "MainWindow") -> "QWidget | None":
    window.actions_["about"].trigger()
    return window.commands.dialogs.about


def tags(window: "MainWindow") -> "QWidget | None":
    from meetapp.window.tags_dialog import TagsDialog

    window.actions_["tags"].trigger()
    dialog: QWidget | None = window.findChild(TagsDialog)
    return dialog


def doubts(window: "MainWindow") -> "QWidget | None":
    window.actions_["doubts"].trigger()
    return window.reviewing.dialog


def captions(window: "MainWindow") -> "QWidget | None":
    window.actions_["captions"].trigger()
    return window.captions.view


def search(window: "MainWindow") -> None:
    window.sidebar.search.setText("desks")


def go_far(window: "MainWindow") -> None:
    window.page.transcript.show_time(3.2 * 3600)


def overlap(window: "MainWindow") -> None:
    """To the place where most people talk at once."""
    rows = window.page.session.model.rows if window.page.session is not None else []
    window.page.transcript.show_time(max(rows, key=lambda row: len(row.pieces)).start_s)


PICTURES = {
    "meeting-light": Picture("light", reviewed),
    "meeting-dark": Picture("dark", reviewed),
    "meeting-200": Picture("light", reviewed, scale=200),
    "long-light": Picture("light", long, go_far),
    "overlap-light": Picture("light", reviewed, overlap),
    "tags-light": Picture("light", reviewed, tags),
    "overlap-dark": Picture("dark", reviewed, overlap),
    "empty-light": Picture("light", empty),
    "empty-dark": Picture("dark", empty),
    "live-light": Picture("light", live),
    "live-dark": Picture("dark", live),
    "captions-dark": Picture("dark", live, captions),
    "doubts-light": Picture("light", reviewed, doubts),
    "search-light": Picture("light", reviewed, search),
    "settings-light": Picture("light", reviewed, settings("recording")),
    "settings-dark": Picture("dark", reviewed, settings("appearance")),
    "shortcuts-light": Picture("light", reviewed, settings("shortcuts")),
    "about-light": Picture("light", reviewed, about),
}


def shoot(path: Path, picture: Picture) -> None:
    """Opens the window, does what the picture asks for, waits until all is still, and takes it from the screen."""
    from PySide6.QtGui import QFontDatabase, QGuiApplication
    from PySide6.QtWidgets import QApplication

    from meetapp.window.app import open_window
    from meetapp.window.inputs import Input, InputList
    from meetapp.window.theme import Appearance

    InputList.refresh = lambda self: None  # type: ignore[method-assign]  # the machine's own inputs tell nobody anything
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with answering():
        window = open_window(app, "Inter" if "Inter" in QFontDatabase.families() else "")
        look = app.findChildren(Appearance)[-1]
        window.preferences.change(theme=picture.theme, text_scale=picture.scale, remind_consent=False)
        window.inputs.inputs = [Input("usb", "USB microphone", False, True)]
        window.inputs.changed.emit()
        window.resize(*SIZE)
        window.show()
        wait(window)
        dialog = picture.act(window)
        wait(window)
        window.page.transcript._delegate.caret_shown = True
        window.page.transcript.viewport().repaint()
        taken = dialog.grab() if dialog else QGuiApplication.primaryScreen().grabWindow(window.winId())
        if taken.isNull():
            taken = window.grab()
        taken.save(str(path))
    print(path)
    window.quit()
    look.deleteLater()
    window.deleteLater()
    app.processEvents()


@contextmanager
def answering() -> Iterator[None]:
    """Somebody who answers for each meeting that is in progress, so that the window attaches to it."""
    from meetapp.meeting import is_in_progress
    from meetapp.supervisor.control import ControlServer

    folders = list(paths.meetings().iterdir()) if paths.meetings().exists() else []
    servers = [ControlServer(folder) for folder in folders if is_in_progress(folder)]
    done = threading.Event()
    threads = [threading.Thread(target=_answer, args=(server, done)) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread, server in zip(threads, servers, strict=True):
            thread.join()
            server.close()


def _answer(server: "ControlServer", done: threading.Event) -> None:
    while not done.is_set():
        server.orders(0.02)


def wait(window: "MainWindow", at_least_s: float = 0.7) -> None:
    """Until the window has read what it shows, and a little longer."""
    from PySide6.QtWidgets import QApplication

    def idle() -> bool:
        session = window.page.session
        return window.desk.is_loaded and not window.desk.jobs.busy and (session is None or session.is_loaded)

    until, limit = time.monotonic() + at_least_s, time.monotonic() + 30
    while (time.monotonic() < until or not idle()) and time.monotonic() < limit:
        QApplication.processEvents()
        time.sleep(0.002)


if __name__ == "__main__":
    sys.exit(main())
