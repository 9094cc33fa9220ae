"""Axis: which stretch of a meeting the width of the timeline stands for; no Qt."""

from dataclasses import dataclass, replace

from meetapp.window.times import tick_step

SHORTEST_S = 30.0
"""A recording shorter than this does not fill the width: it would crawl backwards with every word."""

CLOSEST_S = 5.0
"""The width never stands for less."""

LIVE_SHARE = 0.975
"""How much of the width a recording fills that still goes on."""

ROUND_STEPS_S = (1, 2)


@dataclass(frozen=True)
class Axis:
    """`length_s` is the whole; `first_s` stands at the left edge, and the width for a `zoom`-th of the whole."""

    length_s: float = SHORTEST_S
    first_s: float = 0.0
    zoom: float = 1.0

    @property
    def span_s(self) -> float:
        """Seconds that the width stands for."""
        return self.length_s / self.zoom

    @property
    def last_s(self) -> float:
        return self.first_s + self.span_s

    @property
    def is_whole(self) -> bool:
        return self.zoom <= 1.0

    def share(self, at_s: float) -> float:
        """Where a time stands, as a share of the width; outside 0 to 1 when it is not in sight."""
        return (at_s - self.first_s) / self.span_s

    def time(self, share: float) -> float:
        """The time that stands there."""
        return self.first_s + share * self.span_s

    def shows(self, at_s: float) -> bool:
        return self.first_s <= at_s <= self.last_s

    def zoomed(self, factor: float, at_s: float) -> "Axis":
        """Nearer by `factor`, or farther when it is below 1; `at_s` stays where it stands."""
        zoom = min(max(1.0, self.zoom * factor), max(1.0, self.length_s / CLOSEST_S))
        share = self.share(at_s)
        return replace(self, zoom=zoom).moved_to(at_s - share * self.length_s / zoom)

    def moved_to(self, first_s: float) -> "Axis":
        """With `first_s` at the left edge, as far as the ends allow."""
        return replace(self, first_s=min(max(0.0, first_s), max(0.0, self.length_s - self.span_s)))

    def showing(self, at_s: float) -> "Axis":
        """The same if that time is in sight; else moved so that it stands near the left, as pages are turned."""
        return self if self.shows(at_s) else self.moved_to(at_s - 0.1 * self.span_s)

    def lasting(self, length_s: float) -> "Axis":
        """Of a meeting that has grown: the same stretch in sight, the whole if it was the whole."""
        if self.is_whole:
            return Axis(length_s)
        zoom = max(1.0, length_s / self.span_s)
        return Axis(length_s, self.first_s, zoom).moved_to(self.first_s)

    def ticks(self, most: int) -> list[int]:
        """Round times in sight for marks, at most about `most`, in seconds."""
        wanted = self.span_s / max(1, most)
        step = next((each for each in ROUND_STEPS_S if each >= wanted), tick_step(self.span_s, max(1, most)))
        first = -int(-self.first_s // step) * step
        return list(range(first, int(self.last_s) + 1, step))


def axis_length_s(total_s: float, *, live: bool) -> float:
    """Seconds that the whole width stands for, for a meeting that lasts `total_s` so far."""
    return max(SHORTEST_S, total_s) / (LIVE_SHARE if live else 1.0) if total_s > 0 else SHORTEST_S
