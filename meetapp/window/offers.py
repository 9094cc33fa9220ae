"""A strip that tells or asks something in one sentence, with a button for each answer; never a box in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from meetapp.window import tokens
from meetapp.window.theme import Appearance

Answer = tuple[str, Callable[[], object]]


@dataclass(frozen=True)
class _Offer:
    key: str
    words: str
    answers: tuple[Answer, ...]


class Offers(QFrame):
    """Shows the newest of what is offered; an answer, or what made it moot, takes it away."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._offers: list[_Offer] = []
        self._buttons: list[QPushButton] = []
        self.setObjectName("offers")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(tokens.SPACE_5, tokens.SPACE_2, tokens.SPACE_4, tokens.SPACE_2)
        self._line.setSpacing(tokens.SPACE_2)
        self._line.addWidget(self.text, 1)
        appearance.changed.connect(self._restyle)
        self._show()

    def offer(self, key: str, words: str, answers: Sequence[Answer] = ()) -> None:
        """Says `words` with these answers and one that takes it away, in the place of what `key` offered before."""
        known = next((each for each in self._offers if each.key == key), None)
        self._offers = [each for each in self._offers if each.key != key]
        self._offers.append(_Offer(key, words, (*answers, (self.tr("Dismiss"), lambda: None))))
        if known is None or known.words != words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self._show()

    def withdraw(self, key: str) -> None:
        """Takes away what is offered under `key`, if anything is."""
        if self.has(key):
            self._offers = [each for each in self._offers if each.key != key]
            self._show()

    def has(self, key: str) -> bool:
        return any(each.key == key for each in self._offers)

    @property
    def buttons(self) -> list[QPushButton]:
        """The answers to what is shown."""
        return self._buttons

    def _show(self) -> None:
        for button in self._buttons:
            button.deleteLater()
        self._buttons = []
        self.setVisible(bool(self._offers))
        if not self._offers:
            return
        offer = self._offers[-1]
        self.text.setText(offer.words)
        self.setAccessibleName(offer.words)
        for place, (words, call) in enumerate(offer.answers):
            self._add_button(offer.key, words, call, quiet=place == len(offer.answers) - 1)
        self._restyle()

    def _add_button(self, key: str, words: str, call: Callable[[], object], *, quiet: bool) -> None:
        button = QPushButton(words, self)
        button.setAccessibleName(words)
        button.setProperty("look", "quiet" if quiet else "small")

        def answer() -> None:
            self.withdraw(key)
            call()

        button.clicked.connect(answer)
        self._line.addWidget(button)
        self._buttons.append(button)

    def _restyle(self) -> None:
        for widget in (self.text, *self._buttons):
            widget.setFont(self._appearance.font(tokens.NAME_PX))
