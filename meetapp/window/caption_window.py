"""The caption window: what is being said in very large text, for an audience or a second screen."""

import math
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QFont,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QTextEdit, QWidget

from meetapp.settings import RANGES
from meetapp.window import tokens
from meetapp.window.caption_lines import Caption
from meetapp.window.theme import Appearance

SIZE = (960, 320)
MARGIN_SHARE, NAME_SHARE, GAP_SHARE = 0.8, 0.5, 0.2
"""The margin, the names, and the gap between what different people say, in sizes of the text."""

STEP = 1.15


class CaptionWindow(QWidget):
    """Shows captions from the bottom up, whole lines only; F11, Ctrl and + or −, and Escape are its keys."""

    closed = Signal()
    resized_text = Signal(int)

    def __init__(self, appearance: Appearance, size: int) -> None:
        """`size` is that of the text in pixels."""
        super().__init__()
        self._appearance, self.text_px = appearance, size
        self._captions: list[Caption] = []
        self._name_of: Callable[[int], str] = str
        self.setObjectName("captions")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # Closing it ends nothing, even while the main window is in the tray.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Captions"))
        self.setMinimumSize(320, 120)
        self.resize(*SIZE)
        self.text = QTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.text.setFrameShape(QTextEdit.Shape.NoFrame)
        for bar in (self.text.setHorizontalScrollBarPolicy, self.text.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.document().setDocumentMargin(0)
        self.text.setAccessibleName(self.tr("Captions"))
        self.text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hint = QLabel(
            self.tr("What is said appears here.\nF11: full screen   Ctrl and + or −: size   Esc: close"), self
        )
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        self.hint.setProperty("tone", "dim")
        self._bind_keys()
        appearance.changed.connect(self._draw)
        self._draw()

    def show_captions(self, captions: list[Caption], name_of: Callable[[int], str]) -> None:
        """Shows these captions, the last at the bottom."""
        names = [name_of(each.speaker) for each in captions]
        if captions != self._captions or names != [self._name_of(each.speaker) for each in captions]:
            self._captions, self._name_of = captions, name_of
            self._draw()

    def resize_text(self, by: int) -> None:
        """Shows text a step larger or smaller."""
        least, most = RANGES["caption_size"]
        self.text_px = min(most, max(least, round(self.text_px * STEP**by)))
        self.resized_text.emit(self.text_px)
        self._draw()

    def switch_full_screen(self) -> None:
        """Takes the whole screen, or gives it back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        full = bool(self.windowState() & Qt.WindowState.WindowFullScreen)
        self.setCursor(Qt.CursorShape.BlankCursor if full else Qt.CursorShape.ArrowCursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.switch_full_screen()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _bind_keys(self) -> None:
        larger, smaller = partial(self.resize_text, 1), partial(self.resize_text, -1)
        keys: dict[str, Callable[[], object]] = {"Ctrl++": larger, "Ctrl+=": larger, "Ctrl+-": smaller}
        keys |= {"F11": self.switch_full_screen, "Esc": self.close}
        for each, call in keys.items():
            QShortcut(QKeySequence(each), self, call)

    def _draw(self) -> None:
        look = self._appearance
        document = self.text.document()
        document.clear()
        # Each caption is read in the direction of its own words.
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        document.setDefaultTextOption(option)
        cursor = QTextCursor(document)
        for caption in self._captions:
            gap = 0.0 if caption.continues else self.text_px * GAP_SHARE
            if caption.speaker and not caption.continues:
                ink = QColor(look.theme.speaker(caption.speaker).ink)
                name_px = max(tokens.NAME_PX, self.text_px * NAME_SHARE)
                self._write(cursor, self._name_of(caption.speaker), name_px, ink, gap)
                gap = 0.0
            self._write(cursor, caption.text, self.text_px, look.colour("dim" if caption.is_open else "ink"), gap)
        self.hint.setVisible(not self._captions)
        self.hint.setFont(look.font(tokens.TITLE_PX))
        self._place()

    def _write(self, cursor: QTextCursor, words: str, size: float, ink: QColor, gap: float) -> None:
        """Adds a paragraph, `gap` pixels below the one before."""
        form, font = QTextCharFormat(), self._appearance.font(tokens.TITLE_PX, QFont.Weight.Medium)
        font.setPixelSize(round(size))
        form.setFont(font)
        form.setForeground(ink)
        if cursor.position():
            block = QTextBlockFormat()
            block.setTopMargin(gap)
            cursor.insertBlock(block, form)
        cursor.insertText(words, form)

    def _place(self) -> None:
        """The text at the bottom, as many whole lines of it as there is room for."""
        margin = round(self.text_px * MARGIN_SHARE)
        inside = self.rect().adjusted(margin, margin // 2, -margin, -margin // 2)
        self.hint.setGeometry(inside)
        self.text.resize(inside.width(), inside.height())
        document = self.text.document()
        document.setTextWidth(inside.width())
        whole = document.size().height()
        top = next((top for top in self._tops() if whole - top <= inside.height()), 0.0)
        height = math.ceil(whole - top)
        self.text.setGeometry(QRect(inside.left(), inside.bottom() + 1 - height, inside.width(), height))
        self.text.verticalScrollBar().setValue(round(top))

    def _tops(self) -> Sequence[float]:
        """Where each line of the text begins."""
        document = self.text.document()
        tops: list[float] = []
        block = document.begin()
        while block.isValid():
            above = document.documentLayout().blockBoundingRect(block).top()
            layout = block.layout()
            tops += [above + layout.lineAt(number).y() for number in range(layout.lineCount())]
            block = block.next()
        return tops
