"""Begin and end of turns, moved by keys, at the timeline, and in a dialog; the session keeps that as any edit."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from meetapp.edits import SetTimes, seen
from meetapp.window.grips import Grip, limits
from meetapp.window.session import Session
from meetapp.window.theme import Appearance
from meetapp.window.timeline import Timeline
from meetapp.window.times import exact
from meetapp.window.times_dialog import TimesDialog
from meetapp.window.transcript_view import TranscriptView
from sts_model.turns import Turn
from sts_model.units import samples

NUDGE_S = 0.1


class TurnLimits(QObject):
    """Keys and dialog are about the turn that the cursor is in."""

    def __init__(self, appearance: Appearance, transcript: TranscriptView, timeline: Timeline) -> None:
        super().__init__(transcript)
        self._appearance, self._transcript, self._timeline = appearance, transcript, timeline
        self._session: Session | None = None
        self._coming: dict[int, Turn] = {}  # turns as they will be once the edits on their way are shown
        timeline.limit_moved.connect(self._on_limit_moved)

    def edit(self, session: Session) -> None:
        """Turns to another meeting."""
        self._session, self._coming = session, {}

    def on_edited(self) -> None:
        """An edit is shown, or was refused."""
        self._coming = {}

    def nudge(self, by_s: float, *, is_end: bool) -> None:
        """Moves one limit a little."""
        turn = self._turn
        if turn is not None:
            at_s = (turn.end_s if is_end else turn.start_s) + by_s
            self._move(turn, *limits(turn.start_s, turn.end_s, at_s, is_end=is_end, total_s=self._total_s))

    def ask(self) -> None:
        """Opens a dialog with both times."""
        turn = self._turn
        if turn is None:
            return
        speaker = self._transcript.turn_model.speaker_name(turn.speaker)
        dialog = TimesDialog(self._appearance, turn, speaker, self._total_s, self._transcript.window())
        dialog.chosen.connect(partial(self._move, turn))
        dialog.open()

    def _on_limit_moved(self, grip: Grip, at_s: float) -> None:
        session = self._session
        for turn in [] if session is None else session.model.turns:
            if (turn.speaker, turn.start_s, turn.end_s) == (grip.speaker, grip.start_s, grip.end_s):
                self._move(turn, *grip.moved(at_s, self._total_s))
                return

    def _move(self, turn: Turn, start_s: float, end_s: float) -> None:
        start, end = samples(start_s), samples(end_s)
        if self._session is None or (start, end) == (turn.start_samples, turn.end_samples):
            return
        begin_moved = start != turn.start_samples
        self._session.edit([SetTimes(seen(turn), start, end)])
        self._coming[turn.id] = replace(turn, start_samples=start, end_samples=end)
        self._timeline.show_marker(start_s if begin_moved else end_s, follow=True)
        words = self.tr("Begins at %1") if begin_moved else self.tr("Ends at %1")
        told = QAccessibleAnnouncementEvent(
            self._transcript, words.replace("%1", exact(start_s if begin_moved else end_s))
        )
        QAccessible.updateAccessibility(told)

    @property
    def _turn(self) -> Turn | None:
        """The turn at the cursor, as it will be."""
        piece = self._transcript.cursor_piece
        if piece is None or piece.turn is None:
            return None
        return self._coming.get(piece.turn.id, piece.turn)

    @property
    def _total_s(self) -> float:
        assert self._session is not None
        return max([self._session.status.total_s, *(span.end_s for span in self._session.model.spans())])
