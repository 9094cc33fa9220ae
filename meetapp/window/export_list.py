"""The list of formats: what each is called, and below it in a line what it is good for."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from meetapp.export import FORMATS
from meetapp.window import tokens
from meetapp.window.theme import Appearance

ABOUT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ROW_PX = 44
OWN = "template"
"""The name under which the user's own template stands in the list."""


class FormatList(QListWidget):
    """All formats, then the user's own template."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sections")
        self.setAccessibleName(self.tr("Formats"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(FormatDelegate(appearance, self))
        for name, form in FORMATS.items():
            self._add(name, self.tr(form.label), self.tr(form.about))
        self._add(OWN, self.tr("Own template"), self.tr("A form of your own, written in Jinja."))

    @property
    def chosen(self) -> str:
        """The name of the format that is chosen."""
        item = self.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def choose(self, name: str) -> None:
        """Chooses the format called `name`."""
        self.setCurrentRow([*FORMATS, OWN].index(name))

    def _add(self, name: str, label: str, about: str) -> None:
        item = QListWidgetItem(label, self)
        item.setData(Qt.ItemDataRole.UserRole, name)
        item.setData(ABOUT_ROLE, about)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{label}: {about}")


class FormatDelegate(QStyledItemDelegate):
    """Paints two lines, the second one dim and cut where the row ends."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._appearance.px(ROW_PX))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = self._appearance
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            focused = chosen and option.state & QStyle.StateFlag.State_HasFocus
            painter.setPen(QPen(look.colour("accent"), 1) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("hover" if chosen else "line"))
            painter.drawRoundedRect(rect.adjusted(0.5, 1.5, -0.5, -1.5), 6, 6)
        inner = rect.adjusted(look.px(10), look.px(4), -look.px(6), -look.px(4))
        half = inner.height() / 2
        upper, lower = inner.adjusted(0, 0, 0, -half), inner.adjusted(0, half, 0, 0)
        painter.setFont(look.font(tokens.NAME_PX, QFont.Weight.Medium))
        painter.setPen(look.colour("ink"))
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        painter.setFont(look.font(tokens.CAPTION_PX))
        painter.setPen(look.colour("dim"))
        about = painter.fontMetrics().elidedText(
            str(index.data(ABOUT_ROLE)), Qt.TextElideMode.ElideRight, round(lower.width())
        )
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, about)
        painter.restore()
