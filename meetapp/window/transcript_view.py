"""The transcript: paints the rows on screen, and follows live text or what is heard until the reader scrolls away."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton, QStyle, QStyleOptionViewItem, QWidget

from meetapp.window import tokens
from meetapp.window.page_view import TOP_PAD
from meetapp.window.places import LOOK_BACK, Place, nearest_word, spoken_at
from meetapp.window.theme import Appearance
from meetapp.window.turn_model import TurnModel
from meetapp.window.word_view import WordView

CARET_MS = 530


class TranscriptView(WordView):
    """Rows of turns with a pill that leads back to live text, or to what is heard."""

    follow_changed = Signal(bool)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._live, self._loaded = False, False
        self._heard_s: float | None = None
        self._follow_sound = True
        self.setObjectName("transcript")
        self.setAccessibleName(self.tr("Transcript"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().actionTriggered.connect(self._on_user_scroll)
        self._pill = QPushButton(self)
        self._pill.setProperty("look", "pill")
        self._pill.clicked.connect(self._on_pill)
        self._pill.hide()
        self._caret = QTimer(self)
        self._caret.setInterval(CARET_MS)
        self._caret.timeout.connect(self._blink)

    # What is shown

    def show_meeting(self, model: TurnModel, *, live: bool) -> None:
        """Shows another meeting: a live one from its end, a finished one from its beginning."""
        self.show_model(model)
        self._follow, self._heard_s = live, None
        self.set_live(live)
        self.reset()
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum() if live else 0)

    def set_live(self, live: bool, *, loaded: bool = True) -> None:
        """Whether text is still being added at the end, and whether all there is has been read."""
        self._live, self._loaded = live, loaded
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

    def stop_following(self) -> None:
        self.set_follow(False)

    def show_heard(self, at_s: float | None) -> None:
        """Marks what is spoken at that time and keeps it in sight; None when nothing is heard any more."""
        marks = self.highlights
        before = dict(marks.spoken)
        marks.show_spoken(spoken_at(self._turns.rows_before(at_s, LOOK_BACK), at_s) if at_s is not None else [])
        if (at_s is None) != (self._heard_s is None):
            self._follow_sound = True
        self._heard_s = at_s
        if marks.spoken != before:
            self.repaint_marks({*before, *marks.spoken})
            self._show_spoken()
        self._place_pill()

    @property
    def follows_sound(self) -> bool:
        """Whether what is heard is kept in sight."""
        return self._follow_sound

    def follow_sound(self) -> None:
        """Goes to what is heard, and stays with it."""
        self._follow_sound = True
        if self.highlights.spoken:
            self._show_spoken()
        elif self._heard_s is not None:
            self.show_time(self._heard_s)
        self._place_pill()

    def _show_spoken(self) -> None:
        if self._follow_sound and self.highlights.spoken:
            key, word = list(self.highlights.spoken.items())[-1]
            self.show_place(Place(key, word))

    def show_time(self, at_s: float) -> None:
        """Makes the last row that begins by `at_s` current, in the upper third of the screen."""
        if self._turns.rowCount():
            place = max(0, self._turns.row_at(at_s))
            self.set_follow(False)
            self.verticalScrollBar().setValue(round(self._page.top(place)) - self.viewport().height() // 3)
            self.setCurrentIndex(self._turns.index(place))
            self._point_at_time(place, at_s)

    def _point_at_time(self, row: int, at_s: float) -> None:
        """Puts the cursor on what was said then, or just before, in that row."""
        begun = [piece for piece in self._turns.row(row).pieces if piece.start_s <= at_s and piece.words]
        if begun:
            self.set_cursor_place(Place(begun[-1].key, nearest_word(begun[-1], at_s)), show=False)

    def copy(self) -> None:
        """Puts the selected rows on the clipboard as plain text."""
        places = sorted(index.row() for index in self.selectedIndexes())
        QApplication.clipboard().setText("\n".join(self._turns.plain_text(self._turns.row(place)) for place in places))

    # Following, painting, keys

    def _on_user_scroll(self) -> None:
        """The reader moved the bar: follow on only if the end is what they went to."""
        bar = self.verticalScrollBar()
        self._follow_sound = self._follow_sound and self._heard_s is None
        self.set_follow(self._live and bar.sliderPosition() >= bar.maximum())
        self._place_pill()

    def _on_pill(self) -> None:
        if self._heard_s is not None:
            self.follow_sound()
        else:
            self.set_follow(True)

    def _place_pill(self) -> None:
        heard = self._heard_s is not None
        self._pill.setVisible(not self._follow_sound if heard else self._live and not self._follow)
        words = self.tr("Go to what is heard") if heard else "↓ " + self.tr("Follow live")
        if words != self._pill.text():
            self._pill.setText(words)
            self._pill.setAccessibleName(words.removeprefix("↓ "))
        self._pill.adjustSize()
        area = self.viewport().geometry()
        self._pill.move(
            area.right() - self._pill.width() - tokens.SPACE_5, area.bottom() - self._pill.height() - tokens.SPACE_3
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_pill()

    def _blink(self) -> None:
        self._delegate.caret_shown = not self._delegate.caret_shown
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if not self._turns.rowCount():
            self._paint_nothing(painter)
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

    def _paint_nothing(self, painter: QPainter) -> None:
        """Says why there is no text."""
        if self._live:
            words = self.tr("Text appears here as people speak.")
        else:
            words = self.tr("No speech was found in this recording.") if self._loaded else ""
        painter.setFont(self._appearance.font(tokens.TRANSCRIPT_PX))
        painter.setPen(self._appearance.colour("dim"))
        left = tokens.SPACE_5 + round(self._delegate.sizes.text_left)
        area = self.viewport().rect().adjusted(left, tokens.SPACE_3, -tokens.SPACE_5, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)
