"""A page whose words can be pointed at: the cursor stands on a word, and mouse and keys move it."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from meetapp.window import tokens
from meetapp.window.highlights import Highlights
from meetapp.window.page_view import PageView
from meetapp.window.places import Place, nearest_word, step
from meetapp.window.rows import Key, Piece, Row
from meetapp.window.theme import Appearance
from meetapp.window.turn_model import TurnModel
from meetapp.window.word_boxes import Box, card_under


class WordView(PageView):
    """Adds the cursor and everything else that is marked on words."""

    word_clicked = Signal(object)  # Place
    click_doubled = Signal()  # what looked like a click was the first half of a double click
    edit_wanted = Signal(object)  # Place
    resized = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._pressed: QPoint | None = None
        self.viewport().setMouseTracking(True)

    def show_model(self, model: TurnModel) -> None:
        super().show_model(model)
        self._pressed = None
        self.selectionModel().currentRowChanged.connect(self._on_row)

    @property
    def turn_model(self) -> TurnModel:
        """The model that is shown."""
        return self._turns

    def piece(self, key: Key) -> Piece | None:
        """The piece of that key; None when there is none any more."""
        return self._turns.piece(key)

    # The cursor

    @property
    def highlights(self) -> Highlights:
        """What is marked; `repaint_marks` shows a change."""
        return self._delegate.highlights

    @property
    def cursor_place(self) -> Place | None:
        """The word that the cursor is on; None before there is any text."""
        place = self.highlights.cursor
        return place if place is not None and self._turns.piece(place.key) is not None else None

    @property
    def cursor_piece(self) -> Piece | None:
        """The piece that the cursor is in."""
        place = self.cursor_place
        return self._turns.piece(place.key) if place is not None else None

    def set_cursor_place(self, place: Place, *, show: bool = True) -> None:
        """Puts the cursor on a word, and its row into sight."""
        row = self._turns.place_of(place.key)
        if row < 0:
            return
        self.highlights.cursor = place
        if row != self.currentIndex().row():
            self.setCurrentIndex(self._turns.index(row))
        if show:
            self.show_place(place)
        self.viewport().update()

    def show_place(self, place: Place) -> None:
        """Scrolls until that word is in sight, with some lines around it."""
        rect = self.rect_of(place)
        if rect is None:
            return
        height, air = self.viewport().height(), self._appearance.px(tokens.TRANSCRIPT_PX * tokens.TRANSCRIPT_LINE)
        if rect.top() < air or rect.bottom() > height - air:
            self.stop_following()
            self.verticalScrollBar().setValue(self.verticalOffset() + rect.top() - height // 3)

    def rect_of(self, place: Place) -> QRect | None:
        """Where that word stands in the viewport."""
        row = self._turns.place_of(place.key)
        if row < 0:
            return None
        box = self._delegate.box_of(self._turns.row(row), self.column, place)
        return self._in_viewport(box, row) if box is not None else None

    def text_rect(self, key: Key) -> QRect | None:
        """Where all words of a piece stand in the viewport."""
        row = self._turns.place_of(key)
        if row < 0:
            return None
        box = self._delegate.words_box(self._turns.row(row), self.column, key)
        return self._in_viewport(box, row) if box is not None else None

    def chosen_rows(self) -> list[Row]:
        """The rows that are selected, in order."""
        return [self._turns.row(place) for place in sorted(index.row() for index in self.selectedIndexes())]

    def repaint_marks(self, keys: set[Key] | None = None) -> None:
        """Paints rows of these pieces again; everything when None."""
        if keys is None:
            self.viewport().update()
            return
        for key in keys:
            row = self._turns.place_of(key)
            if row >= 0:
                self.viewport().update(self.visualRect(self._turns.index(row)))

    def _in_viewport(self, box: Box, row: int) -> QRect:
        corner = self.visualRect(self._turns.index(row)).topLeft()
        return QRect(corner.x() + round(box.x), corner.y() + round(box.y), round(box.width), round(box.height))

    def _on_row(self) -> None:
        """The current row has changed: the cursor goes along, unless it is there already."""
        row = self.currentIndex().row()
        if not 0 <= row < self._turns.rowCount():
            return
        shown = self._turns.row(row)
        cursor = self.highlights.cursor
        if cursor is None or all(piece.key != cursor.key for piece in shown.pieces):
            piece = shown.columns[0][0]
            self.highlights.cursor = Place(piece.key, nearest_word(piece, piece.start_s))
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    # Mouse and keys

    def place_under(self, point: QPoint) -> Place | None:
        """The word at a point of the viewport."""
        index = self.indexAt(point)
        if not index.isValid():
            return None
        inside = point - self.visualRect(index).topLeft()
        return self._delegate.place_at(self._turns.row(index.row()), self.column, inside.x(), inside.y())

    def piece_under(self, point: QPoint) -> Piece | None:
        """The piece at a point of the viewport."""
        index = self.indexAt(point)
        if not index.isValid():
            return None
        inside = point - self.visualRect(index).topLeft()
        card = card_under(self._delegate.layout_of(self._turns.row(index.row()), self.column), inside.x(), inside.y())
        return card.piece if card is not None else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        self._point_at(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self.place_under(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        point = event.position().toPoint()
        if pressed is None or event.modifiers() or not self._is_click(pressed, point):
            return
        place = self.place_under(point)
        if place is not None:
            self.word_clicked.emit(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        piece = self.piece_under(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and piece is not None:
            self.click_doubled.emit()
            self.edit_wanted.emit(self.place_under(event.position().toPoint()) or Place(piece.key, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        place = self.cursor_place
        if event.key() in moves and not event.modifiers() and place is not None:
            self.set_cursor_place(step(self._turns.pieces, place, moves[Qt.Key(event.key())]))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and place is not None:
            self.edit_wanted.emit(place)
        else:
            super().keyPressEvent(event)

    def _point_at(self, point: QPoint) -> None:
        """Puts the cursor where the mouse is."""
        piece = self.piece_under(point)
        place = self.place_under(point)
        if piece is not None:
            self.set_cursor_place(place or Place(piece.key, 0), show=False)

    @staticmethod
    def _is_click(pressed: QPoint, released: QPoint) -> bool:
        return (released - pressed).manhattanLength() < QApplication.startDragDistance()
