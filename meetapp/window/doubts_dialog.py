"""The doubtful places of the meeting that is shown, as a list that is gone through: hear, correct, or call right."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeySequence,
    QPainter,
    QShortcut,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from meetapp.window import tokens
from meetapp.window.doubts import Doubt
from meetapp.window.theme import Appearance
from meetapp.window.times import gutter

SIZE, ROW_PX, TIME_PX = (640, 460), 34, 64
DOUBT_ROLE = int(Qt.ItemDataRole.UserRole)
CHECK_KEY, CORRECT_KEY = "Ctrl+D", "F2"
Index = QModelIndex | QPersistentModelIndex


class DoubtsDialog(QDialog):
    """Keeps its place while it is used beside the window."""

    heard = Signal(object)  # Doubt
    corrected = Signal(object)
    checked = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._shown: list[Doubt] | None = None
        self.setWindowTitle(self.tr("Doubtful places"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.count = QLabel()
        self.list = QListWidget()
        self.list.setObjectName("doubts")
        self.list.setAccessibleName(self.tr("Doubtful places"))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Lines(appearance, self.list))
        self.list.itemClicked.connect(lambda item: self.heard.emit(item.data(DOUBT_ROLE)))
        self.hear = self._button(self.tr("Listen"), self.tr("Return"), lambda doubt: self.heard.emit(doubt))
        self.correct = self._button(self.tr("Correct…"), CORRECT_KEY, lambda doubt: self.corrected.emit(doubt))
        self.check = self._button(self.tr("Is right"), CHECK_KEY, lambda doubt: self.checked.emit(doubt))
        self.hear.setDefault(True)
        for keys, button in ((CORRECT_KEY, self.correct), (CHECK_KEY, self.check)):
            QShortcut(QKeySequence(keys), self, button.click)
        self._arrange()
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.resize(appearance.px(SIZE[0]), appearance.px(SIZE[1]))

    def show_doubts(self, doubts: Sequence[Doubt]) -> None:
        """Shows these places; the one that was chosen stays so, or the next when it is gone."""
        if [*doubts] == self._shown:
            return
        self._shown = [*doubts]
        row = max(0, self.list.currentRow())
        chosen = self.current
        self.list.clear()
        for doubt in doubts:
            item = QListWidgetItem(doubt.plain_text, self.list)
            item.setData(DOUBT_ROLE, doubt)
            if chosen is not None and doubt.place == chosen.place:
                row = self.list.count() - 1
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        none, one = self.tr("Nothing is left to check."), self.tr("1 place to check")
        many = self.tr("%1 places to check").replace("%1", str(len(doubts)))
        self.count.setText((none, one)[len(doubts)] if len(doubts) < 2 else many)
        for button in (self.hear, self.correct, self.check):
            button.setEnabled(bool(doubts))

    @property
    def current(self) -> Doubt | None:
        """The place that is chosen."""
        item = self.list.currentItem()
        doubt: Doubt | None = item.data(DOUBT_ROLE) if item is not None else None
        return doubt

    def _button(self, words: str, keys: str, call: Callable[[Doubt], object]) -> QPushButton:
        button = QPushButton(words)
        button.setAccessibleName(words)
        button.setToolTip(keys)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: call(self.current) if self.current is not None else None)
        return button

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(tokens.SPACE_2)
        foot.addWidget(self.hear)
        foot.addWidget(self.correct)
        foot.addStretch(1)
        foot.addWidget(self.check)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_4, tokens.SPACE_4, tokens.SPACE_4, tokens.SPACE_3)
        column.setSpacing(tokens.SPACE_3)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    def _restyle(self) -> None:
        look = self._appearance
        self.count.setFont(look.font(tokens.CONTROL_PX, QFont.Weight.DemiBold))
        for widget in (self.hear, self.correct, self.check):
            widget.setFont(look.font(tokens.NAME_PX))
        self.list.doItemsLayout()


class _Lines(QStyledItemDelegate):
    """A place a line: its time, then the words in doubt among their neighbours."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, self._appearance.px(ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, doubt = self._appearance, index.data(DOUBT_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("hover"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), tokens.RADIUS, tokens.RADIUS)
        painter.setFont(look.font(tokens.SECONDARY_PX, tabular=True))
        painter.setPen(look.colour("dim"))
        inside = rect.adjusted(tokens.SPACE_2, 0, -tokens.SPACE_2, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, gutter(doubt.at_s))
        self._paint_words(painter, inside.adjusted(look.px(TIME_PX), 0, 0, 0), doubt)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRectF, doubt: Doubt) -> None:
        """The words in doubt marked, with as much around them as there is room for, in their own direction."""
        look = self._appearance
        font = look.font(tokens.NAME_PX)
        metrics = QFontMetricsF(font)
        words = metrics.elidedText(doubt.words, Qt.TextElideMode.ElideRight, rect.width() * 0.6)
        room = rect.width() - metrics.horizontalAdvance(f" {words} ")
        before = metrics.elidedText(doubt.before, Qt.TextElideMode.ElideLeft, room / 2)
        room -= metrics.horizontalAdvance(before)
        after = metrics.elidedText(doubt.after, Qt.TextElideMode.ElideRight, room)
        lead = f"{before} " if before else ""
        layout = QTextLayout(f"{lead}{words} {after}", font)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        form = QTextLayout.FormatRange()
        form.start, form.length = len(lead), len(words)
        form.format = QTextCharFormat()
        form.format.setForeground(look.colour("ink"))
        form.format.setBackground(look.colour("mark"))
        layout.setFormats([form])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(rect.width())
        layout.endLayout()
        painter.setPen(look.colour("dim"))
        layout.draw(painter, QPointF(rect.left(), rect.center().y() - line.height() / 2))
