"""Qt's model of the list at the left: meetings under headings of dates, or the answers to a search."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from PySide6.QtCore import QAbstractListModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from meetapp.store.search import Hit
from meetapp.window.catalog import Entry
from meetapp.window.dates import Group, group_of
from meetapp.window.times import gutter
from sts_model.units import seconds

ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
"""The role under which an `Item` is given."""

_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Item:
    """One line of the list: a heading has neither `entry` nor `hit`."""

    title: str
    detail: str = ""
    entry: Entry | None = None
    hit: Hit | None = None
    speakers: tuple[int, ...] = ()


class LibraryModel(QAbstractListModel):
    """Rows made from entries or from hits; which of the two, says what was shown last."""

    renamed = Signal(object, str)  # Entry, title

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[Item] = []
        self._locale = QLocale()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not 0 <= index.row() < len(self._items):
            return None
        item = self._items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.EditRole:
            return item.title
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{item.title}, {item.detail}" if item.detail else item.title
        return None

    def setData(
        self, index: QModelIndex | QPersistentModelIndex, value: object, role: int = int(Qt.ItemDataRole.EditRole)
    ) -> bool:
        item, title = self.item(index.row()), str(value).strip()
        if item is None or item.entry is None or not title:
            return False
        if title != item.title:
            self._items[index.row()] = replace(item, title=title)
            self.dataChanged.emit(index, index)
            self.renamed.emit(item.entry, title)
        return True

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        item = self.item(index.row())
        if item is None or (item.entry is None and item.hit is None):
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if item.entry is not None else flags

    def item(self, row: int) -> Item | None:
        return self._items[row] if 0 <= row < len(self._items) else None

    def row_of(self, meeting: int) -> int:
        """The row of the meeting of that id; -1 when it is not in the list."""
        return next((row for row, item in enumerate(self._items) if item.entry and item.entry.id == meeting), -1)

    def show_entries(self, entries: list[Entry], today: date) -> None:
        """Shows meetings, newest first, under headings."""
        items: list[Item] = []
        heading = ""
        for entry in entries:
            day = datetime.fromtimestamp(entry.created).date()
            group = group_of(day, today)
            title = self._heading(group, day)
            if title != heading:
                items.append(Item(title))
                heading = title
            items.append(Item(entry.title, self._detail(entry, group), entry, speakers=entry.speakers))
        self._show(items)

    def show_hits(self, hits: list[Hit]) -> None:
        """Shows the answers to a search."""
        counts = {0: self.tr("Nothing found"), 1: self.tr("1 turn found")}
        found = counts.get(len(hits), self.tr("%1 turns found").replace("%1", str(len(hits))))
        self._show([Item(found), *(Item(hit.title, self._place(hit), hit=hit) for hit in hits)])

    @staticmethod
    def _place(hit: Hit) -> str:
        """When it was said, and the words around what was asked for."""
        return f"{gutter(seconds(hit.start_samples))}  {hit.snippet}"

    def _show(self, items: list[Item]) -> None:
        if items != self._items:
            self.beginResetModel()
            self._items = items
            self.endResetModel()

    def _heading(self, group: Group, day: date) -> str:
        names = {
            Group.TODAY: self.tr("Today"),
            Group.YESTERDAY: self.tr("Yesterday"),
            Group.THIS_WEEK: self.tr("This week"),
            Group.LAST_WEEK: self.tr("Last week"),
        }
        month = self._locale.standaloneMonthName(day.month)
        return names.get(group) or f"{month} {day.year}"

    def _detail(self, entry: Entry, group: Group) -> str:
        when = datetime.fromtimestamp(entry.created)
        if group in (Group.TODAY, Group.YESTERDAY):
            first = when.strftime("%H:%M")
        elif group is Group.MONTH:
            first = f"{when.day} {self._locale.monthName(when.month, QLocale.FormatType.ShortFormat)}"
        else:
            first = self._locale.dayName(when.isoweekday(), QLocale.FormatType.ShortFormat)
        tags = " ".join(f"#{tag}" for tag in entry.tags)
        return " · ".join(part for part in (first, self._length(entry), tags) if part)

    def _length(self, entry: Entry) -> str:
        if entry.state == "working":
            return self.tr("importing") if entry.is_import else self.tr("recording")
        if entry.state == "interrupted":
            return self.tr("interrupted")
        if entry.state == "recorded":
            return self.tr("no text yet")
        if entry.duration_s is None:
            return ""
        minutes, seconds = divmod(round(entry.duration_s), 60)
        if minutes >= 60:
            return self.tr("%1 h %2").replace("%1", str(minutes // 60)).replace("%2", f"{minutes % 60:02d}")
        if minutes:
            return self.tr("%1 min").replace("%1", str(minutes))
        return self.tr("%1 s").replace("%1", str(seconds))
