"""What stands in the middle before anything is recorded: one sentence, and a demo meeting to open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from meetapp.window import tokens
from meetapp.window.icons import program_icon
from meetapp.window.theme import Appearance

WIDTH_PX, SIGN_PX = 460, 56


class WelcomePage(QWidget):
    """Calm on purpose: the blue button at the left is what a new user should see."""

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
        self._demo_name = QLabel(self.tr("Demo meeting"))
        self._demo_text = QLabel(
            self.tr("A short meeting with people talking at once, read from its sound as you watch.")
        )
        for label in (self._heading, self._text, self._demo_text):
            label.setWordWrap(True)
        for label in (self._text, self._demo_text):
            label.setProperty("tone", "dim")
        self.demo = QPushButton(self.tr("Open"))
        self.demo.setAccessibleName(self.tr("Open the demo meeting"))
        self.demo.clicked.connect(self.demo_clicked)
        self._card = QFrame()
        self._card.setProperty("look", "card")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._demo_name)
        words.addWidget(self._demo_text)
        row = QHBoxLayout(self._card)
        row.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_3)
        row.setSpacing(tokens.SPACE_4)
        row.addLayout(words, 1)
        row.addWidget(self.demo)
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

    def _restyle(self) -> None:
        look = self._appearance
        self._box.setFixedWidth(look.px(WIDTH_PX))
        self._sign.setPixmap(program_icon().pixmap(look.px(SIGN_PX), look.px(SIGN_PX)))
        self._heading.setFont(look.font(tokens.TITLE_PX, QFont.Weight.DemiBold))
        self._text.setFont(look.font(tokens.CONTROL_PX))
        self._demo_name.setFont(look.font(tokens.CONTROL_PX, QFont.Weight.DemiBold))
        self._demo_text.setFont(look.font(tokens.SECONDARY_PX))
