"""Puts settings to use as soon as they change, and keeps them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from meetapp.settings import Settings
from meetapp.window.desk import Choices
from meetapp.window.global_keys import NAMES

if TYPE_CHECKING:
    from meetapp.window.main_window import MainWindow


class SettingsUse(QObject):
    """The one place that knows which part of the window follows which setting."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        look = window.appearance
        self._uses: dict[str, Callable[[Settings], object]] = {
            "theme": self._use_theme,
            "text_scale": self._use_text_scale,
            "show_confidence": lambda chosen: look.show_doubts(chosen.show_confidence),
            "reduce_motion": lambda chosen: look.calm_down(chosen.reduce_motion),
            "shortcuts": self._use_keys,
            "input": lambda chosen: window.dock.want_input(chosen.input),
            "model": self._use_for_work,
            "meetings_folder": self._use_for_work,
            "live_text": self._use_for_work,
            "audio": self._use_for_work,
            "names": self._use_for_work,
            "after_meeting": self._use_for_work,
            "watch_folder": self._use_watch_folder,
            **dict.fromkeys(NAMES, window.global_keys.use),
            "plain_copies": lambda _: window.desk.copies.later(),
        }
        window.preferences.changed.connect(self._on_changed)
        for name in ("show_confidence", "reduce_motion", "shortcuts", "input", "model", "watch_folder", NAMES[0]):
            self._uses[name](window.preferences.settings)
        window.actions_.choose_theme(look.choice)

    def _on_changed(self, names: tuple[str, ...]) -> None:
        for name in names:
            if name in self._uses:
                self._uses[name](self._window.preferences.settings)
        self._window.preferences.save_later(self._window.desk.jobs)

    def _use_theme(self, chosen: Settings) -> None:
        self._window.appearance.choose(chosen.theme)
        self._window.actions_.choose_theme(chosen.theme)

    def _use_text_scale(self, chosen: Settings) -> None:
        self._window.appearance.resize(chosen.text_scale)
        self._window.place_people()

    def _use_watch_folder(self, chosen: Settings) -> None:
        self._window.desk.watched.watch(Path(chosen.watch_folder) if chosen.watch_folder else None)

    def _use_keys(self, chosen: Settings) -> None:
        actions = self._window.actions_
        actions.use_keys(chosen.shortcuts)
        self._window.notes.show_key(actions["bookmark"].shortcut().toString(QKeySequence.SequenceFormat.NativeText))

    def _use_for_work(self, chosen: Settings) -> None:
        self._window.desk.choices = Choices(
            chosen.model,
            chosen.meetings_folder,
            chosen.live_text,
            chosen.audio,
            chosen.names,
            chosen.after_meeting,
        )
