"""Rows of the transcript: turns and partials in reading order, those that overlap side by side; no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass

from sts_model.turns import Partial, Turn, Word
from sts_model.wording import shown_words

OVERLAP_S = 0.2
"""Overlap below this is the jitter of turn ends, not two people talking at once."""

CONTINUE_S = 4.0
"""A pause below this between turns of one speaker does not need the name again."""

SURE = 0.5
"""From this certainty on a speaker is named without "maybe": of those below, four in ten are right."""

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A turn or a partial on the page; `end_s` is infinite and `speaker` 0 while it is still being spoken."""

    key: Key
    speaker: int
    channel: int
    start_s: float
    end_s: float
    words: tuple[Word, ...]
    text: str
    turn: Turn | None

    @property
    def is_partial(self) -> bool:
        return self.turn is None

    @property
    def is_guess(self) -> bool:
        """Whether its speaker is more likely wrong than right."""
        return self.turn is not None and self.turn.certainty is not None and self.turn.certainty < SURE


def turn_piece(turn: Turn) -> Piece:
    """The piece that shows `turn`, with its words as people write them."""
    words = _written(turn.words)
    return Piece(("turn", turn.id), turn.speaker, turn.channel, turn.start_s, turn.end_s, words, _text(words), turn)


def partial_piece(partial: Partial) -> Piece:
    """The piece that shows `partial`, likewise; there is one a channel."""
    key, words = ("partial", partial.channel), _written(partial.words)
    return Piece(key, 0, partial.channel, partial.start_s, float("inf"), words, _text(words), None)


def _text(words: tuple[Word, ...]) -> str:
    return " ".join([word.text for word in words])


def _written(words: tuple[Word, ...]) -> tuple[Word, ...]:
    for word in words:
        if word.written is not None:
            return shown_words(words, "readable")
    return words


@dataclass(frozen=True, slots=True)
class Row:
    """What stands beside one time in the gutter: one piece over the whole width, or two columns of cards.

    `continues` says that the same speaker goes on from the row above, so the name need not be repeated.
    """

    columns: tuple[tuple[Piece, ...], ...]
    continues: bool = False

    @property
    def start_s(self) -> float:
        return self.columns[0][0].start_s

    @property
    def pieces(self) -> list[Piece]:
        """All pieces in order of start."""
        return sorted((piece for column in self.columns for piece in column), key=order)

    @property
    def overlaps(self) -> bool:
        return len(self.columns) > 1


def order(piece: Piece) -> tuple[float, int, Key]:
    """What pieces are in order of."""
    return piece.start_s, piece.channel, piece.key


def num_common(one: list[Row], other: list[Row]) -> int:
    """Leading rows that are equal."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left is not right and left != right:
            break
        count += 1
    return count


def group(pieces: list[Piece], place: int = 0, before: Row | None = None) -> Iterator[Row]:
    """`pieces` from `place` on as rows after `before`.

    A row is opened by one piece, and joined by all that begin while it is spoken. So are short remarks within a piece
    that joined; none of these makes the row last longer, so a long chain of interruptions does not grow into one row.
    Nobody speaks beside himself: where both channels carried one voice, one row follows the other.
    """
    while place < len(pieces):
        members = [pieces[place]]
        place += 1
        while place < len(pieces) and _joins(pieces[place], members):
            members.append(pieces[place])
            place += 1
        columns = _columns(members)
        before = Row(columns, _continues(before, columns))
        yield before


def _joins(piece: Piece, members: list[Piece]) -> bool:
    if piece.speaker != 0 and all(member.speaker == piece.speaker for member in members):
        return False
    if piece.start_s < members[0].end_s - OVERLAP_S:
        return True
    return any(piece.end_s <= member.end_s and piece.start_s < member.end_s - OVERLAP_S for member in members[1:])


def _columns(members: list[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """One column, or two: a piece goes below one that has ended before it begins, and beside one that has not."""
    left, right = [members[0]], list[Piece]()
    for piece in members[1:]:
        left_ends_s, right_ends_s = left[-1].end_s, right[-1].end_s if right else 0.0
        begins_s = piece.start_s + OVERLAP_S
        if begins_s >= left_ends_s:
            left.append(piece)
        elif begins_s >= right_ends_s or right_ends_s <= left_ends_s:
            right.append(piece)
        else:
            left.append(piece)  # three at once: below the one that ends first
    return (tuple(left), tuple(right)) if right else (tuple(left),)


def _continues(before: Row | None, columns: tuple[tuple[Piece, ...], ...]) -> bool:
    if before is None or before.overlaps or len(columns) > 1:
        return False
    last, now = before.columns[0][-1], columns[0][0]
    return last.speaker == now.speaker != 0 and now.start_s - last.end_s < CONTINUE_S
