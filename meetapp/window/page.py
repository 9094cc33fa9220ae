"""Heights of all rows of a long page: exact where someone looked, estimated elsewhere; no Qt."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate


class Page:
    """Finds the place of a row and the row at a place, while heights are still being refined."""

    def __init__(self) -> None:
        self._heights = array("d")
        self._exact = bytearray()
        self._tops = array("d", [0.0])  # one more than rows; right up to and including `_fresh`
        self._fresh = 0

    def __len__(self) -> int:
        return len(self._heights)

    def reset(self, estimates: Sequence[float]) -> None:
        """Starts again with rows of estimated heights."""
        self._heights = array("d", estimates)
        self._exact = bytearray(len(estimates))
        self._tops = array("d", [0.0]) * (len(estimates) + 1)
        self._fresh = 0

    def splice(self, first: int, removed: int, estimates: Sequence[float]) -> None:
        """Puts rows of estimated heights in place of `removed` rows from `first`."""
        self._heights[first : first + removed] = array("d", estimates)
        self._exact[first : first + removed] = bytes(len(estimates))
        self._tops[first + 1 : first + 1 + removed] = array("d", [0.0]) * len(estimates)
        self._fresh = min(self._fresh, first)

    def settle(self, row: int, height: float) -> float:
        """Notes the exact height of `row`; by how much it grew."""
        grown = height - self._heights[row]
        self._exact[row] = 1
        if grown:
            self._heights[row] = height
            self._fresh = min(self._fresh, row)
        return grown

    def is_exact(self, row: int) -> bool:
        return bool(self._exact[row])

    def next_estimated(self, after: int = 0) -> int:
        """The first row from `after` on whose height is only estimated; -1 when all are exact."""
        return self._exact.find(0, after)

    def height(self, row: int) -> float:
        return self._heights[row]

    def top(self, row: int) -> float:
        """Pixels above `row`; `len(page)` asks for the height of the whole page."""
        self._refresh(row)
        return self._tops[row]

    @property
    def total(self) -> float:
        return self.top(len(self._heights))

    def row_at(self, y: float) -> int:
        """The row at `y`; the nearest when it is outside, -1 when there is none."""
        if not self._heights:
            return -1
        self._refresh(len(self._heights))
        return min(max(0, bisect_right(self._tops, y) - 1), len(self._heights) - 1)

    def _refresh(self, upto: int) -> None:
        if upto <= self._fresh:
            return
        known = self._tops[self._fresh]
        self._tops[self._fresh : upto + 1] = array("d", accumulate(self._heights[self._fresh : upto], initial=known))
        self._fresh = upto
