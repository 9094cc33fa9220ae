"""A list view over a long page: only rows that are looked at are laid out, and the reader's place is kept."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QElapsedTimer,
    QItemSelection,
    QItemSelectionModel,
    QMetaObject,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
)
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from meetapp.window import tokens
from meetapp.window.page import Page
from meetapp.window.theme import Appearance
from meetapp.window.turn_delegate import TurnDelegate
from meetapp.window.turn_model import TurnModel

SLICE_MS = 6
"""Time given to the refining of estimated heights between two frames."""

FEW = 50
"""Rows that may be laid out again at once; when more change, the refiner does it."""

TOP_PAD = 6
Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemView.ScrollHint
Move = QAbstractItemView.CursorAction


class PageView(QListView):
    """Answers from a `Page` whatever QListView would ask of every row.

    The row at the top of the screen stays where it is, whatever changes above it; while `_follow` is set, the end of
    the page stays in sight instead.
    """

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._page = Page()
        self._turns = TurnModel(self)
        self._delegate = TurnDelegate(appearance, self._turns)
        self._follow, self._settling = True, False
        self._estimated_for = 0
        self._gone_above = 0.0
        self._removals = QMetaObject.Connection()
        self._refiner = QTimer(self)
        self._refiner.timeout.connect(self._refine)
        appearance.changed.connect(self._restyle)

    def show_model(self, model: TurnModel) -> None:
        """Shows another model, with a delegate of its own."""
        QObject.disconnect(self._removals)
        self._turns, self._delegate = model, TurnDelegate(self._appearance, model)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self._removals = model.rowsRemoved.connect(self._on_rows_removed)

    def stop_following(self) -> None:
        """The reader went elsewhere."""
        self._follow = False

    # Geometry

    @property
    def column(self) -> int:
        """Width of a row: as wide as the window, up to a comfortable line."""
        room = self.width() - 2 * tokens.SPACE_5  # the scroll bar stands in the margin
        return max(160, min(room, self._appearance.px(tokens.READING_PX)))

    def row_height(self, place: int) -> float:
        """The height of a row as it is painted."""
        if not self._page.is_exact(place):
            self._page.settle(place, self._delegate.layout_of(self._turns.row(place), self.column).height)
        return self._page.height(place)

    def visualRect(self, index: Index) -> QRect:
        if not 0 <= index.row() < len(self._page):
            return QRect()
        height = round(self.row_height(index.row()))
        top = round(self._page.top(index.row())) + TOP_PAD - self.verticalOffset()
        return QRect(tokens.SPACE_5, top, self.column, height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        y = point.y() + self.verticalOffset() - TOP_PAD
        if not 0 <= y < self._page.total:
            return QModelIndex()
        return self._turns.index(self._page.row_at(y))

    def scrollTo(self, index: Index, hint: Hint = Hint.EnsureVisible) -> None:
        rect, height = self.visualRect(index), self.viewport().height()
        if rect.isNull() or (hint == Hint.EnsureVisible and rect.top() >= 0 and rect.bottom() < height):
            return
        up = rect.top() - TOP_PAD if rect.top() < 0 or rect.height() > height else rect.bottom() - height + TOP_PAD
        self.stop_following()
        self.verticalScrollBar().setValue(self.verticalOffset() + up)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def moveCursor(self, action: Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        last, now = len(self._page) - 1, self.currentIndex().row()
        screen = max(1, self.viewport().height() - self._appearance.px(tokens.TRANSCRIPT_PX * 4))
        if last < 0:
            return QModelIndex()
        top = self._page.top(max(0, now))
        steps = {
            Move.MoveHome: 0,
            Move.MoveEnd: last,
            Move.MovePageUp: self._page.row_at(top - screen),
            Move.MovePageDown: self._page.row_at(top + screen),
            Move.MoveUp: now - 1,
            Move.MovePrevious: now - 1,
        }
        return self._turns.index(min(last, max(0, steps.get(action, now + 1))))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        first, last = self.indexAt(rect.topLeft()), self.indexAt(rect.bottomRight())
        if first.isValid():
            last = last if last.isValid() else self._turns.index(len(self._page) - 1)
            self.selectionModel().select(QItemSelection(first, last), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    # Changes

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def reset(self) -> None:
        QAbstractItemView.reset(self)
        self._estimate_all()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        above = start < self._page.row_at(self.verticalOffset() - TOP_PAD)
        self._page.splice(start, 0, self._estimates(start, end))
        QAbstractItemView.rowsInserted(self, parent, start, end)
        self._settle(sum(self._page.height(place) for place in range(start, end + 1)) if above else 0.0)
        self.viewport().update()

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        QAbstractItemView.rowsAboutToBeRemoved(self, parent, start, end)
        above = end < self._page.row_at(self.verticalOffset() - TOP_PAD)
        gone = sum(self._page.height(place) for place in range(start, end + 1)) if above else 0.0
        self._page.splice(start, end + 1 - start, [])
        self._gone_above += gone

    def _on_rows_removed(self) -> None:
        gone, self._gone_above = self._gone_above, 0.0
        self._settle(-gone)
        self.viewport().update()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        top = self._page.row_at(self.verticalOffset() - TOP_PAD)
        grown = 0.0
        for place in range(first.row(), last.row() + 1):
            before = self._page.height(place)
            self._page.splice(place, 1, [before])
            if place < top and last.row() - first.row() < FEW:
                grown += self.row_height(place) - before
        self._settle(grown)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.column != self._estimated_for:  # a scroll bar that comes or goes takes nothing from a row
            self._keep_place(self._estimate_all)
        else:
            self._settle()
            self.viewport().update()

    def updateGeometries(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(self._appearance.px(tokens.TRANSCRIPT_PX * tokens.TRANSCRIPT_LINE))
        bar.setRange(0, max(0, round(self._page.total) + TOP_PAD + tokens.SPACE_4 - height))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def _restyle(self) -> None:
        self._delegate.restyle()
        self._keep_place(self._estimate_all)

    def _estimates(self, first: int, last: int) -> list[float]:
        return self._delegate.estimate(self._turns.outlines(first, last + 1), self.column)

    def _estimate_all(self) -> None:
        self._estimated_for = self.column
        self._page.reset(self._estimates(0, self._turns.rowCount() - 1))
        self._settle()
        self.viewport().update()

    def _keep_place(self, change: Callable[[], None]) -> None:
        """Calls `change`, then scrolls so that the row at the top of the screen is where it was."""
        place = self._page.row_at(self.verticalOffset() - TOP_PAD)
        inside = self.verticalOffset() - self._page.top(place) if place >= 0 else 0.0
        change()
        if not self._follow and 0 <= place < len(self._page):
            self.verticalScrollBar().setValue(round(self._page.top(place) + inside))

    def _settle(self, shift: float = 0.0) -> None:
        """Gives the rows on screen their exact heights; `shift` is how much the page grew above them."""
        if self._settling:
            return
        self._settling = True
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if self._follow:
            place, seen = len(self._page) - 1, 0.0
            while place >= 0 and seen < height:
                seen += self.row_height(place)
                place -= 1
        self.updateGeometries()
        if self._follow:
            bar.setValue(bar.maximum())
        elif shift:
            bar.setValue(bar.value() + round(shift))
        if self._page.next_estimated() >= 0 and not self._refiner.isActive():
            self._refiner.start(0)
        self._settling = False

    def _refine(self) -> None:
        """Makes some more heights exact, without moving what is on screen, which is exact and need not be painted."""
        clock = QElapsedTimer()
        clock.start()
        top = self._page.row_at(self.verticalOffset() - TOP_PAD)
        place, grown = self._page.next_estimated(), 0.0
        while place >= 0 and clock.elapsed() < SLICE_MS:
            before = self._page.height(place)
            after = self.row_height(place)
            grown += after - before if place < top else 0.0
            place = self._page.next_estimated(place + 1)
        if place < 0 and self._page.next_estimated() < 0:
            self._refiner.stop()
        self._settle(grown)
