"""Highlights: what is marked on the page: words that are heard, the cursor, what was searched for; no Qt."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from meetapp.window.finding import Match
from meetapp.window.places import Place
from meetapp.window.rows import Key


@dataclass
class Highlights:
    """Looked up by piece, since only pieces on screen are painted."""

    spoken: dict[Key, int] = field(default_factory=dict)
    cursor: Place | None = None
    matches: dict[Key, list[Match]] = field(default_factory=dict)
    match: Match | None = None
    """The match that the reader is at."""

    edited: Key | None = None
    """The piece whose text is being edited, and is therefore not painted."""

    def show_spoken(self, places: Iterable[Place]) -> None:
        self.spoken = {place.key: place.word for place in places}

    def show_matches(self, matches: Iterable[Match]) -> None:
        self.matches, self.match = {}, None
        for match in matches:
            self.matches.setdefault(match.key, []).append(match)
