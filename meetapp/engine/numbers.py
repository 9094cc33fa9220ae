"""Numbers: turns and speakers of several pipelines, each of which counts for itself, as those of one meeting."""

from array import array
from collections.abc import Iterable
from dataclasses import replace

from meetapp.engine.resume import track_of
from sts_model.turns import Turn

NO_NUMBER = -1


class Numbers:
    """Goes on from the turns that are `known`. With one track, everything keeps the number that it has.

    Nobody is in two tracks: what one hears of another is left out.
    """

    def __init__(self, known: Iterable[Turn]) -> None:
        self._next_turn = 0
        self._turns: dict[int, array[int]] = {}  # track -> number by a turn's own id, as there are thousands
        self._speakers: dict[tuple[int, int], int] = {}
        self._owners: dict[int, int] = {}  # speaker of the meeting -> track
        for turn in known:
            self._next_turn = max(self._next_turn, turn.id + 1)
            self._owners[turn.speaker] = track_of(turn.channel)

    def knows(self, track: int, turn_id: int) -> bool:
        """Whether that turn of a track has a number."""
        mine = self._turns.get(track, ())
        return turn_id < len(mine) and mine[turn_id] != NO_NUMBER

    def of(self, track: int, turn: Turn) -> Turn:
        """`turn` with the numbers that it has in the meeting; the same ones when it comes again."""
        if not self.knows(track, turn.id):
            mine = self._turns.setdefault(track, array("q"))
            mine.extend([NO_NUMBER] * (turn.id + 1 - len(mine)))
            mine[turn.id] = self._next_turn
            self._next_turn += 1
        return replace(turn, id=self._turns[track][turn.id], speaker=self._speaker(track, turn.speaker))

    def _speaker(self, track: int, number: int) -> int:
        key = track, number
        if key not in self._speakers:
            self._speakers[key] = found = self._find(track, number)
            self._owners[found] = track
        return self._speakers[key]

    def _find(self, track: int, number: int) -> int:
        taken = {found for (of, _), found in self._speakers.items() if of == track}
        if self._owners.get(number, track) == track and number not in taken:
            return number
        # A pipeline that was started again counts its speakers anew, in the order in which they first spoke.
        mine = sorted(speaker for speaker, owner in self._owners.items() if owner == track and speaker not in taken)
        return mine[0] if mine else max(self._owners) + 1
