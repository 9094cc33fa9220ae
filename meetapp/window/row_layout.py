"""Where everything of one transcript row stands, from word widths and sizes; no Qt."""

from collections.abc import Callable
from dataclasses import dataclass

from meetapp.window import tokens
from meetapp.window.packed_rows import Shape
from meetapp.window.rows import Piece, Row
from meetapp.window.wrapping import characters_a_line, wrap

COLUMN_GAP, CARD_BAR, CARD_PAD_X, CARD_PAD_Y, STACK_GAP = 10.0, 3.0, 12.0, 6.0, 4.0
ROW_PAD, CONTINUED_PAD, GUTTER_GAP, NAME_LINE = 7.0, 0.0, 12.0, 1.45

Measure = Callable[[str], float]


@dataclass(frozen=True)
class Sizes:
    """Sizes that depend on the fonts in use; all in pixels, already scaled."""

    scale: float
    line: float
    name: float
    space: float
    character: float

    @classmethod
    def of(cls, scale: float, space: float, character: float) -> "Sizes":
        """Sizes for a text `scale`, the width of a space and of an average character."""
        line = tokens.TRANSCRIPT_PX * tokens.TRANSCRIPT_LINE * scale
        return cls(scale, line, tokens.NAME_PX * NAME_LINE * scale, space, character)

    @property
    def text_left(self) -> float:
        """Where the words begin, right of the gutter with the time."""
        return (tokens.GUTTER_PX + GUTTER_GAP) * self.scale


@dataclass(frozen=True)
class Line:
    """One line of words: `first` to `last` (one past) of the piece, with the left edge of each word."""

    text: str
    first: int
    last: int
    y: float
    lefts: tuple[float, ...]


@dataclass(frozen=True)
class Card:
    """One piece in place; `boxed` when it stands beside another; no name line when the row continues."""

    piece: Piece
    x: float
    y: float
    width: float
    height: float
    text_x: float
    name_y: float | None
    lines: tuple[Line, ...]
    boxed: bool

    @property
    def text_width(self) -> float:
        """The room for name and words: what is left of them in a box is right of them, too."""
        return self.width - 2 * (self.text_x - self.x)


@dataclass(frozen=True)
class RowLayout:
    """A whole row, `height` pixels high; `time_y` is the top of the time in the gutter."""

    height: float
    time_y: float
    cards: tuple[Card, ...]


def lay_out(row: Row, width: float, sizes: Sizes, measure: Measure) -> RowLayout:
    """Places all of `row` in `width` pixels; `measure` gives the width of a word."""
    scale = sizes.scale
    pad = (CONTINUED_PAD if row.continues else ROW_PAD) * scale
    room = max(80.0, width - sizes.text_left)
    cards: list[Card] = []
    bottom = pad
    column_width = (room - COLUMN_GAP * scale * (len(row.columns) - 1)) / len(row.columns)
    for place, column in enumerate(row.columns):
        x, y = sizes.text_left + place * (column_width + COLUMN_GAP * scale), pad
        for index, piece in enumerate(column):
            named = not row.continues and (index == 0 or row.overlaps)
            card = _card(piece, (x, y, column_width), row.overlaps, named, sizes, measure)
            cards.append(card)
            y += card.height + (STACK_GAP * scale if row.overlaps else 0.0)
        bottom = max(bottom, cards[-1].y + cards[-1].height)
    time_y = pad + (CARD_PAD_Y * scale if row.overlaps else 0.0)
    return RowLayout(bottom + ROW_PAD * scale, time_y, tuple(cards))


def _card(
    piece: Piece, place: tuple[float, float, float], boxed: bool, named: bool, sizes: Sizes, measure: Measure
) -> Card:
    x, y, width = place
    inset = (CARD_BAR + CARD_PAD_X) * sizes.scale if boxed else 0.0
    top = CARD_PAD_Y * sizes.scale if boxed else 0.0
    room = width - inset - (CARD_PAD_X * sizes.scale if boxed else 0.0)
    name_y = y + top if named else None
    text_y = y + top + (sizes.name if named else 0.0)
    words = [word.text for word in piece.words]
    widths = [measure(word) for word in words]
    lines = []
    for number, (first, last) in enumerate(wrap(widths, sizes.space, room)):
        lefts, left = [], 0.0
        for word_width in widths[first:last]:
            lefts.append(left)
            left += word_width + sizes.space
        lines.append(Line(" ".join(words[first:last]), first, last, text_y + number * sizes.line, tuple(lefts)))
    height = text_y - y + max(1, len(lines)) * sizes.line + top
    return Card(piece, x, y, width, height, x + inset, name_y, tuple(lines), boxed)


class Estimate:
    """About what `lay_out` will say of heights, at a fraction of the cost: for rows that nobody has looked at yet."""

    def __init__(self, width: float, sizes: Sizes) -> None:
        scale, room = sizes.scale, max(80.0, width - sizes.text_left)
        boxed = room / 2 - (CARD_BAR + 2 * CARD_PAD_X + COLUMN_GAP) * scale
        self._line = sizes.line
        self._alone, self._beside = (characters_a_line(each, sizes.character) for each in (room, boxed))
        self._continued = (ROW_PAD + CONTINUED_PAD) * scale
        self._named = 2 * ROW_PAD * scale + sizes.name
        self._pads = 2 * ROW_PAD * scale
        self._card = sizes.name + (2 * CARD_PAD_Y + STACK_GAP) * scale

    def height(self, row: Row | Shape) -> float:
        """About how high `row` is."""
        columns = row.columns if isinstance(row, Shape) else [[len(p.text) for p in each] for each in row.columns]
        if len(columns) == 1:
            lines = sum([-int(-(length + 1) // self._alone) for length in columns[0]])
            return lines * self._line + (self._continued if row.continues else self._named)
        return self._pads + max([sum(map(self._card_height, column)) for column in columns])

    def _card_height(self, length: int) -> float:
        return self._card - int(-(length + 1) // self._beside) * self._line
