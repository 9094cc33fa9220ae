"""The left place: new recording, import, search, all meetings, running imports."""

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from meetapp.store.search import Hit
from meetapp.window import tokens
from meetapp.window.catalog import Entry
from meetapp.window.controls import ChoiceBox
from meetapp.window.icons import dot_icon, menu_icon
from meetapp.window.job_list import JobList
from meetapp.window.library_delegate import LibraryDelegate
from meetapp.window.library_model import LibraryModel
from meetapp.window.theme import Appearance

SEARCH_DELAY_MS = 180


class Sidebar(QWidget):
    """Says what the user wants; the window does it."""

    opened = Signal(object)  # Entry
    hit_opened = Signal(object)  # Hit
    searched = Signal(str)
    renamed = Signal(object, str)  # Entry, title
    wanted = Signal(str, object)  # what to do, with which Entry

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._brand = QLabel("meetapp")
        self.menu = QPushButton()
        self.menu.setProperty("look", "quiet")
        self.menu.setAccessibleName(self.tr("Menu"))
        self.menu.setToolTip(self.tr("Menu"))
        self.record = QPushButton(self.tr("New recording"))
        self.record.setProperty("look", "primary")
        self.record.setAccessibleName(self.tr("New recording"))
        self.import_files = QPushButton(self.tr("Import files…"))
        self.import_files.setAccessibleName(self.tr("Import files"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search all meetings"))
        self.search.setAccessibleName(self.tr("Search all meetings"))
        self.search.setClearButtonEnabled(True)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SEARCH_DELAY_MS)
        self._delay.timeout.connect(lambda: self.searched.emit(self.search.text().strip()))
        self.search.textChanged.connect(lambda: self._delay.start())
        self.tags = ChoiceBox(appearance)
        self.tags.setAccessibleName(self.tr("Show meetings with the tag"))
        self.tags.activated.connect(self._show)
        self.model = LibraryModel(self)
        self.model.renamed.connect(self.renamed)
        self.list = QListView()
        self.list.setModel(self.model)
        self._delegate = LibraryDelegate(appearance, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName(self.tr("Meetings"))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.clicked.connect(self._open)
        self.list.activated.connect(self._open)
        self.jobs = JobList(appearance)
        self.jobs.opened.connect(self.opened)
        self._entries: list[Entry] = []
        self._chosen: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_3, tokens.SPACE_3 + 2, tokens.SPACE_3, tokens.SPACE_3)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self._brand, 1)
        top.addWidget(self.menu)
        column.addLayout(top)
        for widget in (self.record, self.import_files, self.search, self.tags):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(self.jobs)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_entries(self, entries: list[Entry], chosen: int | None) -> None:
        """Shows all meetings that have the tag wanted, the one of id `chosen` marked."""
        self._entries, self._chosen = entries, chosen
        self.search.setVisible(bool(entries))
        self._show_tags()
        self._show()

    def _show(self) -> None:
        tag = self.tags.currentData()
        self.model.show_entries([each for each in self._entries if not tag or tag in each.tags], date.today())
        self.choose(self._chosen)

    def _show_tags(self) -> None:
        known = sorted({tag for entry in self._entries for tag in entry.tags}, key=str.casefold)
        wanted = self.tags.currentData()
        self.tags.clear()
        self.tags.addItem(self.tr("All meetings"), "")
        for tag in known:
            self.tags.addItem(f"#{tag}", tag)
        self.tags.setCurrentIndex(max(0, self.tags.findData(wanted)))
        self.tags.setVisible(bool(known))

    def show_hits(self, hits: list[Hit]) -> None:
        self.model.show_hits(hits)

    def choose(self, meeting: int | None) -> None:
        """Marks the meeting of that id."""
        self._chosen = meeting
        row = self.model.row_of(meeting) if meeting is not None else -1
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        else:
            self.list.clearSelection()

    def edit_title(self, meeting: int) -> None:
        """Puts the cursor into the title of the meeting of that id."""
        if self.search.text():
            self.search.clear()
            self.searched.emit("")
        row = self.model.row_of(meeting)
        if row >= 0:
            self.list.scrollTo(self.model.index(row))
            self.list.edit(self.model.index(row))

    def _show_menu(self, at: QPoint) -> None:
        item = self.model.item(self.list.indexAt(at).row())
        if item is None or item.entry is None:
            return
        menu, entry = QMenu(self), item.entry
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = {"rename": self.tr("Rename meeting…"), "edit_tags": self.tr("Tags…")}
        words |= {"recognise_again": self.tr("Recognise again"), "discard_sound": self.tr("Delete its sound…")}
        words |= {"delete": self.tr("Delete meeting")}
        for what, text in words.items():
            menu.addAction(text, partial(self.wanted.emit, what, entry))
        menu.addAction(self.tr("Open its folder"), partial(open_folder, entry.folder))
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _open(self, index: QModelIndex) -> None:
        item = self.model.item(index.row())
        if item is not None and item.entry is not None:
            self.opened.emit(item.entry)
        elif item is not None and item.hit is not None:
            self.hit_opened.emit(item.hit)

    def _restyle(self) -> None:
        look = self._appearance
        self._brand.setFont(look.font(16, QFont.Weight.Bold))
        self._brand.setContentsMargins(6, 2, 6, 2)
        self.menu.setIcon(menu_icon(look.colour("dim"), look.px(18)))
        self.menu.setIconSize(QSize(look.px(18), look.px(18)))
        self.record.setFont(look.font(tokens.CONTROL_PX, QFont.Weight.Medium))
        self.record.setIcon(dot_icon(look.colour("accent_ink"), look.px(16)))
        self.record.setIconSize(QSize(look.px(16), look.px(16)))
        self.setFixedWidth(min(look.px(tokens.SIDEBAR_PX), tokens.SIDEBAR_MAX_PX))
        self._delegate.restyle()
        self.tags.setFont(look.font(tokens.NAME_PX))
        self.list.scheduleDelayedItemsLayout()


def open_folder(folder: Path) -> None:
    """Shows a folder in the file manager of the system."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
