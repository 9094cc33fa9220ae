"""What each action of the menus does."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QObject

from meetapp.settings import THEMES
from meetapp.window import tokens
from meetapp.window.actions import Actions
from meetapp.window.dialogs import Dialogs
from meetapp.window.export_commands import ExportCommands
from meetapp.window.library_commands import LibraryCommands
from meetapp.window.meeting_commands import bind_reading_keys, meeting_commands

if TYPE_CHECKING:
    from meetapp.window.main_window import MainWindow


class Commands(QObject):
    """Connects the actions to the window; does itself what belongs to none of the four places."""

    def __init__(self, window: "MainWindow", actions: Actions) -> None:
        super().__init__(window)
        self._window = window
        self.dialogs = Dialogs(window)
        self.library = LibraryCommands(window)
        self.exports = ExportCommands(window)
        transcript = window.page.transcript
        does: dict[str, Callable[[], object]] = {
            "menu": window.sidebar.menu.showMenu,
            "record": window.start_recording,
            "record-only": partial(window.start_recording, text=False),
            "stop": window.stop_recording,
            "pause": window.dock.pause.click,
            "import": window.choose_files,
            "import-tracks": window.choose_tracks,
            "demo": window.desk.open_demo,
            "quit": window.quit,
            "copy": transcript.copy,
            "rename": self.rename_speaker,
            "search": window.sidebar.search.setFocus,
            "rename-meeting": self.library.rename,
            "tags": self.library.edit_tags,
            "again": self.library.recognise_again,
            "discard-sound": self.library.discard_sound,
            "delete": self.library.delete,
            "bookmark": window.live.bookmark,
            "note": window.live.write_note,
            "guide": self.dialogs.show_guide,
            "previous": partial(self.step, -1),
            "next": partial(self.step, 1),
            "follow": partial(transcript.set_follow, True),
            "people": self._toggle_people,
            "captions": window.captions.open,
            "doubts": window.reviewing.open,
            "larger": partial(self.resize_text, 1),
            "smaller": partial(self.resize_text, -1),
            "normal": partial(self.resize_text, 0),
            "export": self.exports.show,
            "save": self.exports.save,
            "print": self.exports.print,
            "send": self.library.send,
            "read-back": self.exports.read_back,
            "copy-rich": self.exports.copy,
            "settings": self.dialogs.show_settings,
            "shortcuts": partial(self.dialogs.show_settings, "shortcuts"),
            "about": self.dialogs.show_about,
        }
        does |= meeting_commands(window.page)
        does |= {f"theme-{name}": partial(window.keep, theme=name) for name in THEMES}
        for name, call in does.items():
            actions[name].triggered.connect(lambda _=False, call=call: call())
        bind_reading_keys(window.page, actions)
        window.page.export.clicked.connect(self.exports.show)
        window.sidebar.menu.setMenu(actions.whole_menu())

    def step(self, by: int) -> None:
        """Goes `by` rows down the transcript."""
        view, session = self._window.page.transcript, self._window.page.session
        if session is not None and session.model.rowCount():
            place = min(session.model.rowCount() - 1, max(0, view.currentIndex().row() + by))
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            view.selectionModel().setCurrentIndex(session.model.index(place), flags)
            self._window.page.timeline.show_marker(session.model.row(place).start_s)

    def rename_speaker(self) -> None:
        """Puts the cursor into the name of whoever speaks in the current row."""
        session, place = self._window.page.session, self._window.page.transcript.currentIndex().row()
        if session is not None and session.model.rowCount():
            self._window.people.edit(session.model.row(max(0, place)).columns[0][0].speaker)

    def resize_text(self, step: int) -> None:
        """Shows text a step larger or smaller; at its designed size for 0."""
        percents = [round(scale * 100) for scale in tokens.SCALES]
        now = min(range(len(percents)), key=lambda i: abs(percents[i] - self._window.appearance.percent))
        percent = percents[min(len(percents) - 1, max(0, now + step))] if step else 100
        self._window.keep(text_scale=percent)

    def _toggle_people(self) -> None:
        self._window.people_wanted = not self._window.people_wanted
        self._window.place_people()
