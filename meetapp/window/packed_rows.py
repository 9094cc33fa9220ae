"""The beginning of a long page, packed: rows that nobody looks at, as some hundred bytes each; no Qt.

They stay in memory, since the window reads no file while somebody scrolls, and text of a sealed library is kept nowhere
else than in it.
"""

from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from meetapp.window.rows import Row, group, order, turn_piece
from sts_model.packed_turns import pack_turns, unpack_turns
from sts_model.turns import Turn

BLOCK = 64
"""Rows that are packed together."""

KEPT_BLOCKS = 8
"""Blocks that stay unpacked once somebody looked at them: some screens' worth."""


class Shape(NamedTuple):
    """How long the texts of a row's columns are: enough to say about how high it is."""

    continues: bool
    columns: tuple[tuple[int, ...], ...]


class Spoken(NamedTuple):
    """When who spoke, in seconds."""

    speaker: int
    start_s: float
    end_s: float


def shape(row: Row) -> Shape:
    """The shape of `row`."""
    return Shape(row.continues, tuple(tuple(len(piece.text) for piece in column) for column in row.columns))


@dataclass(frozen=True, slots=True)
class _Block:
    """BLOCK rows; `continues` is that of the first, which alone depends on what is before them."""

    packed: bytes
    continues: bool
    starts: "array[float]"
    shapes: tuple[Shape, ...]
    ids: "array[int]"
    speakers: "array[int]"
    times: "array[float]"  # begin and end of each turn


class PackedRows:
    """Rows of final turns, put in at the end in blocks and taken out there."""

    def __init__(self) -> None:
        self._blocks: list[_Block] = []
        self._looked_at: OrderedDict[int, list[Row]] = OrderedDict()
        self._shapes: dict[Shape, Shape] = {}  # most rows have one of a few hundred

    def __len__(self) -> int:
        return BLOCK * len(self._blocks)

    def add(self, rows: Sequence[Row]) -> None:
        """Packs BLOCK rows, which follow those before."""
        turns = [piece.turn for row in rows for piece in row.pieces if piece.turn is not None]
        shapes = tuple(self._shapes.setdefault(each, each) for each in map(shape, rows))
        self._blocks.append(
            _Block(
                pack_turns(turns),
                rows[0].continues,
                array("d", [row.start_s for row in rows]),
                shapes,
                array("q", [turn.id for turn in turns]),
                array("q", [turn.speaker for turn in turns]),
                array("d", [at_s for turn in turns for at_s in (turn.start_s, turn.end_s)]),
            )
        )

    def pop(self) -> list[Row]:
        """The rows of the last block, which is no more."""
        rows = self._rows(len(self._blocks) - 1)
        self._blocks.pop()
        self._looked_at.pop(len(self._blocks), None)
        return rows

    def row(self, place: int) -> Row:
        return self._rows(place // BLOCK)[place % BLOCK]

    def block_of(self, turn_id: int) -> int:
        """Where the block begins that has the turn; -1 when none has."""
        for number, block in enumerate(self._blocks):
            if turn_id in block.ids:
                return BLOCK * number
        return -1

    def row_at(self, at_s: float) -> int:
        """The last row that begins by then; -1 when none does."""
        number = bisect_right(self._blocks, at_s, key=lambda block: block.starts[0]) - 1
        return BLOCK * number + bisect_right(self._blocks[number].starts, at_s) - 1 if number >= 0 else -1

    def shapes(self, first: int, last: int) -> list[Shape]:
        """The shapes of rows `first` to `last`, one past."""
        return [self._blocks[place // BLOCK].shapes[place % BLOCK] for place in range(first, last)]

    def spans(self) -> Iterator[Spoken]:
        """When who spoke, in order."""
        for block in self._blocks:
            yield from map(Spoken, block.speakers, block.times[::2], block.times[1::2])

    def _rows(self, number: int) -> list[Row]:
        rows = self._looked_at.pop(number, None)
        if rows is None:
            rows = _unpacked(unpack_turns(self._blocks[number].packed), self._blocks[number].continues)
        self._looked_at[number] = rows
        if len(self._looked_at) > KEPT_BLOCKS:
            self._looked_at.popitem(last=False)
        return rows


def _unpacked(turns: list[Turn], continues: bool) -> list[Row]:
    first, *others = group(sorted(map(turn_piece, turns), key=order))
    return [Row(first.columns, continues), *others]
