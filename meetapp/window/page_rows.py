"""The page: rows in a list that changes in the smallest place, its beginning packed where it has become long; no Qt."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from meetapp.window.packed_rows import BLOCK, PackedRows, Shape, Spoken
from meetapp.window.rows import Key, Piece, Row, group, num_common, order

LIVE_ROWS = 512
"""Rows at the end of a growing page that are never packed: they may still change."""

PATIENCE = 256
"""Rows that come before a page is packed again of which somebody wanted all."""


@dataclass(frozen=True)
class Change:
    """Rows `first` to `first + removed` gave way to `inserted` rows."""

    first: int
    removed: int
    inserted: int


class Rows:
    """The page as a list of rows that changes in the smallest place when a turn or partial comes or goes.

    Of a page that grows and grows the beginning can be packed, which shows in nothing but the memory that it takes:
    whoever asks for all `rows` or `pieces` has it unpacked.
    """

    def __init__(self, pieces: Iterable[Piece] = ()) -> None:
        self._pieces = sorted(pieces, key=order)
        self._by_key = {piece.key: piece for piece in self._pieces}
        self._rows = list(group(self._pieces))
        self._packed = PackedRows()
        self._whole_until = 0
        self._staged: tuple[int, int, list[Row]] | None = None

    def __len__(self) -> int:
        return len(self._packed) + len(self._rows)

    @property
    def rows(self) -> list[Row]:
        """Every row; unpacks the page, which stays so until PATIENCE more rows have come."""
        self._unpack()
        return self._rows

    @property
    def pieces(self) -> list[Piece]:
        """Every piece in order of start; unpacks the page likewise."""
        self._unpack()
        return self._pieces

    @property
    def last_pieces(self) -> list[Piece]:
        """The pieces of the end of the page, however much of it is packed: some hundred, or all there are."""
        return self._pieces

    def row(self, place: int) -> Row:
        packed = len(self._packed)
        return self._packed.row(place) if place < packed else self._rows[place - packed]

    def row_at(self, at_s: float) -> int:
        """The last row that begins by then; -1 when none does."""
        place = bisect_right(self._rows, at_s, key=_starts) - 1
        return place + len(self._packed) if place >= 0 else self._packed.row_at(at_s)

    def outlines(self, first: int, last: int) -> list[Row | Shape]:
        """What is needed to say about how high rows `first` to `last` (one past) are."""
        packed = len(self._packed)
        return [
            *self._packed.shapes(first, min(last, packed)),
            *self._rows[max(0, first - packed) : max(0, last - packed)],
        ]

    def spans(self) -> Iterator[Spoken]:
        """When who spoke in final turns, in order of start."""
        yield from self._packed.spans()
        for piece in self._pieces:
            if piece.turn is not None:
                yield Spoken(piece.speaker, piece.start_s, piece.end_s)

    def get(self, key: Key) -> Piece | None:
        piece = self._by_key.get(key)
        if piece is None and (block := self._packed_at(key)) >= 0:
            rows = (self._packed.row(place) for place in range(block, block + BLOCK))
            return next(each for row in rows for each in row.pieces if each.key == key)
        return piece

    def place_of(self, key: Key) -> int:
        """The row that shows the piece; -1 when there is none."""
        piece = self.get(key)
        if piece is None:
            return -1
        place = self.row_at(piece.start_s)
        while place >= 0 and all(each.key != key for column in self.row(place).columns for each in column):
            place -= 1
        return place

    def pack(self) -> None:
        """Packs some rows of the beginning, if the page has become long and nobody needs all of it just now."""
        rows = self._rows[:BLOCK]
        if len(self._rows) <= LIVE_ROWS or len(self) < self._whole_until:
            return
        pieces = [piece for row in rows for piece in row.pieces]
        if self._staged is None and not any(piece.is_partial for piece in pieces):
            self._packed.add(rows)
            del self._rows[:BLOCK], self._pieces[: len(pieces)]
            for piece in pieces:
                del self._by_key[piece.key]

    def change(self, put: Iterable[Piece], drop: Iterable[Key] = ()) -> Change | None:
        """Adds or replaces `put` and takes away `drop`; which rows changed, or None when nothing did."""
        change = self.stage(put, drop)
        self.commit()
        return change

    def stage(self, put: Iterable[Piece], drop: Iterable[Key] = ()) -> Change | None:
        """Like `change`, but `rows` stays as it was until `commit`: Qt wants to be told before it happens."""
        latest = {piece.key: piece for piece in put}
        drop = [key for key in drop if key not in latest]
        self._unpack_from(min(filter(_is_there, map(self._packed_at, [*latest, *drop])), default=len(self._packed)))
        fresh = {key: piece for key, piece in latest.items() if self._by_key.get(key) != piece}
        leaving = {*fresh, *drop}
        gone = [self._by_key[key] for key in leaving if key in self._by_key]
        if not fresh and not gone:
            return None
        touched = [*fresh.values(), *gone]
        start_s = min(piece.start_s for piece in touched)
        while len(self._packed) and not self._row_before(start_s):
            self._unpack_from(len(self._packed) - 1)
        first = self._row_before(start_s)
        begin = bisect_left(self._pieces, order(self._rows[first].columns[0][0]), key=order) if self._rows else 0
        for piece in gone:
            del self._by_key[piece.key]
            del self._pieces[bisect_left(self._pieces, order(piece), begin, key=order)]
        self._by_key.update(fresh)
        for piece in fresh.values():
            insort(self._pieces, piece, begin, key=order)
        return self._stage_rows(first, begin, max(piece.start_s for piece in touched))

    def commit(self, kept: int | None = None) -> None:
        """Lets `rows` show what was staged; only the first `kept` rows of it, where a number is given."""
        if self._staged is None:
            return
        place, removed, fresh = self._staged
        first = place - len(self._packed)
        if kept is None:
            self._rows[first : first + removed] = fresh
            self._staged = None
        else:
            self._rows[first : first + kept] = fresh[:kept]
            self._staged = (place + kept, removed - kept, fresh[kept:])

    def _row_before(self, start_s: float) -> int:
        """The row from which grouping may differ when something at `start_s` changes: the last that begins earlier."""
        return max(0, bisect_left(self._rows, start_s, key=_starts) - 1)

    def _stage_rows(self, first: int, begin: int, last_s: float) -> Change | None:
        """Stages rows of the pieces from `begin`, changed up to `last_s`, in place of those from `first` that differ.

        Once a row after the last change is as it was, so are all that follow.
        """
        fresh, end = list[Row](), len(self._rows)
        for row in group(self._pieces, begin, self._rows[first - 1] if first else None):
            place = bisect_left(self._rows, row.start_s, first, key=_starts) if row.start_s > last_s else end
            if place < end and self._rows[place] == row:
                end = place
                break
            fresh.append(row)
        old = self._rows[first:end]
        head = num_common(old, fresh)
        tail = num_common(old[head:][::-1], fresh[head:][::-1])
        removed, inserted = len(old) - head - tail, len(fresh) - head - tail
        place = len(self._packed) + first + head
        self._staged = (place, removed, fresh[head : len(fresh) - tail])
        return Change(place, removed, inserted) if removed or inserted else None

    def _packed_at(self, key: Key) -> int:
        """Where the block of packed rows begins that has the piece; -1 when none has."""
        return self._packed.block_of(key[1]) if key[0] == "turn" and key not in self._by_key else -1

    def _unpack(self) -> None:
        self._unpack_from(0)
        self._whole_until = len(self) + PATIENCE

    def _unpack_from(self, place: int) -> None:
        """Unpacks all rows from `place` on, and some before it."""
        blocks = list[list[Row]]()
        while len(self._packed) > place:
            blocks.append(self._packed.pop())
        rows = [row for block in reversed(blocks) for row in block]
        pieces = [piece for row in rows for piece in row.pieces]
        self._rows[:0], self._pieces[:0] = rows, pieces
        self._by_key.update((piece.key, piece) for piece in pieces)


def _is_there(place: int) -> bool:
    return place >= 0


def _starts(row: Row) -> float:
    return row.start_s
