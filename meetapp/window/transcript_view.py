"""The transcript: a list view that lays out only what is looked at, keeps the reader's place, and follows live text."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QElapsedTimer,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QPushButton,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from meetapp.window import tokens
from meetapp.window.page import Page
from meetapp.window.theme import Appearance
from meetapp.window.turn_delegate import TurnDelegate
from meetapp.window.turn_model import TurnModel

SLICE_MS = 6
"""Time given to the refining of estimated heights between two frames."""

CARET_MS = 530
TOP_PAD = 6
Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemView.ScrollHint
Move = QAbstractItemView.CursorAction


class TranscriptView(QListView):
    """Rows of turns; the row at the top of the screen stays where it is, whatever changes above it."""

    follow_changed = Signal(bool)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._page = Page()
        self._turns = TurnModel(self)
        self._delegate = TurnDelegate(appearance, self._turns)
        self._follow, self._live, self._settling = True, False, False
        self.setObjectName("transcript")
        self.setAccessibleName(self.tr("Transcript"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().actionTriggered.connect(self._on_user_scroll)
        self._pill = QPushButton("↓ " + self.tr("Follow live"), self)
        self._pill.setProperty("look", "pill")
        self._pill.setAccessibleName(self.tr("Follow live"))
        self._pill.clicked.connect(lambda: self.set_follow(True))
        self._pill.hide()
        self._refiner = QTimer(self)
        self._refiner.timeout.connect(self._refine)
        self._caret = QTimer(self)
        self._caret.setInterval(CARET_MS)
        self._caret.timeout.connect(self._blink)
        appearance.changed.connect(self._restyle)

    # What is shown

    def show_meeting(self, model: TurnModel, *, live: bool) -> None:
        """Shows another meeting: a live one from its end, a finished one from its beginning."""
        self._turns, self._delegate = model, TurnDelegate(self._appearance, model)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self._follow = live
        self.set_live(live)
        self.reset()
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum() if live else 0)

    def set_live(self, live: bool) -> None:
        """Whether text is still being added at the end."""
        self._live = live
        if live:
            self._caret.start()
        else:
            self._caret.stop()
        self._place_pill()

    @property
    def follows(self) -> bool:
        return self._follow

    def set_follow(self, follow: bool) -> None:
        """Keeps the newest text in sight, or stays where the reader is."""
        changed, self._follow = follow != self._follow, follow
        self._settle()
        self._place_pill()
        if changed:
            self.follow_changed.emit(follow)

    def show_time(self, at_s: float) -> None:
        """Makes the last row that begins by `at_s` current, in the upper third of the screen."""
        starts = [place for place, row in enumerate(self._turns.rows) if row.start_s <= at_s]
        if self._turns.rows:
            place = starts[-1] if starts else 0
            self.set_follow(False)
            self.verticalScrollBar().setValue(round(self._page.top(place)) - self.viewport().height() // 3)
            self.setCurrentIndex(self._turns.index(place))

    def copy(self) -> None:
        """Puts the selected rows on the clipboard as plain text."""
        places = sorted(index.row() for index in self.selectedIndexes())
        QApplication.clipboard().setText("\n".join(self._turns.plain_text(self._turns.row(place)) for place in places))

    # Geometry: whatever QListView would ask of every row is answered from the page

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
        self.set_follow(False)
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

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        QAbstractItemView.rowsAboutToBeRemoved(self, parent, start, end)
        above = end < self._page.row_at(self.verticalOffset() - TOP_PAD)
        gone = sum(self._page.height(place) for place in range(start, end + 1)) if above else 0.0
        self._page.splice(start, end + 1 - start, [])
        QTimer.singleShot(0, lambda: self._settle(-gone))

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        top = self._page.row_at(self.verticalOffset() - TOP_PAD)
        grown = 0.0
        for place in range(first.row(), last.row() + 1):
            before = self._page.height(place)
            self._page.splice(place, 1, [before])
            if place < top:
                grown += self.row_height(place) - before
        self._settle(grown)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_pill()
        if event.oldSize().width() != event.size().width():
            self._keep_place(self._estimate_all)
        else:
            self._settle()

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
        column = self.column
        return [self._delegate.estimate(self._turns.row(place), column) for place in range(first, last + 1)]

    def _estimate_all(self) -> None:
        self._page.reset(self._estimates(0, len(self._turns.rows) - 1))
        self._settle()

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
        self.viewport().update()

    def _refine(self) -> None:
        """Makes some more heights exact, without moving what is on screen."""
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

    # Following, painting, keys

    def _on_user_scroll(self) -> None:
        """The reader moved the bar: follow on only if the end is what they went to."""
        bar = self.verticalScrollBar()
        self.set_follow(bar.sliderPosition() >= bar.maximum())

    def _place_pill(self) -> None:
        self._pill.setVisible(self._live and not self._follow)
        self._pill.adjustSize()
        area = self.viewport().geometry()
        self._pill.move(
            area.right() - self._pill.width() - tokens.SPACE_5, area.bottom() - self._pill.height() - tokens.SPACE_3
        )

    def _blink(self) -> None:
        self._delegate.caret_shown = not self._delegate.caret_shown
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        selection = self.selectionModel()
        place = self._page.row_at(event.rect().top() + self.verticalOffset() - TOP_PAD)
        while 0 <= place < len(self._page):
            index = self._turns.index(place)
            rect = self.visualRect(index)
            if rect.top() > event.rect().bottom():
                break
            option.rect = rect
            chosen = selection is not None and selection.isSelected(index)
            option.state = QStyle.StateFlag.State_Selected if chosen else QStyle.StateFlag.State_None
            self._delegate.paint(painter, option, index)
            place += 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)
