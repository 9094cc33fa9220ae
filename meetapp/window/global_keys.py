"""System-wide keys: start or stop a recording and set a bookmark from any program, where the system allows it."""

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtGui import QGuiApplication, QKeySequence

from meetapp.edits import AddBookmark
from meetapp.settings import Settings
from meetapp.window.x_keys import Keys, XKeys
from sts_model.units import samples

if TYPE_CHECKING:
    from meetapp.window.main_window import MainWindow

NAMES = ("global_record_key", "global_bookmark_key")
"""The settings that hold the keys."""

MODIFIERS = {"Ctrl": "Control", "Alt": "Mod1", "Meta": "Mod4", "Shift": "Shift"}
OTHER_KEYS = {"Space": "space", "Pause": "Pause", "Ins": "Insert"}
FUNCTION_KEYS = {f"F{number}" for number in range(1, 25)}


class GlobalKeys(QObject):
    """Holds the keys that the settings name; none at first."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._keys: XKeys | None = None
        self._notifier: QSocketNotifier | None = None
        self._names: dict[Keys, str] = {}
        self._has_told = False

    def use(self, chosen: Settings) -> None:
        """Takes the keys that `chosen` names in place of those before; what stands in the way is told."""
        self.close()
        wanted = {name: getattr(chosen, name) for name in NAMES if getattr(chosen, name)}
        problem = self.problem() if wanted else ""
        if wanted and not problem:
            problem = self._take(wanted)
        if problem or self._has_told:
            self._window.show_trouble(problem)
        self._has_told = bool(problem)

    def problem(self) -> str:
        """Why there can be no such keys here, in a sentence; empty when there can."""
        if os.environ.get("WAYLAND_DISPLAY") or QGuiApplication.platformName() == "wayland":
            return self.tr("Keys for every program cannot be had here: Wayland tells no program what another gets.")
        if QGuiApplication.platformName() != "xcb":
            return self.tr("Keys for every program cannot be had here: so far they need Linux with X11.")
        try:
            XKeys().close()
        except ImportError:
            return self.tr("Keys for every program need the package python-xlib, which is not installed.")
        except OSError as err:
            return self.tr("Keys for every program cannot be had here: %1.").replace("%1", str(err))
        return ""

    def close(self) -> None:
        """Gives all keys back."""
        if self._keys is not None and self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._keys.close()
        self._keys = self._notifier = None
        self._names = {}

    def _take(self, wanted: dict[str, str]) -> str:
        self._keys = XKeys()
        self._notifier = QSocketNotifier(self._keys.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_pressed)
        problems = [self._take_one(self._keys, name, text).replace("%1", text) for name, text in wanted.items()]
        return " ".join(filter(None, problems))  # what is wrong with one is no reason to leave the other out

    def _take_one(self, held: XKeys, name: str, text: str) -> str:
        """Why `text` cannot be the key of that setting, a sentence about “%1”; empty when it is."""
        keys = parse(text)
        if keys is None:
            return self.tr("“%1” cannot be a key for every program: take Ctrl, Alt or Meta and a letter or digit.")
        if keys in self._names:
            return self.tr("“%1” cannot do two things in every program: choose another key for one of them.")
        answer = held.take(keys)
        if answer == "held":
            self._names[keys] = name
            return ""
        if answer == "taken":
            return self.tr("Another program has the key %1 already.")
        return self.tr("There is no key %1 on this keyboard.")

    def _on_pressed(self) -> None:
        for keys in self._keys.pressed() if self._keys is not None else []:
            if self._names[keys] == "global_record_key":
                self._start_or_stop()
            else:
                self._bookmark()

    def _start_or_stop(self) -> None:
        recording = self._window.desk.recording
        if recording is not None and recording.is_recording:
            self._window.stop_recording()
        else:
            self._window.start_recording()

    def _bookmark(self) -> None:
        """Marks this moment of the recording, whatever meeting is shown."""
        recording = self._window.desk.recording
        if recording is not None and recording.is_recording:
            recording.edit([AddBookmark(samples(recording.status.recorded_s))])


def parse(text: str) -> Keys | None:
    """The keys that `text` names; None for what must not be taken from all programs, as a letter alone."""
    sequence = QKeySequence(text)
    if sequence.count() != 1:
        return None
    *modifiers, key = sequence.toString(QKeySequence.SequenceFormat.PortableText).split("+")
    held = frozenset(MODIFIERS[each] for each in modifiers if each in MODIFIERS)
    if key in FUNCTION_KEYS:
        return key, held
    name = key.lower() if len(key) == 1 and key.isascii() and key.isalnum() else OTHER_KEYS.get(key, "")
    return (name, held) if name and held - {"Shift"} else None
