"""Word boxes: which word of a laid-out row is at a point, and where a word or a stretch of text stands; no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass

from meetapp.window.places import Place
from meetapp.window.row_layout import Card, Line, Measure, RowLayout, Sizes
from meetapp.window.rows import Key


@dataclass(frozen=True)
class Box:
    """A rectangle in the pixels of its row."""

    x: float
    y: float
    width: float
    height: float


def word_under(layout: RowLayout, x: float, y: float, sizes: Sizes, measure: Measure) -> Place | None:
    """The word at that point; the space after a word is part of it, the end of a line is not."""
    for card in layout.cards:
        for line in card.lines:
            if not line.y <= y < line.y + sizes.line or not card.text_x <= x:
                continue
            for number in range(line.last - line.first):
                left = card.text_x + line.lefts[number]
                width = measure(card.piece.words[line.first + number].text) + sizes.space
                if left <= x < left + width:
                    return Place(card.piece.key, line.first + number)
    return None


def card_under(layout: RowLayout, x: float, y: float) -> Card | None:
    """The card at that point; the only one of a row wherever the point is."""
    if len(layout.cards) == 1:
        return layout.cards[0]
    inside = (c for c in layout.cards if c.x <= x < c.x + c.width and c.y <= y < c.y + c.height)
    return next(inside, None)


def word_box(card: Card, line: Line, word: int, sizes: Sizes, measure: Measure) -> Box:
    """Where word number `word` of the card's piece stands, which is on that line."""
    left = card.text_x + line.lefts[word - line.first]
    return Box(left, line.y, measure(card.piece.words[word].text), sizes.line)


def box_of(layout: RowLayout, place: Place, sizes: Sizes, measure: Measure) -> Box | None:
    """Where a word stands; None when the row does not have it."""
    for card in layout.cards:
        if card.piece.key == place.key:
            for line in card.lines:
                if line.first <= place.word < line.last:
                    return word_box(card, line, place.word, sizes, measure)
    return None


def text_boxes(card: Card, first: int, last: int, sizes: Sizes, measure: Measure) -> Iterator[Box]:
    """Where characters `first` to `last` (one past) of the piece's text stand, a box for each line."""
    begin = 0
    for line in card.lines:
        end = begin + len(line.text)
        if first < end and last > begin:
            left, right = (measure(line.text[: max(0, min(at, end) - begin)]) for at in (first, last))
            yield Box(card.text_x + left, line.y, right - left, sizes.line)
        begin = end + 1


def all_words_box(layout: RowLayout, key: Key, sizes: Sizes) -> Box | None:
    """Where the words of a piece stand, as wide as its card lets them be; None when the row does not have it."""
    for card in layout.cards:
        if card.piece.key == key and card.lines:
            return Box(card.text_x, card.lines[0].y, card.text_width, len(card.lines) * sizes.line)
    return None
