"""The main window: puts the four places together and leads from what is clicked to what is done."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from meetapp.window import catalog, tokens
from meetapp.window.actions import Actions
from meetapp.window.captions import Captions
from meetapp.window.catalog import Entry
from meetapp.window.commands import Commands
from meetapp.window.desk import Desk
from meetapp.window.dock import Dock
from meetapp.window.global_keys import GlobalKeys
from meetapp.window.inputs import InputList
from meetapp.window.live import LiveManners
from meetapp.window.marks import MeetingMarks
from meetapp.window.meeting_page import MeetingPage
from meetapp.window.notes_panel import NotesPanel
from meetapp.window.offers import Offers
from meetapp.window.people import PeoplePanel
from meetapp.window.preferences import Preferences
from meetapp.window.reviewing import Reviewing
from meetapp.window.session import Session
from meetapp.window.settings_use import SettingsUse
from meetapp.window.sidebar import Sidebar
from meetapp.window.theme import Appearance
from meetapp.window.tray import Tray
from meetapp.window.welcome import WelcomePage

SIZE = (1280, 820)
NARROW_PX = 980
"""Below this width the right panel gives its place to the transcript."""


class MainWindow(QMainWindow):
    """Shows and orders; what it shows is kept by the desk."""

    def __init__(self, appearance: Appearance, preferences: Preferences) -> None:
        super().__init__()
        self.appearance, self.preferences = appearance, preferences
        self.desk = Desk(self)
        self.inputs = InputList(self)
        self.sidebar = Sidebar(appearance)
        self.people = PeoplePanel(appearance)
        self.page = MeetingPage(appearance, self.people)
        self.welcome = WelcomePage(appearance)
        self.dock = Dock(appearance, self.inputs)
        self.notes = NotesPanel(appearance)
        self.offers = Offers(appearance)
        self.actions_ = Actions(self)
        self.people_wanted = True
        self._really_close = False
        self._arrange()
        self._connect_places()
        self.marks = MeetingMarks(self, self.notes)
        self.tray = Tray(self)
        self.live = LiveManners(self)
        self.captions = Captions(self)
        self.reviewing = Reviewing(self)
        self.global_keys = GlobalKeys(self)
        self.commands = Commands(self, self.actions_)
        SettingsUse(self)
        self.show_welcome()
        self.desk.refresh()
        self.inputs.refresh()

    def _arrange(self) -> None:
        self.setWindowTitle("meetapp")
        self.resize(QSize(*SIZE).boundedTo(self.screen().availableSize()))
        self.setMinimumSize(720, 480)
        self.setAcceptDrops(True)
        self._trouble = QLabel()
        self._trouble.setProperty("tone", "record")
        self._trouble.setWordWrap(True)
        self._trouble.setContentsMargins(tokens.SPACE_5, tokens.SPACE_3, tokens.SPACE_5, 0)
        self._trouble.setAccessibleName(self.tr("Problem"))
        self._trouble.hide()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self.page)
        middle = QWidget()
        middle.setObjectName("middle")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.offers)
        column.addWidget(self._trouble)
        column.addWidget(self._pages, 1)
        self._side = QWidget()
        self._side.setObjectName("side")
        self._side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(1, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.people, 2)
        side.addWidget(self.notes, 1)
        whole = QWidget()
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.sidebar, 0, 0)
        grid.addWidget(middle, 0, 1)
        grid.addWidget(self._side, 0, 2)
        grid.addWidget(self.dock, 1, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 1)
        self.setCentralWidget(whole)

    def _connect_places(self) -> None:
        self.sidebar.record.clicked.connect(lambda: self.start_recording())
        self.sidebar.import_files.clicked.connect(self.choose_files)
        self.sidebar.opened.connect(self.open_entry)
        self.welcome.demo_clicked.connect(self.desk.open_demo)
        self.page.go_on_clicked.connect(self._go_on)
        self.page.trouble.connect(self.show_trouble)
        self.dock.record_clicked.connect(lambda: self.start_recording())
        self.dock.stop_clicked.connect(self.stop_recording)
        self.dock.pause_clicked.connect(lambda pause: self._order("pause" if pause else "resume"))
        self.dock.input_chosen.connect(lambda name: self.keep(input=name))
        self.desk.entries_changed.connect(self.show_entries)
        self.desk.recording_changed.connect(self._show_recording)
        self.desk.import_began.connect(self.sidebar.jobs.add_job)
        self.desk.imports.changed.connect(lambda: self.sidebar.jobs.show_waiting(self.desk.imports.waiting))
        self.sidebar.jobs.cancelled.connect(self.desk.imports.cancel)
        self.desk.began.connect(self.show_session)
        self.desk.trouble.connect(self.show_trouble)

    # Meetings

    def open_entry(self, entry: Entry) -> None:
        """Shows a meeting that the user chose."""
        self.show_trouble("")
        self.show_session(self.desk.session(entry))

    def show_session(self, session: Session) -> None:
        """Shows a meeting in the middle."""
        before = self.page.session
        self.page.show_session(session)
        self.marks.follow(session)
        self.captions.follow()
        self.reviewing.follow()
        self._pages.setCurrentWidget(self.page)
        self.place_people()
        self.sidebar.choose(session.entry.id)
        if before is None:
            self.page.transcript.setFocus()  # else keys would be for the record button
        elif before is not session:
            self.desk.close(before)

    def start_recording(self, *, text: bool | None = None) -> None:
        """Records from the input that is chosen in the dock; shows the recording that goes on already, if one does.

        `text` says whether it is written meanwhile, if not as the settings say.
        """
        self.show_trouble("")
        if self.desk.recording is not None and self.desk.recording.is_recording:
            self.show_session(self.desk.recording)
            return
        self.desk.record(self.dock.chosen_input, text=text, speakers=self.dock.speakers)

    def stop_recording(self) -> None:
        """Ends the recording; its text is completed after that."""
        if self.desk.recording is not None and self.desk.recording.is_recording:
            self.desk.recording.order("stop")

    def choose_files(self) -> None:
        """Asks for recordings and imports them."""
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Import files"))
        self.import_files([Path(name) for name in names])

    def import_files(self, files: list[Path], *, again: bool = False) -> None:
        """Imports recordings, one after the other."""
        self.show_trouble("")
        self.desk.import_files(files, self.dock.speakers, again=again)

    def show_trouble(self, sentence: str) -> None:
        """Shows a sentence above the page; an empty one takes it away."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def keep(self, **changed: Any) -> None:
        """Changes settings, which are then put to use and kept."""
        self.preferences.change(**changed)

    # Small things

    def show_entries(self) -> None:
        """Shows all meetings at the left, unless a search is shown there."""
        shown = self.page.session.entry.id if self.page.session is not None else None
        if not self.sidebar.search.text().strip():
            self.sidebar.show_entries(self.desk.entries, shown)
        gone = shown not in {entry.id for entry in self.desk.entries}
        # A meeting that has just begun may be missing from a list that was read a moment before.
        active = self.page.session is not None and self.page.session.is_active
        if gone and not active and (shown is not None or self.desk.entries):
            self._leave_page()

    def _leave_page(self) -> None:
        """Shows the newest meeting, since there is none shown or the one shown is gone."""
        if self.desk.entries:
            self.show_session(self.desk.session(self.desk.entries[0]))
        else:
            self.show_welcome()

    def show_welcome(self) -> None:
        """Shows the first steps, and the demo meeting to open."""
        self.welcome.show_demo(catalog.DEMO.exists())
        self._pages.setCurrentWidget(self.welcome)
        self.welcome.demo.setFocus()
        self.place_people()

    def _show_recording(self) -> None:
        self.dock.control(self.desk.recording)

    def _order(self, what: str) -> None:
        if self.desk.recording is not None and self.desk.recording.is_recording:
            self.desk.recording.order(what)

    def _go_on(self) -> None:
        if self.page.session is not None:
            self.page.session.go_on()

    def place_people(self) -> None:
        meeting = self._pages.currentWidget() is self.page
        shown = meeting and self.people_wanted and self.width() >= self.appearance.px(NARROW_PX)
        self._side.setVisible(shown)
        self.actions_["people"].setChecked(shown)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.import_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Whoever comes back to the window may have plugged in a microphone meanwhile.
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.inputs.refresh_if_old()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_people()

    def quit(self) -> None:
        """Closes the window for good; whoever records goes on."""
        self._really_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.hide()  # what follows may take a moment
        if not self._really_close and self.preferences.settings.close_to_tray and self.tray.can_hold:
            event.ignore()
            return
        self.commands.library.finish_deleting()
        self.notes.notes.keep()
        self.tray.icon.hide()
        self.captions.close()
        self.global_keys.close()
        self.live.awake.keep(False)
        self.preferences.save()
        self.page.close_sound()
        self.desk.shut_down()
        self.inputs.close()
        super().closeEvent(event)
