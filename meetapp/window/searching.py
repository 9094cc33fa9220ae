"""Searching: the find bar against the transcript, and what it replaces."""

from bisect import bisect_left

from PySide6.QtCore import QObject

from meetapp.edits import Change, SetText, seen
from meetapp.window.find_bar import FindBar
from meetapp.window.finding import Finder, Match, replaced, word_of
from meetapp.window.places import Place
from meetapp.window.rows import Key
from meetapp.window.session import Session
from meetapp.window.transcript_view import TranscriptView


class Searching(QObject):
    """Keeps the list of matches right while the meeting grows or is edited."""

    def __init__(self, bar: FindBar, transcript: TranscriptView) -> None:
        super().__init__(bar)
        self._bar, self._transcript = bar, transcript
        self._session: Session | None = None
        self._finder = Finder()
        self._matches: list[Match] = []
        self._now = -1
        bar.asked.connect(self._on_asked)
        bar.stepped.connect(self.step)
        bar.replaced.connect(self._replace_one)
        bar.all_replaced.connect(self._replace_all)
        bar.closed.connect(self._on_closed)

    @property
    def matches(self) -> list[Match]:
        return self._matches

    def search(self, session: Session) -> None:
        """Turns to another meeting."""
        self._session, self._finder = session, Finder()
        if self._bar.isVisible():
            self._bar.leave()

    def refresh(self) -> None:
        """Finds again, the meeting having changed; the reader's match stays the one at or after its place."""
        if not self._bar.isVisible() or self._session is None:
            return
        before = self._matches[self._now] if 0 <= self._now < len(self._matches) else None
        self._find(self._session)
        self._now = self._number_of(before) if before is not None else min(0, len(self._matches) - 1)
        self._show(move=False)

    def step(self, by: int) -> None:
        """Goes to the next match or the one before, round the ends."""
        if not self._bar.isVisible() and self._session is not None:
            self._bar.enter(replace=False)
            return
        if self._matches:
            self._now = (self._now + by) % len(self._matches)
            self._show(move=True)

    def _find(self, session: Session) -> None:
        self._matches = self._finder.find(session.model.pieces, self._bar.field.text())
        self._transcript.highlights.show_matches(self._matches)

    def _on_asked(self) -> None:
        if self._session is None:
            return
        self._find(self._session)
        self._now = self._first_in_sight()
        self._show(move=bool(self._matches))

    def _first_in_sight(self) -> int:
        """The first match at the cursor or after it, so that the page moves no farther than it must."""
        cursor = self._transcript.cursor_piece
        if cursor is None or not self._matches:
            return min(0, len(self._matches) - 1)
        number = bisect_left(self._matches, cursor.start_s, key=self._start_s)
        return number if number < len(self._matches) else 0

    def _start_s(self, match: Match) -> float:
        piece = self._transcript.piece(match.key)
        return piece.start_s if piece is not None else 0.0

    def _number_of(self, before: Match) -> int:
        if before in self._matches:
            return self._matches.index(before)
        return min(self._now, len(self._matches) - 1)

    def _show(self, *, move: bool) -> None:
        match = self._matches[self._now] if 0 <= self._now < len(self._matches) else None
        self._transcript.highlights.match = match
        self._bar.show_count(self._now + 1, len(self._matches))
        piece = self._transcript.piece(match.key) if match is not None else None
        if move and match is not None and piece is not None:
            self._transcript.set_cursor_place(Place(match.key, word_of(piece, match.first)))
        self._transcript.repaint_marks()

    def _on_closed(self) -> None:
        self._matches, self._now = [], -1
        self._transcript.highlights.show_matches([])
        self._transcript.repaint_marks()
        self._transcript.setFocus()

    # Replacing

    def _replace_one(self, by: str) -> None:
        if 0 <= self._now < len(self._matches):
            match = self._matches[self._now]
            self._change({match.key: [match]}, by)

    def _replace_all(self, by: str) -> None:
        found: dict[Key, list[Match]] = {}
        for match in self._matches:
            found.setdefault(match.key, []).append(match)
        self._change(found, by)

    def _change(self, found: dict[Key, list[Match]], by: str) -> None:
        session = self._session
        if session is None:
            return
        changes: list[Change] = []
        for key, matches in found.items():
            piece = session.model.piece(key)
            if piece is not None and piece.turn is not None:
                changes.append(SetText(seen(piece.turn), replaced(piece.text, matches, by)))
        if changes:
            session.edit(changes)
