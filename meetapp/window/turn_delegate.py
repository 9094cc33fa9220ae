"""Paints one row of the transcript: time in the gutter, name in colour, words in ink, overlap as cards."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from meetapp.window import tokens
from meetapp.window.highlights import Highlights
from meetapp.window.packed_rows import Shape
from meetapp.window.places import UNSURE, Place
from meetapp.window.row_layout import CARD_BAR, Card, Estimate, Line, RowLayout, Sizes, lay_out
from meetapp.window.rows import Key, Row
from meetapp.window.theme import Appearance
from meetapp.window.times import gutter
from meetapp.window.turn_model import ROW_ROLE, TurnModel
from meetapp.window.word_boxes import Box, all_words_box, box_of, text_boxes, word_box, word_under

CACHED_ROWS = 500
Index = QModelIndex | QPersistentModelIndex


class TurnDelegate(QStyledItemDelegate):
    """Knows the fonts; lays rows out once and keeps what was looked at lately."""

    def __init__(self, appearance: Appearance, model: TurnModel) -> None:
        super().__init__(model)
        self._appearance, self._model = appearance, model
        self.caret_shown = True
        self.highlights = Highlights()
        self.restyle()

    def restyle(self) -> None:
        """Takes over theme and text size."""
        look = self._appearance
        self._text_font = look.font(tokens.TRANSCRIPT_PX)
        self._name_font = look.font(tokens.NAME_PX, QFont.Weight.DemiBold)
        self._time_font = look.font(tokens.SECONDARY_PX - 0.5, tabular=True)
        metrics = QFontMetricsF(self._text_font)
        self._ascent, self._text_height = metrics.ascent(), metrics.height()
        self._name_metrics = QFontMetricsF(self._name_font)
        self._time_metrics = QFontMetricsF(self._time_font)
        self._advance = metrics.horizontalAdvance
        self._widths: dict[str, float] = {}
        character = metrics.horizontalAdvance("the quick brown fox jumps over a lazy dog") / 41
        self.sizes = Sizes.of(look.scale, metrics.horizontalAdvance(" "), character)
        self._laid_out: dict[int, tuple[Row, float, RowLayout]] = {}

    def layout_of(self, row: Row, width: float) -> RowLayout:
        """Where everything of `row` stands in `width` pixels."""
        known = self._laid_out.get(id(row))
        if known is not None and known[0] is row and known[1] == width:
            return known[2]
        layout = lay_out(row, width, self.sizes, self._measure)
        if len(self._laid_out) >= CACHED_ROWS:
            self._laid_out.clear()
        self._laid_out[id(row)] = (row, width, layout)
        return layout

    def estimate(self, rows: list[Row | Shape], width: float) -> list[float]:
        """About how high `rows` are, quickly."""
        return list(map(Estimate(width, self.sizes).height, rows))

    def place_at(self, row: Row, width: float, x: float, y: float) -> Place | None:
        """The word of `row` at that point."""
        return word_under(self.layout_of(row, width), x, y, self.sizes, self._measure)

    def box_of(self, row: Row, width: float, place: Place) -> Box | None:
        """Where that word stands in `row`; None when the row does not have it."""
        return box_of(self.layout_of(row, width), place, self.sizes, self._measure)

    def words_box(self, row: Row, width: float, key: Key) -> Box | None:
        """Where the words of a piece stand in `row`, with the room to their right."""
        return all_words_box(self.layout_of(row, width), key, self.sizes)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = option.rect.width()
        return QSize(width, round(self.layout_of(index.data(ROW_ROLE), width).height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        rect = option.rect
        layout = self.layout_of(row, rect.width())
        painter.save()
        painter.translate(rect.topLeft())
        if option.state & QStyle.StateFlag.State_Selected:
            self._paint_selection(painter, rect.width(), rect.height())
        self._paint_time(painter, row, layout)
        for card in layout.cards:
            self._paint_card(painter, card)
        painter.restore()

    def _measure(self, word: str) -> float:
        width = self._widths.get(word)
        if width is None:
            width = self._widths[word] = self._advance(word)
        return width

    def _paint_selection(self, painter: QPainter, width: float, height: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        # Grey, since cards have the colours of their speakers; the bar says it to those who cannot tell greys apart.
        painter.setBrush(self._appearance.colour("background"))
        painter.drawRoundedRect(QRectF(0, 1, width, height - 2), tokens.RADIUS, tokens.RADIUS)
        painter.setBrush(self._appearance.colour("accent"))
        bar = CARD_BAR * self._appearance.scale
        painter.drawRoundedRect(QRectF(0, tokens.RADIUS, bar, height - 2 * tokens.RADIUS), bar / 2, bar / 2)

    def _paint_time(self, painter: QPainter, row: Row, layout: RowLayout) -> None:
        text = gutter(row.start_s)
        right = tokens.GUTTER_PX * self._appearance.scale
        # A row without a name has its time on the base line of the words.
        line = self.sizes.line if row.continues else self.sizes.name
        base = layout.time_y + (line - self._time_metrics.height()) / 2 + self._time_metrics.ascent()
        painter.setFont(self._time_font)
        painter.setPen(self._appearance.colour("dim"))
        painter.drawText(QPointF(right - self._time_metrics.horizontalAdvance(text), base), text)

    def _paint_card(self, painter: QPainter, card: Card) -> None:
        look, piece = self._appearance, card.piece
        colour = look.theme.speaker(piece.speaker) if piece.speaker else None
        ink = QColor(colour.ink) if colour else look.colour("dim")
        if card.boxed:
            self._paint_box(painter, card, ink, QColor(colour.wash) if colour else look.colour("background"))
        if card.name_y is not None:
            painter.setFont(self._name_font)
            painter.setPen(ink)
            name = self._name_metrics.elidedText(
                self._model.shown_name(piece), Qt.TextElideMode.ElideRight, card.text_width
            )
            painter.drawText(QPointF(card.text_x, card.name_y + self._name_metrics.ascent()), name)
        if self.highlights.edited == piece.key:
            return
        self._paint_highlights(painter, card)
        painter.setFont(self._text_font)
        words_ink = look.colour("dim" if piece.is_partial else "ink")
        for line in card.lines:
            painter.setPen(words_ink)
            base = line.y + (self.sizes.line - self._text_height) / 2 + self._ascent
            painter.drawText(QPointF(card.text_x, base), line.text)
            self._paint_doubts(painter, card, line, base)
        if piece.is_partial and self.caret_shown:
            self._paint_caret(painter, card)

    def _paint_box(self, painter: QPainter, card: Card, ink: QColor, wash: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = CARD_BAR * self._appearance.scale
        rect = QRectF(card.x, card.y, card.width, card.height)
        outline = QPainterPath()
        outline.addRoundedRect(rect, tokens.RADIUS, tokens.RADIUS)
        square = QPainterPath()
        square.addRect(QRectF(card.x, card.y, card.width / 2, card.height))
        painter.fillPath(outline.united(square), wash)
        painter.fillRect(QRectF(card.x, card.y, bar, card.height), ink)

    def _paint_highlights(self, painter: QPainter, card: Card) -> None:
        """Grounds under the words: what was searched for, what is heard, and where the cursor is."""
        marks, key, look = self.highlights, card.piece.key, self._appearance
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for match in marks.matches.get(key, ()):
            is_current = match == marks.match
            painter.setPen(QPen(look.colour("warning"), 1.2) if is_current else Qt.PenStyle.NoPen)
            for box in text_boxes(card, match.first, match.last, self.sizes, self._measure):
                self._paint_ground(painter, box, look.colour("match" if is_current else "mark"))
        painter.setPen(Qt.PenStyle.NoPen)
        for line in card.lines:
            spoken = marks.spoken.get(key, -1)
            if line.first <= spoken < line.last:
                ground = look.colour("accent")
                ground.setAlphaF(0.22)
                self._paint_ground(painter, word_box(card, line, spoken, self.sizes, self._measure), ground)
            cursor = marks.cursor
            if cursor is not None and cursor.key == key and line.first <= cursor.word < line.last:
                box = word_box(card, line, cursor.word, self.sizes, self._measure)
                y = box.y + (box.height + self._text_height) / 2 + 1 * look.scale
                painter.fillRect(QRectF(box.x, y, box.width, 2 * look.scale), look.colour("accent"))

    def _paint_ground(self, painter: QPainter, box: Box, colour: QColor) -> None:
        reach, pad = 3 * self._appearance.scale, (box.height - self._text_height) / 2 - 1
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(box.x - reach, box.y + pad, box.width + 2 * reach, box.height - 2 * pad), 4, 4)

    def _paint_doubts(self, painter: QPainter, card: Card, line: Line, base: float) -> None:
        """Dots under words that the model is not sure of."""
        if card.piece.is_partial or not self._appearance.shows_doubts:
            return
        scale = self._appearance.scale
        pen = QPen(self._appearance.colour("faint"), 1.5 * scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.01, 2.4])
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(line.first, line.last):
            word = card.piece.words[place]
            if word.confidence < UNSURE:
                left, y = card.text_x + line.lefts[place - line.first], base + 4 * scale
                painter.drawLine(QPointF(left, y), QPointF(left + self._measure(word.text), y))

    def _paint_caret(self, painter: QPainter, card: Card) -> None:
        if not card.lines:
            return
        line, scale = card.lines[-1], self._appearance.scale
        words = card.piece.words
        left = card.text_x + line.lefts[-1] + self._measure(words[line.last - 1].text) + 4 * scale
        height = self._ascent * 0.95
        base = line.y + (self.sizes.line - self._text_height) / 2 + self._ascent
        colour = self._appearance.colour("dim")
        colour.setAlphaF(0.6)
        painter.fillRect(QRectF(left, base - height + 2 * scale, 7 * scale, height), colour)
