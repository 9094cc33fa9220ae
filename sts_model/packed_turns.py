"""Packed turns: those that are seldom asked for, as some hundred bytes each where the values take some thousand."""

import marshal
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sts_model.turns import Turn, Word

RECENT = 64
"""Turns that a `TurnRecord` keeps as they are: most of what is asked for has just been said."""


def pack_turns(turns: Iterable[Turn]) -> bytes:
    """`turns` in few bytes; these are for this process alone, and no format of files."""
    return zlib.compress(marshal.dumps([_plain(turn) for turn in turns]))


def unpack_turns(packed: bytes) -> list[Turn]:
    """Turns equal to those that `pack_turns` was given."""
    plain: list[Any] = marshal.loads(zlib.decompress(packed))
    return [
        Turn(id, channel, speaker, start, end, tuple([Word(*word) for word in words]), certainty)
        for (id, channel, speaker, start, end), words, certainty in plain
    ]


class TurnRecord(Mapping[int, Turn]):
    """All turns of a meeting by id, the last RECENT that were put in as they are, the others packed."""

    def __init__(self) -> None:
        self._recent: dict[int, Turn] = {}
        self._packed: dict[int, bytes] = {}

    def __getitem__(self, turn_id: int) -> Turn:
        turn = self._recent.get(turn_id)
        return turn if turn is not None else unpack_turns(self._packed[turn_id])[0]

    def __setitem__(self, turn_id: int, turn: Turn) -> None:
        self._packed.pop(turn_id, None)
        self._recent[turn_id] = turn
        if len(self._recent) > RECENT:
            oldest = next(iter(self._recent))
            self._packed[oldest] = pack_turns([self._recent.pop(oldest)])

    def __iter__(self) -> Iterator[int]:
        yield from self._packed
        yield from self._recent

    def __len__(self) -> int:
        return len(self._packed) + len(self._recent)


def _plain(turn: Turn) -> tuple[object, ...]:
    """The fields of `turn` as what marshal can write: what comes out of numpy would be written as bytes."""
    words = tuple(
        [
            (word.text, int(word.start_samples), int(word.end_samples), float(word.confidence), word.written)
            for word in turn.words
        ]
    )
    five = (turn.id, turn.channel, turn.speaker, turn.start_samples, turn.end_samples)
    return tuple(map(int, five)), words, None if turn.certainty is None else float(turn.certainty)
