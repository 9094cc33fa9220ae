"""How words look: dots under the unsure ones, and paler letters for those that may still change; read off pixels."""

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from meetapp.events import PartialChanged
from meetapp.window.places import Place
from meetapp.window.theme import Appearance
from meetapp.window.transcript_view import TranscriptView
from meetapp.window.turn_model import TurnModel
from sts_model.turns import Partial, Turn, Word

SAID = Turn(
    0, 0, 1, 0, 48_000, (Word("sure", 0, 16_000), Word("mumble", 16_000, 32_000, 0.3), Word("end", 32_000, 48_000))
)
OPEN = Partial(0, 64_000, (Word("mumble", 64_000, 80_000, 0.3), Word("sure", 80_000, 96_000)))


@pytest.fixture(params=["light", "dark"])
def look(appearance: Appearance, request) -> Appearance:
    appearance.choose(request.param)
    return appearance


@pytest.fixture
def view(look: Appearance, qtbot) -> TranscriptView:
    model = TurnModel()
    model.set_turns([SAID])
    model.on_events([PartialChanged(OPEN)])
    view = TranscriptView(look)
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show_meeting(model, live=False)  # the caret does not blink
    view.show()
    return view


def painted(view: TranscriptView) -> np.ndarray:
    """The view as it is on screen: rows, columns, and red, green, blue."""
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB888)
    view.viewport().render(image)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def rect(view: TranscriptView, key: tuple[str, int], word: int) -> QRect:
    return view.rect_of(Place(key, word))


def inked(pixels: np.ndarray, area: QRect, ground: np.ndarray) -> np.ndarray:
    """How far each pixel in `area` is from the ground, 0 to 255."""
    inside = pixels[area.top() : area.bottom() + 1, area.left() : area.right() + 1]
    return np.abs(inside - ground).max(axis=2)


def rgb(look: Appearance, name: str) -> np.ndarray:
    colour: QColor = look.colour(name)
    return np.array([colour.red(), colour.green(), colour.blue()])


def test_only_the_unsure_word_has_dots_under_it(view: TranscriptView, look: Appearance):
    marked = painted(view)
    look.show_doubts(False)
    bare = painted(view)
    ys, xs = np.nonzero((marked != bare).any(axis=2))
    word = rect(view, ("turn", 0), 1)
    assert len(xs) and word.left() - 2 <= xs.min() <= xs.max() <= word.right() + 3
    assert word.center().y() < ys.min() <= ys.max() <= word.bottom() and ys.max() - ys.min() < 4, "a line below it"
    columns = np.unique(xs)
    dots = 1 + np.count_nonzero(np.diff(columns) > 1)
    assert dots > 8 and columns[-1] - columns[0] > 0.9 * word.width(), "dots all along, apart from each other"
    away = np.abs(marked[ys, xs] - rgb(look, "panel")).max(axis=1)
    assert 0.4 < away.max() / np.abs(rgb(look, "faint") - rgb(look, "panel")).max() <= 1.02, "paler than any letter"


def test_words_that_may_change_are_paler_than_final_ones(view: TranscriptView, look: Appearance):
    pixels, panel = painted(view), rgb(look, "panel")
    ink, dim = (np.abs(rgb(look, name) - panel).max() for name in ("ink", "dim"))
    final = inked(pixels, rect(view, ("turn", 0), 0), panel).max()
    still_open = inked(pixels, rect(view, ("partial", 0), 1), panel).max()
    assert final > (ink + dim) / 2, "letters of final words are all ink"
    assert 0.7 * dim < still_open <= 1.02 * dim, "those of open words nowhere more than dim"


def test_open_words_end_in_a_caret_and_have_no_dots(view: TranscriptView, look: Appearance):
    pixels, panel = painted(view), rgb(look, "panel")
    last = rect(view, ("partial", 0), 1)
    caret = inked(pixels, QRect(last.right() + 4, last.top(), 10, last.height()), panel)
    wide = (caret > 20).sum(axis=1)
    assert np.count_nonzero(wide >= 6) > 0.4 * last.height(), "a solid block right of the last word"
    look.show_doubts(False)
    unsure = rect(view, ("partial", 0), 0)
    rows, columns = slice(unsure.top(), unsure.bottom() + 1), slice(unsure.left(), unsure.right() + 1)
    assert (painted(view)[rows, columns] == pixels[rows, columns]).all()
