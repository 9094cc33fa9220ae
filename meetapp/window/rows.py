"""Rows of the transcript: turns and partials in reading order, those that overlap side by side; no Qt."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
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
        return sorted((piece for column in self.columns for piece in column), key=_order)

    @property
    def overlaps(self) -> bool:
        return len(self.columns) > 1


@dataclass(frozen=True)
class Change:
    """Rows `first` to `first + removed` gave way to `inserted` rows."""

    first: int
    removed: int
    inserted: int


class Rows:
    """The page as a list of rows that changes in the smallest place when a turn or partial comes or goes."""

    def __init__(self, pieces: Iterable[Piece] = ()) -> None:
        self._pieces = sorted(pieces, key=_order)
        self._by_key = {piece.key: piece for piece in self._pieces}
        self.rows = list(_group(self._pieces))
        self._staged: tuple[int, int, list[Row]] | None = None

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def pieces(self) -> list[Piece]:
        """Every piece in order of start."""
        return self._pieces

    def get(self, key: Key) -> Piece | None:
        return self._by_key.get(key)

    def place_of(self, key: Key) -> int:
        """The row that shows the piece; -1 when there is none."""
        piece = self._by_key.get(key)
        if piece is None:
            return -1
        place = bisect_right(self.rows, piece.start_s, key=_starts) - 1
        while place >= 0 and all(each.key != key for column in self.rows[place].columns for each in column):
            place -= 1
        return place

    def change(self, put: Iterable[Piece], drop: Iterable[Key] = ()) -> Change | None:
        """Adds or replaces `put` and takes away `drop`; which rows changed, or None when nothing did."""
        change = self.stage(put, drop)
        self.commit()
        return change

    def stage(self, put: Iterable[Piece], drop: Iterable[Key] = ()) -> Change | None:
        """Like `change`, but `rows` stays as it was until `commit`: Qt wants to be told before it happens."""
        latest = {piece.key: piece for piece in put}
        fresh = {key: piece for key, piece in latest.items() if self._by_key.get(key) != piece}
        leaving = {*fresh, *(key for key in drop if key not in latest)}
        gone = [self._by_key[key] for key in leaving if key in self._by_key]
        if not fresh and not gone:
            return None
        touched = [*fresh.values(), *gone]
        first = self._row_before(min(piece.start_s for piece in touched))
        begin = bisect_left(self._pieces, _order(self.rows[first].columns[0][0]), key=_order) if self.rows else 0
        for piece in gone:
            del self._by_key[piece.key]
            del self._pieces[bisect_left(self._pieces, _order(piece), begin, key=_order)]
        self._by_key.update(fresh)
        for piece in fresh.values():
            insort(self._pieces, piece, begin, key=_order)
        return self._stage_rows(first, begin, max(piece.start_s for piece in touched))

    def commit(self, kept: int | None = None) -> None:
        """Lets `rows` show what was staged; only the first `kept` rows of it, where a number is given."""
        if self._staged is None:
            return
        first, removed, fresh = self._staged
        if kept is None:
            self.rows[first : first + removed] = fresh
            self._staged = None
        else:
            self.rows[first : first + kept] = fresh[:kept]
            self._staged = (first + kept, removed - kept, fresh[kept:])

    def _row_before(self, start_s: float) -> int:
        """The row from which grouping may differ when something at `start_s` changes: the last that begins earlier."""
        return max(0, bisect_left(self.rows, start_s, key=_starts) - 1)

    def _stage_rows(self, first: int, begin: int, last_s: float) -> Change | None:
        """Stages rows of the pieces from `begin`, changed up to `last_s`, in place of those from `first` that differ.

        Once a row after the last change is as it was, so are all that follow.
        """
        fresh, end = list[Row](), len(self.rows)
        for row in _group(self._pieces, begin, self.rows[first - 1] if first else None):
            place = bisect_left(self.rows, row.start_s, first, key=_starts) if row.start_s > last_s else end
            if place < end and self.rows[place] == row:
                end = place
                break
            fresh.append(row)
        old = self.rows[first:end]
        head = num_common(old, fresh)
        tail = num_common(old[head:][::-1], fresh[head:][::-1])
        removed, inserted = len(old) - head - tail, len(fresh) - head - tail
        self._staged = (first + head, removed, fresh[head : len(fresh) - tail])
        return Change(first + head, removed, inserted) if removed or inserted else None


def _starts(row: Row) -> float:
    return row.start_s


def _order(piece: Piece) -> tuple[float, int, Key]:
    return piece.start_s, piece.channel, piece.key


def num_common(one: list[Row], other: list[Row]) -> int:
    """Leading rows that are equal."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left is not right and left != right:
            break
        count += 1
    return count


def _group(pieces: list[Piece], place: int = 0, before: Row | None = None) -> Iterator[Row]:
    """`pieces` from `place` on as rows after `before`.

    A row is opened by one piece, and joined by all that begin while it is spoken. So are short remarks within a piece
    that joined; none of these makes the row last longer, so a long chain of interruptions does not grow into one row.
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
