"""Editing: what is done to turns and speakers of the meeting that is shown, by key, menu and in place."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from meetapp.edits import (
    Change,
    DeleteTurns,
    MergeSpeakers,
    MergeTurns,
    MoveTurns,
    SetText,
    SplitTurn,
    Voice,
    seen,
    voice,
)
from meetapp.window.places import Place, nearest_word, next_doubt
from meetapp.window.rows import Key, Piece
from meetapp.window.session import Session
from meetapp.window.theme import Appearance
from meetapp.window.transcript_view import TranscriptView
from meetapp.window.turn_editor import TurnEditor
from sts_model.turns import Turn
from sts_model.units import seconds
from sts_model.wording import written_together


class Editing(QObject):
    """Turns keys and clicks into edits; the session keeps them, and undoes them."""

    def __init__(self, appearance: Appearance, transcript: TranscriptView) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._session: Session | None = None
        self._edited: Piece | None = None
        self._after: list[Callable[[], None]] = []  # what is to be done once an edit is shown
        self.editor = TurnEditor(appearance, transcript.viewport())
        self.editor.accepted.connect(self._keep_text)
        self.editor.given_up.connect(self._close_editor)
        transcript.edit_wanted.connect(self.edit_text)
        transcript.verticalScrollBar().valueChanged.connect(self._place_editor)
        transcript.resized.connect(self._place_editor)

    def edit(self, session: Session) -> None:
        """Turns to another meeting."""
        self.editor.accept()
        self._close_editor()
        self._session, self._after = session, []

    def on_edited(self) -> None:
        """An edit is shown, or was refused."""
        if not self.editor.is_open:
            self._close_editor()
        after, self._after = self._after, []
        for call in after:
            call()

    # Text in place

    def edit_text(self, place: Place | None = None) -> None:
        """Lets the words of a turn be changed where they stand; of the turn that the cursor is in, without `place`."""
        place = place or self._transcript.cursor_place
        piece = self._transcript.piece(place.key) if place is not None else None
        if place is None or piece is None or piece.turn is None:
            return
        if self.editor.is_open:
            self.editor.accept()
        self._transcript.stop_following()  # new text must not push away what somebody writes
        self._transcript.set_cursor_place(place)
        self._edited = piece
        self._transcript.highlights.edited = piece.key
        character = sum(len(word.text) + 1 for word in piece.words[: place.word])
        self.editor.edit(piece.text, character)
        self._place_editor()
        self._transcript.repaint_marks({piece.key})

    def _place_editor(self) -> None:
        piece = self._edited
        if piece is not None and self._transcript.piece(piece.key) is not None:
            rect = self._transcript.text_rect(piece.key)
            self.editor.stand_at(rect if rect is not None else QRect())

    def _keep_text(self, text: str) -> None:
        piece, written = self._edited, " ".join(text.split())
        if piece is None or piece.turn is None or written == piece.text:
            self._close_editor()
        else:
            self._change(SetText(seen(piece.turn), written))

    def _close_editor(self) -> None:
        had_focus = self.editor.hasFocus()
        self.editor.leave()
        piece, self._edited = self._edited, None
        self._transcript.highlights.edited = None
        if piece is not None:
            self._transcript.repaint_marks({piece.key})
        if had_focus:
            self._transcript.setFocus()

    @property
    def caret_place(self) -> Place | None:
        """The word that somebody is writing at; None when nobody writes."""
        piece = self._edited
        if piece is None or not self.editor.is_open or not piece.words:
            return None
        return Place(piece.key, min(self.editor.words_before_cursor, len(piece.words) - 1))

    # Turns

    def split(self) -> None:
        """Ends the turn before the word that the cursor is on, or before the cursor of whoever is writing."""
        if self.editor.is_open and self._edited is not None:
            key, word = self._edited.key, self.editor.words_before_cursor
            if " ".join(self.editor.toPlainText().split()) == self._edited.text:
                self.editor.give_up()
                self._split(key, word)
            else:
                self._after.append(lambda: self._split(key, word))
                self.editor.accept()
            return
        place = self._transcript.cursor_place
        if place is not None:
            self._split(place.key, place.word)

    def _split(self, key: Key, word: int) -> None:
        piece = self._transcript.piece(key)
        if piece is None or piece.turn is None or not 0 < word < len(piece.words):
            return
        at = piece.words[word].start_samples
        said = sum(len(group) for group in written_together(piece.turn.words)[:word])
        change = SplitTurn(seen(piece.turn), said, at)
        self._change(change, then=lambda: self._go_to(seconds(at), piece.speaker))

    def merge(self) -> None:
        """Makes one turn of the chosen ones; of the turn that the cursor is in and the next, when one is chosen."""
        turns = self._chosen()
        session = self._session
        if session is None or not turns:
            return
        if len(turns) == 1:
            following = [turn for turn in session.model.turns if _order(turn) > _order(turns[0])]
            turns += following[:1]
        if len(turns) > 1:
            self._change(MergeTurns(tuple(map(seen, turns))))

    def delete(self) -> None:
        """Takes the chosen turns out of the text; their sound stays."""
        turns = self._chosen()
        if turns:
            at_s = turns[0].start_s
            self._change(DeleteTurns(tuple(map(seen, turns))), then=lambda: self._go_to(at_s))

    def give_to(self, speaker: int) -> None:
        """Says that the chosen turns are of `speaker`, who may be the next new one."""
        session, turns = self._session, self._chosen()
        if session is None or not turns or speaker > self.free_speaker:
            return
        if speaker == self.free_speaker:
            self._change(MoveTurns(tuple(map(seen, turns)), Voice(speaker), new=True))
        elif any(turn.speaker != speaker for turn in turns):
            self._change(MoveTurns(tuple(map(seen, turns)), voice(session.model.turns, speaker)))

    def give_to_new(self) -> None:
        """Says that the chosen turns are of somebody whom the model did not tell apart."""
        self.give_to(self.free_speaker)

    def give_rest_to_new(self) -> None:
        """Says that the turn at the cursor, and all that follow of its speaker, are of somebody else."""
        piece, session = self._transcript.cursor_piece, self._session
        if session is None or not session.is_loaded or piece is None or piece.turn is None:
            return
        first = _order(piece.turn)
        rest = [turn for turn in session.model.turns if turn.speaker == piece.speaker and _order(turn) >= first]
        self._change(MoveTurns(tuple(map(seen, rest)), Voice(self.free_speaker), new=True))

    def merge_speakers(self, speaker: int, into: int) -> None:
        """Says that one speaker is the same person as another."""
        if self._session is not None:
            turns = self._session.model.turns
            self._change(MergeSpeakers(voice(turns, speaker), voice(turns, into)))

    @property
    def speakers(self) -> list[int]:
        """The speakers of the meeting."""
        return sorted({turn.speaker for turn in self._session.model.turns}) if self._session is not None else []

    @property
    def free_speaker(self) -> int:
        """The number that a new speaker gets."""
        session = self._session
        if session is None:
            return 1
        return max([turn.speaker for turn in session.model.turns] + list(session.model.names), default=0) + 1

    def undo(self) -> None:
        """Takes back what was changed last."""
        if self._session is not None:
            self._session.undo()
            self._say(self.tr("Undone"))

    def redo(self) -> None:
        """Does again what was undone last."""
        if self._session is not None:
            self._session.redo()
            self._say(self.tr("Done again"))

    def _say(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._transcript, words))

    def next_doubt(self) -> None:
        """Puts the cursor on the next word that the model is unsure of."""
        if self._session is not None:
            place = next_doubt(self._session.model.pieces, self._transcript.cursor_place)
            if place is not None:
                self._transcript.set_cursor_place(place)

    def _chosen(self) -> list[Turn]:
        """The turns of all chosen rows; when that is one row, the turn that the cursor is in.

        None while only the beginning of the meeting is there: who is in it is not known yet.
        """
        if self._session is None or not self._session.is_loaded:
            return []
        rows = self._transcript.chosen_rows()
        cursor = self._transcript.cursor_piece
        if len(rows) > 1:
            return [piece.turn for row in rows for piece in row.pieces if piece.turn is not None]
        return [cursor.turn] if cursor is not None and cursor.turn is not None else []

    def _change(self, change: Change, then: Callable[[], None] | None = None) -> None:
        if self._session is not None:
            if then is not None:
                self._after.append(then)
            self._session.edit([change])

    def _go_to(self, at_s: float, speaker: int = 0) -> None:
        """Puts the cursor where an edit left off."""
        pieces = [] if self._session is None else self._session.model.pieces
        near = [piece for piece in pieces if piece.words and (not speaker or piece.speaker == speaker)]
        if near:
            piece = min(near, key=lambda each: abs(each.start_s - at_s))
            self._transcript.set_cursor_place(Place(piece.key, nearest_word(piece, at_s)))


def _order(turn: Turn) -> tuple[int, int, int]:
    return turn.start_samples, turn.channel, turn.id
