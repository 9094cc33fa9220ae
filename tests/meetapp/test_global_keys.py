"""System-wide keys: pressed by another program on a real X server, they start, mark and stop; else a plain sentence."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from meetapp import paths
from meetapp.store import open_library
from meetapp.store.edits import edited_meeting
from meetapp.store.meetings import MeetingRow, list_meetings
from meetapp.window.global_keys import parse
from meetapp.window.x_keys import XKeys

DRIVER = Path(__file__).with_name("keys_driver.py")
ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 120.0

xlib = pytest.importorskip("Xlib", reason="no python-xlib")
needs_x = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no Xvfb")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Ctrl+Alt+R", ("r", frozenset({"Control", "Mod1"}))),
        ("Meta+Shift+9", ("9", frozenset({"Mod4", "Shift"}))),
        ("F7", ("F7", frozenset())),
        ("Ctrl+Space", ("space", frozenset({"Control"}))),
        ("R", None),
        ("Shift+R", None),
        ("Ctrl++", None),
        ("Ctrl+Ä", None),
        ("Ctrl+K, Ctrl+R", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_what_may_be_taken_from_all_programs(text, keys):
    assert parse(text) == keys


def problem_told(window) -> str:
    return next(label.text() for label in window.findChildren(QLabel) if label.accessibleName() == "Problem")


def test_without_such_keys_nothing_is_said_and_with_them_why_they_cannot_be(show_window, monkeypatch):
    window = show_window()
    assert problem_told(window) == ""
    window.keep(global_record_key="Ctrl+Alt+R")
    assert "need Linux with X11" in problem_told(window)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    window.keep(global_record_key="Ctrl+Alt+S")
    assert "Wayland" in problem_told(window)
    window.commands.dialogs.show_settings("recording")
    help_text = window.commands.dialogs.settings.line("global_record_key").row.help
    assert "Wayland" in help_text, "whoever is about to choose a key reads it too"
    window.keep(global_record_key="")
    assert problem_told(window) == ""


@pytest.fixture
def screen() -> Iterator[str]:
    """The name of an X server that nobody else uses."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as answer:
        yield f":{answer.readline().strip()}"
    server.terminate()
    server.wait()


class Typist:
    """Another program with the keyboard's focus, and fingers on the keyboard."""

    def __init__(self, screen: str) -> None:
        from Xlib import X
        from Xlib.display import Display

        self.display = Display(screen)
        root = self.display.screen()
        self.window = root.root.create_window(0, 0, 50, 50, 0, root.root_depth, event_mask=X.KeyPressMask)
        self.window.map()
        self.display.sync()
        self.window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self.display.sync()

    def press(self, *names: str) -> None:
        """Presses keys together."""
        from Xlib import XK, X
        from Xlib.ext import xtest

        codes = [self.display.keysym_to_keycode(XK.string_to_keysym(name)) for name in names]
        for kind, order in ((X.KeyPress, codes), (X.KeyRelease, codes[::-1])):
            for code in order:
                xtest.fake_input(self.display, kind, code)
        self.display.sync()
        time.sleep(0.02)  # what comes up and goes down in one millisecond is a key that is held

    def typed(self) -> int:
        """How many keys came to this program itself since the last call."""
        from Xlib import X

        self.display.sync()
        found = [self.display.next_event() for _ in range(self.display.pending_events())]
        return sum(event.type == X.KeyPress for event in found)


def wait_for(condition: Callable[[], object]) -> None:
    give_up = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.02)


@needs_x
def test_only_the_keys_that_were_asked_for_are_handed_over_and_each_to_one_program(screen):
    keys, others, typist = XKeys(screen), XKeys(screen), Typist(screen)
    wanted = ("r", frozenset({"Control", "Mod1"}))
    assert keys.take(wanted) == "held"
    assert others.take(wanted) == "taken"
    assert keys.take(("no such key", frozenset())) == "no such key"
    for names in (("r",), ("Control_L", "r"), ("Control_L", "Alt_L", "r")):
        typist.press(*names)
    found = []
    wait_for(lambda: found.extend(keys.pressed()) or found)
    assert found == [wanted]
    assert typist.typed() >= 2, "what is typed elsewhere goes on getting there"
    typist.press("Caps_Lock")
    typist.press("Control_L", "Alt_L", "r")
    wait_for(lambda: found.extend(keys.pressed()) or len(found) == 2)
    keys.close()
    assert others.take(wanted) == "held"


@needs_x
def test_a_key_that_is_refused_is_left_to_others_with_every_lock(screen):
    """Of a key that somebody has with Caps Lock alone, nothing is kept when the rest is refused."""
    from Xlib import XK, X
    from Xlib.display import Display

    somebody, keys, others = Display(screen), XKeys(screen), XKeys(screen)
    code = somebody.keysym_to_keycode(XK.string_to_keysym("r"))
    grab = (code, X.ControlMask | X.LockMask)
    somebody.screen().root.grab_key(*grab, True, X.GrabModeAsync, X.GrabModeAsync)
    somebody.sync()
    wanted = ("r", frozenset({"Control"}))
    assert keys.take(wanted) == "taken"
    somebody.screen().root.ungrab_key(*grab)
    somebody.sync()
    assert others.take(wanted) == "held"


class MadeUpKeys:
    """A keyboard where another program has R, and there is no F24."""

    def __init__(self) -> None:
        self.held: list[str] = []
        self._pipe = os.pipe()

    def fileno(self) -> int:
        return self._pipe[0]

    def take(self, keys: tuple[str, frozenset[str]]) -> str:
        if keys[0] in ("r", "F24"):
            return "taken" if keys[0] == "r" else "no such key"
        self.held.append(keys[0])
        return "held"

    def close(self) -> None:
        for end in self._pipe:
            os.close(end)


@pytest.mark.parametrize(
    ("record_key", "bookmark_key", "held", "told"),
    [
        ("Ctrl+R", "Ctrl+B", ["b"], ["Another program has the key Ctrl+R already."]),
        ("F24", "Ctrl+B", ["b"], ["There is no key F24 on this keyboard."]),
        ("B", "Ctrl+B", ["b"], ["“B” cannot be a key for every program"]),
        ("Ctrl+B", "Ctrl+B", ["b"], ["“Ctrl+B” cannot do two things in every program"]),
        ("Ctrl+R", "F24", [], ["Another program has the key Ctrl+R", "There is no key F24"]),
        ("Ctrl+A", "Ctrl+B", ["a", "b"], []),
    ],
)
def test_one_bad_key_is_told_of_and_the_other_held(show_window, monkeypatch, record_key, bookmark_key, held, told):
    made: list[MadeUpKeys] = []

    def make() -> MadeUpKeys:
        made.append(MadeUpKeys())
        return made[-1]

    monkeypatch.setattr("meetapp.window.global_keys.XKeys", make)
    monkeypatch.setattr("meetapp.window.global_keys.GlobalKeys.problem", lambda _: "")
    window = show_window()
    window.keep(global_record_key=record_key, global_bookmark_key=bookmark_key)
    said = problem_told(window)
    assert all(sentence in said for sentence in told) and bool(said) == bool(told)
    assert made[-1].held == held


def meetings() -> list[MeetingRow]:
    with open_library(paths.library()) as library:
        return list_meetings(library)


@needs_x
def test_keys_in_another_program_start_a_recording_mark_the_moment_and_stop(screen):
    keys = {"global_record_key": "Ctrl+Alt+R", "global_bookmark_key": "Ctrl+Alt+B"}
    paths.make_private(paths.home())
    paths.settings().write_text(json.dumps(keys), encoding="utf-8")
    world = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
    window = subprocess.Popen(
        [sys.executable, str(DRIVER)],
        env={**world, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert window.stdout is not None
        assert window.stdout.readline().strip() == "ready"
        typist = Typist(screen)
        typist.press("r")
        typist.press("Control_L", "Alt_L", "b")  # nothing goes on that could be marked
        typist.press("Control_L", "Alt_L", "r")
        wait_for(meetings)
        (row,) = meetings()

        def marks() -> list[int]:
            with open_library(paths.library()) as library:
                return [each.at_samples for each in edited_meeting(library, row.id).bookmarks]

        def mark() -> bool:
            """The window may not have heard yet that something is recorded."""
            typist.press("Control_L", "Alt_L", "b")
            time.sleep(0.2)
            return bool(marks())

        wait_for(mark)
        wait_for(lambda: 5 * 16_000 in marks())
        typist.press("Control_L", "Alt_L", "r")
        wait_for((row.folder / "orders").exists)
        assert (row.folder / "orders").read_text(encoding="utf-8") == "stop"
        assert len(meetings()) == 1
    finally:
        window.kill()
        window.wait()
