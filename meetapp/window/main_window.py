"""The main window: puts the four places together and leads from what is clicked to what is done."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QLabel,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from meetapp import __version__
from meetapp.export import FORMATS
from meetapp.store.search import Hit
from meetapp.window import catalog, tokens
from meetapp.window.actions import Actions
from meetapp.window.catalog import Entry
from meetapp.window.desk import Desk
from meetapp.window.dock import Dock
from meetapp.window.inputs import InputList
from meetapp.window.meeting_page import MeetingPage
from meetapp.window.people import PeoplePanel
from meetapp.window.preferences import Preferences
from meetapp.window.session import Session
from meetapp.window.sidebar import Sidebar
from meetapp.window.theme import Appearance
from meetapp.window.times import safe_name
from meetapp.window.welcome import WelcomePage
from sts_model.turns import Turn

SIZE = (1280, 820)
NARROW_PX = 980
"""Below this width the right panel gives its place to the transcript."""


class MainWindow(QMainWindow):
    """Shows and orders; what it shows is kept by the desk."""

    def __init__(self, appearance: Appearance, preferences: Preferences) -> None:
        super().__init__()
        self._appearance, self._preferences = appearance, preferences
        self.desk = Desk(self)
        self.inputs = InputList(self)
        self.sidebar = Sidebar(appearance)
        self.people = PeoplePanel(appearance)
        self.page = MeetingPage(appearance, self.people)
        self.welcome = WelcomePage(appearance)
        self.dock = Dock(appearance, self.inputs)
        self.actions_ = Actions(self)
        self._people_wanted = True
        self._arrange()
        self._connect_places()
        self._connect_actions()
        self.actions_.choose_theme(appearance.choice)
        self.page.export.setMenu(self.actions_.export)
        self.sidebar.menu.setMenu(self.actions_.whole_menu())
        self.dock.want_input(preferences.settings.input)
        self._show_welcome()
        self.desk.refresh()
        self.inputs.refresh()

    def _arrange(self) -> None:
        self.setWindowTitle("meetapp")
        self.resize(*SIZE)
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
        column.addWidget(self._trouble)
        column.addWidget(self._pages, 1)
        whole = QWidget()
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.sidebar, 0, 0)
        grid.addWidget(middle, 0, 1)
        grid.addWidget(self.people, 0, 2)
        grid.addWidget(self.dock, 1, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 1)
        self.setCentralWidget(whole)

    def _connect_places(self) -> None:
        self.sidebar.record.clicked.connect(self.start_recording)
        self.sidebar.import_files.clicked.connect(self.choose_files)
        self.sidebar.opened.connect(self.open_entry)
        self.sidebar.hit_opened.connect(self.open_hit)
        self.sidebar.searched.connect(self._search)
        self.welcome.demo_clicked.connect(self.desk.open_demo)
        self.page.go_on_clicked.connect(self._go_on)
        self.dock.record_clicked.connect(self.start_recording)
        self.dock.stop_clicked.connect(self.stop_recording)
        self.dock.pause_clicked.connect(lambda pause: self._order("pause" if pause else "resume"))
        self.dock.input_chosen.connect(lambda name: self._preferences.change(input=name))
        self.desk.entries_changed.connect(self._show_entries)
        self.desk.recording_changed.connect(self._show_recording)
        self.desk.import_began.connect(self.sidebar.add_job)
        self.desk.began.connect(self.show_session)
        self.desk.trouble.connect(self.show_trouble)

    def _connect_actions(self) -> None:
        transcript = self.page.transcript
        does: dict[str, Callable[[], object]] = {
            "menu": self.sidebar.menu.showMenu,
            "record": self.start_recording,
            "stop": self.stop_recording,
            "pause": self.dock.pause.click,
            "import": self.choose_files,
            "demo": self.desk.open_demo,
            "quit": self.close,
            "copy": transcript.copy,
            "rename": self._rename_speaker,
            "search": self.sidebar.search.setFocus,
            "previous": partial(self._step, -1),
            "next": partial(self._step, 1),
            "follow": partial(transcript.set_follow, True),
            "people": self._toggle_people,
            "larger": partial(self._resize_text, 1),
            "smaller": partial(self._resize_text, -1),
            "normal": partial(self._resize_text, 0),
            "about": self._about,
        }
        does |= {f"theme-{name}": partial(self._choose_theme, name) for name in ("system", "light", "dark")}
        does |= {f"export-{name}": partial(self.choose_export, name) for name in FORMATS}
        for name, call in does.items():
            self.actions_[name].triggered.connect(lambda _=False, call=call: call())

    # Meetings

    def open_entry(self, entry: Entry) -> None:
        """Shows a meeting of the library."""
        self.show_session(self.desk.session(entry))

    def open_hit(self, hit: Hit) -> None:
        """Shows the turn that a search found."""
        entry = next((each for each in self.desk.entries if each.id == hit.meeting), None)
        if entry is None:
            return
        self.open_entry(entry)
        session = self.page.session
        if session is not None and session.model.turns:
            self._show_turn(hit.turn)
        elif session is not None:
            session.loaded.connect(partial(self._show_turn, hit.turn))

    def show_session(self, session: Session) -> None:
        """Shows a meeting in the middle."""
        before = self.page.session
        self.show_trouble("")
        self.page.show_session(session)
        self._pages.setCurrentWidget(self.page)
        self._place_people()
        self.sidebar.choose(session.entry.id)
        if before is not None and before is not session:
            self.desk.close(before)

    def start_recording(self) -> None:
        """Records from the input that is chosen in the dock."""
        self.show_trouble("")
        self.desk.record(self.dock.chosen_input)

    def stop_recording(self) -> None:
        """Ends the recording; its text is completed after that."""
        if self.desk.recording is not None and self.desk.recording.is_recording:
            self.desk.recording.order("stop")

    def choose_files(self) -> None:
        """Asks for recordings and imports them."""
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Import files"))
        self.import_files([Path(name) for name in names])

    def import_files(self, files: list[Path]) -> None:
        """Imports recordings, one after the other."""
        self.show_trouble("")
        self.desk.import_files(files)

    def choose_export(self, form: str) -> None:
        """Asks where to write the meeting shown, then writes it."""
        session = self.page.session
        if session is None or not session.model.turns:
            return
        name = safe_name(session.entry.title) + FORMATS[form].suffix
        folder = Path(self._preferences.settings.export_folder or Path.home())
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export"), str(folder / name))
        if path:
            self._preferences.change(export_folder=str(Path(path).parent), export_format=form)
            self.export(Path(path), form)

    def export(self, path: Path, form: str) -> None:
        """Writes the meeting shown to `path`."""
        session = self.page.session
        if session is not None:
            turns: list[Turn] = session.model.turns
            work = partial(catalog.export, path, form, session.entry.title, turns, session.model.names)
            self.desk.jobs.run(work, failed=self.show_trouble)

    def show_trouble(self, sentence: str) -> None:
        """Shows a sentence above the page; an empty one takes it away."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    # Small things

    def _show_entries(self) -> None:
        shown = self.page.session.entry.id if self.page.session is not None else None
        if not self.sidebar.search.text().strip():
            self.sidebar.show_entries(self.desk.entries, shown)
        if self.page.session is None and self.desk.entries:
            self.open_entry(self.desk.entries[0])
        elif self.page.session is not None and shown not in {entry.id for entry in self.desk.entries}:
            self._leave_page()

    def _leave_page(self) -> None:
        """The meeting shown is gone."""
        if self.desk.entries:
            self.open_entry(self.desk.entries[0])
        else:
            self._show_welcome()

    def _show_welcome(self) -> None:
        self.welcome.show_demo(catalog.DEMO.exists())
        self._pages.setCurrentWidget(self.welcome)
        self._place_people()

    def _show_recording(self) -> None:
        self.dock.control(self.desk.recording)

    def _order(self, what: str) -> None:
        if self.desk.recording is not None and self.desk.recording.is_recording:
            self.desk.recording.order(what)

    def _go_on(self) -> None:
        if self.page.session is not None:
            self.page.session.go_on()

    def _show_turn(self, number: int) -> None:
        session = self.page.session
        turn = next((each for each in session.model.turns if each.id == number), None) if session is not None else None
        if turn is not None:
            self.page.transcript.show_time(turn.start_s)

    def _search(self, question: str) -> None:
        if question:
            self.desk.jobs.run(partial(catalog.find, question), self.sidebar.show_hits)
        else:
            self._show_entries()

    def _step(self, by: int) -> None:
        view, session = self.page.transcript, self.page.session
        if session is not None and session.model.rows:
            place = min(len(session.model.rows) - 1, max(0, view.currentIndex().row() + by))
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            view.selectionModel().setCurrentIndex(session.model.index(place), flags)
            self.page.timeline.show_marker(session.model.row(place).start_s)

    def _rename_speaker(self) -> None:
        session, place = self.page.session, self.page.transcript.currentIndex().row()
        if session is not None and session.model.rows:
            self.people.edit(session.model.row(max(0, place)).columns[0][0].speaker)

    def _toggle_people(self) -> None:
        self._people_wanted = not self._people_wanted
        self._place_people()

    def _place_people(self) -> None:
        meeting = self._pages.currentWidget() is self.page
        shown = meeting and self._people_wanted and self.width() >= self._appearance.px(NARROW_PX)
        self.people.setVisible(shown)
        self.actions_["people"].setChecked(shown)

    def _choose_theme(self, name: str) -> None:
        self._appearance.choose(name)
        self._preferences.change(theme=name)

    def _resize_text(self, step: int) -> None:
        percents = [round(scale * 100) for scale in tokens.SCALES]
        now = min(range(len(percents)), key=lambda i: abs(percents[i] - self._appearance.percent))
        percent = percents[min(len(percents) - 1, max(0, now + step))] if step else 100
        self._appearance.resize(percent)
        self._preferences.change(text_scale=percent)
        self._place_people()

    def _about(self) -> None:
        words = self.tr("meetapp %1\nRecords meetings and shows who said what, wholly on this computer.")
        QMessageBox.about(self, self.tr("About meetapp"), words.replace("%1", __version__))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.import_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_people()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.desk.shut_down()
        self.inputs.close()
        self._preferences.save()
        super().closeEvent(event)
