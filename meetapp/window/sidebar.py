"""The left place: new recording, import, search, all meetings, running imports."""

from datetime import date

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from meetapp.store.search import Hit
from meetapp.window import tokens
from meetapp.window.catalog import Entry
from meetapp.window.icons import dot_icon, menu_icon
from meetapp.window.job_card import JobCard
from meetapp.window.library_delegate import LibraryDelegate
from meetapp.window.library_model import LibraryModel
from meetapp.window.session import Session
from meetapp.window.theme import Appearance

SEARCH_DELAY_MS = 180


class Sidebar(QWidget):
    """Says what the user wants; the window does it."""

    opened = Signal(object)  # Entry
    hit_opened = Signal(object)  # Hit
    searched = Signal(str)

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
        self.model = LibraryModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self._delegate = LibraryDelegate(appearance, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName(self.tr("Meetings"))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._open)
        self.list.activated.connect(self._open)
        self._jobs = QVBoxLayout()
        self._jobs.setSpacing(tokens.SPACE_2)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_3, tokens.SPACE_3 + 2, tokens.SPACE_3, tokens.SPACE_3)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self._brand, 1)
        top.addWidget(self.menu)
        column.addLayout(top)
        for widget in (self.record, self.import_files, self.search):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addLayout(self._jobs)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_entries(self, entries: list[Entry], chosen: int | None) -> None:
        """Shows all meetings, the one of id `chosen` marked."""
        self.search.setVisible(bool(entries))
        self.model.show_entries(entries, date.today())
        self.choose(chosen)

    def show_hits(self, hits: list[Hit]) -> None:
        self.model.show_hits(hits)

    def choose(self, meeting: int | None) -> None:
        """Marks the meeting of that id."""
        row = self.model.row_of(meeting) if meeting is not None else -1
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        else:
            self.list.clearSelection()

    def add_job(self, session: Session) -> None:
        """Shows the progress of an import until it ends."""
        card = JobCard(self._appearance, session, self)
        card.opened.connect(lambda: self.opened.emit(session.entry))
        session.ended.connect(card.deleteLater)
        self._jobs.addWidget(card)

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
        self.list.scheduleDelayedItemsLayout()
