"""Paints one line of the list at the left: a heading, a meeting, or an answer to a search."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from meetapp.window import tokens
from meetapp.window.library_model import ITEM_ROLE, Item
from meetapp.window.theme import Appearance

PAD_X, PAD_Y, DOT, MAX_DOTS = 10, 8, 8, 6
Index = QModelIndex | QPersistentModelIndex


class LibraryDelegate(QStyledItemDelegate):
    """Two lines a meeting: title, then time, length and a dot a speaker."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.restyle()

    def restyle(self) -> None:
        look = self._appearance
        self._heading_font = look.font(tokens.CAPTION_PX, QFont.Weight.DemiBold)
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
        painter.setFont(self._detail_font)
        painter.setPen(look.colour("dim"))
        base = inner.bottom() - detail.descent()
        text = item.detail + (" · " if item.speakers else "")
        painter.drawText(QPointF(inner.left(), base), detail.elidedText(text, elide, inner.width()))
        self._paint_dots(painter, item, inner.left() + detail.horizontalAdvance(text) + 2, base - detail.xHeight() / 2)

    def _paint_dots(self, painter: QPainter, item: Item, left: float, middle: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        size = self._appearance.scale * DOT
        for place, speaker in enumerate(item.speakers[:MAX_DOTS]):
            painter.setBrush(QColor(self._appearance.theme.speaker(speaker).ink))
            painter.drawEllipse(QRectF(left + place * (size + 3), middle - size / 2, size, size))
