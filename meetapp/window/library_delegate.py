"""Paints one line of the list at the left: a heading, a meeting, or an answer to a search."""

import re

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from meetapp.window import tokens
from meetapp.window.library_model import ITEM_ROLE, Item
from meetapp.window.theme import Appearance

PAD_X, PAD_Y, DOT, MAX_DOTS = 10, 8, 8, 6
WORDS_BEFORE = 1
Index = QModelIndex | QPersistentModelIndex


def marked(snippet: str) -> list[tuple[str, bool]]:
    """`snippet` in pieces, each with whether it stood in [brackets] as what was asked for."""
    return [(piece, bool(place % 2)) for place, piece in enumerate(re.split(r"[\[\]]", snippet)) if piece]


def near_first(snippet: str) -> str:
    """The time and then `snippet` from a few words before what was asked for: a line at the left is short."""
    time, _, rest = snippet.partition("  ")
    before, bracket, after = rest.partition("[")
    words = before.split()
    if len(words) > WORDS_BEFORE:
        before = "…" + " ".join(words[-WORDS_BEFORE:]) + " "
    return f"{time}  {before}{bracket}{after}"


class LibraryDelegate(QStyledItemDelegate):
    """Two lines a meeting: title, then time, length and a dot a speaker."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.restyle()

    def restyle(self) -> None:
        look = self._appearance
        self._heading_font = look.font(tokens.CAPTION_PX, QFont.Weight.DemiBold)
        self._found_font = look.font(tokens.SECONDARY_PX - 0.5, QFont.Weight.DemiBold)
        self._heading_font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
        self._heading_font.setCapitalization(QFont.Capitalization.AllUppercase)
        self._title_font = look.font(tokens.CONTROL_PX, QFont.Weight.DemiBold)
        self._detail_font = look.font(tokens.SECONDARY_PX - 0.5, tabular=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item: Item = index.data(ITEM_ROLE)
        if item.entry is None and item.hit is None:
            return QSize(80, self._appearance.px(30 if index.row() else 22))
        return QSize(80, self._appearance.px(56))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: Item = index.data(ITEM_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item.entry is None and item.hit is None:
            self._paint_heading(painter, QRectF(option.rect), item)
        else:
            self._paint_item(painter, option, item)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRectF, item: Item) -> None:
        painter.setFont(self._heading_font)
        painter.setPen(self._appearance.colour("dim"))
        flags = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect.adjusted(6, 0, -6, -6), flags, item.title)

    def _paint_item(self, painter: QPainter, option: QStyleOptionViewItem, item: Item) -> None:
        look = self._appearance
        rect = QRectF(option.rect).adjusted(0, 0, 0, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("hover" if chosen else "line"))
            painter.drawRoundedRect(rect, tokens.RADIUS, tokens.RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus and option.state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QPen(look.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), tokens.RADIUS, tokens.RADIUS)
        inner = rect.adjusted(PAD_X, look.px(PAD_Y), -PAD_X, -look.px(PAD_Y - 1))
        title, detail = QFontMetricsF(self._title_font), QFontMetricsF(self._detail_font)
        elide = Qt.TextElideMode.ElideRight
        painter.setFont(self._title_font)
        painter.setPen(look.colour("ink"))
        painter.drawText(
            QPointF(inner.left(), inner.top() + title.ascent()), title.elidedText(item.title, elide, inner.width())
        )
        base = inner.bottom() - detail.descent()
        if item.hit is not None:
            self._paint_found(painter, item.detail, QPointF(inner.left(), base), inner.right())
            return
        painter.setFont(self._detail_font)
        painter.setPen(look.colour("dim"))
        text = item.detail + (" · " if item.speakers else "")
        painter.drawText(QPointF(inner.left(), base), detail.elidedText(text, elide, inner.width()))
        self._paint_dots(painter, item, inner.left() + detail.horizontalAdvance(text) + 2, base - detail.xHeight() / 2)

    def _paint_found(self, painter: QPainter, snippet: str, at: QPointF, right: float) -> None:
        """One line of an answer, the words that were asked for marked; it begins near the first of them."""
        look = self._appearance
        for text, found in marked(near_first(snippet)):
            font = self._found_font if found else self._detail_font
            metrics = QFontMetricsF(font)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, right - at.x())
            width = metrics.horizontalAdvance(shown)
            if found:
                mark = QRectF(at.x() - 1, at.y() - metrics.ascent(), width + 2, metrics.height())
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("mark"))
                painter.drawRoundedRect(mark, tokens.LANE_RADIUS, tokens.LANE_RADIUS)
            painter.setFont(font)
            painter.setPen(look.colour("ink" if found else "dim"))
            painter.drawText(at, shown)
            at = QPointF(at.x() + width, at.y())
            if shown != text:
                break

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(self.tr("Title of the meeting"))
        editor.setFont(self._title_font)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect.adjusted(2, 1, -2, -2)
        editor.setGeometry(rect)

    def _paint_dots(self, painter: QPainter, item: Item, left: float, middle: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        size = self._appearance.scale * DOT
        for place, speaker in enumerate(item.speakers[:MAX_DOTS]):
            painter.setBrush(QColor(self._appearance.theme.speaker(speaker).ink))
            painter.drawEllipse(QRectF(left + place * (size + 3), middle - size / 2, size, size))
