"""The right panel: who is here and how long each has talked; names are edited where they stand."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from meetapp.window import tokens
from meetapp.window.controls import ContentArea
from meetapp.window.icons import dot_icon
from meetapp.window.people_count import PeopleCount
from meetapp.window.talk import TalkTime
from meetapp.window.theme import Appearance
from meetapp.window.tokens import speaker_mark

DOT, BAR = 10, 4


class Dot(QWidget):
    """The dot of a speaker, with a letter when the colour is shared."""

    def __init__(self, appearance: Appearance, speaker: int) -> None:
        super().__init__()
        self._appearance, self._speaker = appearance, speaker
        side = appearance.px(DOT if not speaker_mark(speaker) else DOT + 5)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._appearance.theme.speaker(self._speaker).ink))
        painter.drawEllipse(QRectF(self.rect()))
        mark = speaker_mark(self._speaker)
        if mark:
            painter.setPen(self._appearance.colour("panel"))
            painter.setFont(self._appearance.font(tokens.CAPTION_PX - 2, QFont.Weight.Bold))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, mark)


class Bar(QWidget):
    """A bar of talk time."""

    def __init__(self, appearance: Appearance, speaker: int) -> None:
        super().__init__()
        self._appearance, self._speaker, self._share = appearance, speaker, 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Share of talk time"))

    def sizeHint(self) -> QSize:
        return QSize(80, BAR)

    def set_share(self, share: float) -> None:
        self._share = share
        self.setAccessibleDescription(f"{round(share * 100)} %")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        rect = QRectF(0, (self.height() - BAR) / 2, self.width(), BAR)
        painter.setBrush(self._appearance.colour("line"))
        painter.drawRoundedRect(rect, 2, 2)
        rect.setWidth(max(BAR, rect.width() * self._share))
        painter.setBrush(QColor(self._appearance.theme.speaker(self._speaker).ink))
        painter.drawRoundedRect(rect, 2, 2)


class Person(QWidget):
    """One speaker: dot, name, talk time, bar, and a menu of what can be done."""

    renamed = Signal(int, str)
    left = Signal()  # whoever wrote the name is done
    menu_wanted = Signal(int)

    def __init__(self, appearance: Appearance, speaker: int) -> None:
        super().__init__()
        self._appearance, self.speaker = appearance, speaker
        self.name = QLineEdit()
        self.name.setProperty("look", "bare")
        self.name.setAlignment(Qt.AlignmentFlag.AlignLeft)  # beside the dot, in whichever script it is
        self.name.setAccessibleName(self.tr("Name of speaker %1").replace("%1", str(speaker)))
        self.name.setToolTip(self.tr("Click to rename"))
        self.name.editingFinished.connect(self._on_edited)
        self._time = QLabel()
        self._time.setProperty("tone", "dim")
        self.more = QPushButton("⋯")
        self.more.setProperty("look", "tool")
        self.more.clicked.connect(lambda: self.menu_wanted.emit(speaker))
        self._bar = Bar(appearance, speaker)
        line = QHBoxLayout()
        line.setSpacing(tokens.SPACE_2)
        line.addWidget(Dot(appearance, speaker))
        line.addWidget(self.name, 1)
        line.addWidget(self._time)
        line.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, tokens.SPACE_2)
        column.setSpacing(tokens.SPACE_1)
        column.addLayout(line)
        column.addWidget(self._bar)
        self._shown = ""

    def show_talk(self, name: str, talk: TalkTime) -> None:
        look = self._appearance
        self.name.setFont(look.font(tokens.NAME_PX + 0.5, QFont.Weight.DemiBold))
        self._time.setFont(look.font(tokens.SECONDARY_PX - 0.5, tabular=True))
        self.more.setFont(look.font(tokens.SECONDARY_PX))
        self.more.setAccessibleName(self.tr("What to do with %1").replace("%1", name))
        self.more.setToolTip(self.more.accessibleName())
        self._time.setText(self._length(round(talk.seconds)))
        if not self.name.hasFocus() and name != self.name.text():
            self.name.setText(name)
            self.name.setCursorPosition(0)  # of a long name the beginning is seen
        self._shown = name
        self._bar.set_share(talk.share)

    def _length(self, seconds: int) -> str:
        """A length of time in the two units that say enough."""
        if seconds < 60:
            return self.tr("%1 s").replace("%1", str(seconds))
        words, first, second = self.tr("%1 min %2"), seconds // 60, seconds % 60
        if seconds >= 3600:
            words, first, second = self.tr("%1 h %2"), seconds // 3600, seconds // 60 % 60
        return words.replace("%1", str(first)).replace("%2", f"{second:02d}")

    def _on_edited(self) -> None:
        if self.name.text().strip() != self._shown:
            self.renamed.emit(self.speaker, self.name.text())
        self.name.setCursorPosition(0)
        if self.name.hasFocus():  # Return, not a click elsewhere
            self.left.emit()


class PeoplePanel(QWidget):
    """All speakers of the meeting shown."""

    renamed = Signal(int, str)
    left = Signal()  # whoever wrote a name is done
    only_wanted = Signal(int)
    sample_wanted = Signal(int)
    merged = Signal(int, int)
    counted = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setObjectName("people")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._people: dict[int, Person] = {}
        self._heading = QLabel(self.tr("Speakers"))
        self._heading.setProperty("tone", "dim")
        self._nobody = QLabel(self.tr("Speakers appear here with their share of the talk."))
        self._nobody.setProperty("tone", "dim")
        self._nobody.setWordWrap(True)
        self._inside = inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.SPACE_1)
        self._column.addStretch(1)
        area = ContentArea(inside)
        area.setAccessibleName(self.tr("Speakers"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._ask = QLabel(self.tr("How many people spoke?"))
        self._ask.setProperty("tone", "dim")
        self.count = PeopleCount(appearance, self.tr("Found out by voice"))
        self.count.setAccessibleName(self._ask.text())
        self.count.chosen.connect(self.counted)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(tokens.SPACE_4, tokens.SPACE_4, tokens.SPACE_4, tokens.SPACE_3)
        outer.setSpacing(tokens.SPACE_2)
        outer.addWidget(self._heading)
        outer.addWidget(self._nobody)
        outer.addWidget(area)
        outer.addWidget(self._ask)
        outer.addWidget(self.count)
        outer.addStretch(1)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_people(self, talk: list[TalkTime], names: dict[int, str]) -> None:
        """Shows these speakers; `names` has what each is called."""
        self._nobody.setVisible(not talk)
        for gone in self._people.keys() - {each.speaker for each in talk}:
            left = self._people.pop(gone)
            left.hide()
            left.deleteLater()
        for place, each in enumerate(talk):
            person = self._people.get(each.speaker)
            if person is None:
                person = self._people[each.speaker] = Person(self._appearance, each.speaker)
                person.renamed.connect(self.renamed)
                person.left.connect(self.left)
                person.menu_wanted.connect(self.open_menu)
                self._column.insertWidget(place, person)
            person.show_talk(names[each.speaker], each)

    def show_count(self, told: int, *, can_change: bool) -> None:
        """Shows how many people spoke, as somebody said; 0 is nobody."""
        self.count.show_number(told)
        for part in (self._ask, self.count):
            part.setVisible(can_change)

    def open_menu(self, speaker: int) -> None:
        """Opens the menu of a speaker beside the name."""
        if speaker in self._people:
            button = self._people[speaker].more
            self.menu_of(speaker).popup(button.mapToGlobal(button.rect().bottomLeft()))

    def menu_of(self, speaker: int) -> QMenu:
        """What can be done with a speaker."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Hear only this speaker")).triggered.connect(lambda: self.only_wanted.emit(speaker))
        menu.addAction(self.tr("Hear a sample")).triggered.connect(lambda: self.sample_wanted.emit(speaker))
        menu.addAction(self.tr("Rename")).triggered.connect(lambda: self.edit(speaker))
        others = [person for person in self._people.values() if person.speaker != speaker]
        same = menu.addMenu(self.tr("Is the same person as"))
        same.setEnabled(bool(others))
        for person in sorted(others, key=lambda each: each.speaker):
            action = same.addAction(dot_icon(self._ink(person.speaker), 16), person.name.text())
            action.triggered.connect(lambda _=False, into=person.speaker: self.merged.emit(speaker, into))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        for person in self._people.values():
            if person.geometry().contains(self._inside.mapFromGlobal(event.globalPos())):
                self.menu_of(person.speaker).popup(event.globalPos())

    def _ink(self, speaker: int) -> QColor:
        return QColor(self._appearance.theme.speaker(speaker).ink)

    def edit(self, speaker: int) -> None:
        """Puts the cursor into the name of `speaker`."""
        if speaker in self._people:
            self._people[speaker].name.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._people[speaker].name.selectAll()

    def _restyle(self) -> None:
        self._heading.setFont(self._appearance.font(tokens.SECONDARY_PX - 0.5, QFont.Weight.DemiBold))
        self._nobody.setFont(self._appearance.font(tokens.SECONDARY_PX))
        self._ask.setFont(self._appearance.font(tokens.SECONDARY_PX - 0.5))
        self.count.setFont(self._appearance.font(tokens.NAME_PX))
        self.setFixedWidth(self._appearance.px(tokens.PEOPLE_PX))
