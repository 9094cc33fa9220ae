"""First steps: one sentence, a demo meeting that is one click away, and three things worth knowing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from meetapp.window import tokens
from meetapp.window.icons import program_icon
from meetapp.window.theme import Appearance

WIDTH_PX, SIGN_PX = 500, 56


class Step(QWidget):
    """One thing worth knowing: what to do, and what then happens."""

    def __init__(self, appearance: Appearance, what: str, then: str) -> None:
        super().__init__()
        self._appearance = appearance
        self._what, self._then = QLabel(what), QLabel(then)
        self._then.setProperty("tone", "dim")
        for label in (self._what, self._then):
            label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._what)
        column.addWidget(self._then)
        column.addStretch(1)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self._what.setFont(self._appearance.font(tokens.NAME_PX, QFont.Weight.DemiBold))
        self._then.setFont(self._appearance.font(tokens.SECONDARY_PX))


class WelcomePage(QWidget):
    """Calm on purpose: the blue button at the left, or the demo, is what a new user should see."""

    demo_clicked = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sign = QLabel()
        self._heading = QLabel(self.tr("Who said what, while people are still talking"))
        self._text = QLabel(
            self.tr("Record a meeting, or drop an audio or video file here. Nothing leaves this computer.")
        )
        for label in (self._heading, self._text):
            label.setWordWrap(True)
        self._text.setProperty("tone", "dim")
        self._card = self._make_card()
        self._box = QWidget()
        column = QVBoxLayout(self._box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_2)
        column.addWidget(self._sign)
        column.addSpacing(tokens.SPACE_2)
        column.addWidget(self._heading)
        column.addWidget(self._text)
        column.addSpacing(tokens.SPACE_4)
        column.addWidget(self._card)
        column.addSpacing(tokens.SPACE_4)
        column.addLayout(self._steps())
        outer = QVBoxLayout(self)
        outer.addStretch(3)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(self._box)
        centred.addStretch(1)
        outer.addLayout(centred)
        outer.addStretch(4)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_demo(self, shown: bool) -> None:
        """Offers the demo meeting, where the program has it."""
        self._card.setVisible(shown)

    def _make_card(self) -> QFrame:
        self._demo_name = QLabel(self.tr("Demo meeting"))
        self._demo_text = QLabel(
            self.tr("A minute of four people planning a move, read from its sound while you watch.")
        )
        self._demo_text.setWordWrap(True)
        self._demo_text.setProperty("tone", "dim")
        self.demo = QPushButton(self.tr("Open"))
        self.demo.setAccessibleName(self.tr("Open the demo meeting"))
        self.demo.clicked.connect(self.demo_clicked)
        card = QFrame()
        card.setProperty("look", "card")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._demo_name)
        words.addWidget(self._demo_text)
        row = QHBoxLayout(card)
        row.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_3)
        row.setSpacing(tokens.SPACE_4)
        row.addLayout(words, 1)
        row.addWidget(self.demo)
        return card

    def _steps(self) -> QHBoxLayout:
        steps = QHBoxLayout()
        steps.setSpacing(tokens.SPACE_5)
        for what, then in (
            (self.tr("Record"), self.tr("Text appears while people talk, also when they talk at once.")),
            (
                self.tr("Correct"),
                self.tr("A click on a word plays it, a double click changes it. Every change can be undone."),
            ),
            (self.tr("Take it along"), self.tr("Export to text, Word, PDF, subtitles and twelve more.")),
        ):
            steps.addWidget(Step(self._appearance, what, then), 1)
        return steps

    def _restyle(self) -> None:
        look = self._appearance
        self._box.setFixedWidth(look.px(WIDTH_PX))
        self._sign.setPixmap(program_icon().pixmap(look.px(SIGN_PX), look.px(SIGN_PX)))
        self._heading.setFont(look.font(tokens.TITLE_PX, QFont.Weight.DemiBold))
        self._text.setFont(look.font(tokens.CONTROL_PX))
        self._demo_name.setFont(look.font(tokens.CONTROL_PX, QFont.Weight.DemiBold))
        self._demo_text.setFont(look.font(tokens.SECONDARY_PX))
