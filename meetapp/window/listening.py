"""Listening: leads from words and timeline to the player, and from what is heard back to the page."""

from PySide6.QtCore import QObject

from meetapp.window.people import PeoplePanel
from meetapp.window.places import Place
from meetapp.window.play_bar import PlayBar
from meetapp.window.playback import Playback
from meetapp.window.session import Session
from meetapp.window.talk import stretches
from meetapp.window.timeline import Timeline
from meetapp.window.transcript_view import TranscriptView
from sts_model.units import seconds

SAMPLE_S = 8.0
"""A voice is known again within this."""


class Listening(QObject):
    """Between the player and everything on the page that shows or moves its place."""

    def __init__(
        self, playback: Playback, bar: PlayBar, timeline: Timeline, transcript: TranscriptView, people: PeoplePanel
    ) -> None:
        super().__init__(transcript)
        self._playback, self._bar, self._timeline, self._transcript = playback, bar, timeline, transcript
        self._session: Session | None = None
        self._only = 0
        self._sampling = False
        bar.toggled.connect(playback.toggle)
        bar.speed_chosen.connect(playback.set_speed)
        bar.only_cleared.connect(lambda: self.hear_only(0))
        playback.speed_changed.connect(bar.show_speed)
        playback.playing_changed.connect(self._on_playing)
        playback.moved.connect(self._on_moved)
        timeline.sought.connect(self._on_sought)
        transcript.word_clicked.connect(self.play_from)
        transcript.click_doubled.connect(playback.pause)
        people.only_wanted.connect(self.hear_only)
        people.sample_wanted.connect(self.hear_sample)

    def listen_to(self, session: Session) -> None:
        """Turns to another meeting, silent at its beginning."""
        self._session = session
        self._only, self._sampling = 0, False
        self._playback.open(session.entry.folder if session.has_sound else None)
        self._bar.show_sound(session.has_sound)
        self._bar.show_only("")
        self._timeline.show_only(0)
        self._transcript.show_heard(None)

    def play_from(self, place: Place) -> None:
        """Plays from that word on."""
        self._end_sample()
        piece = self._transcript.piece(place.key)
        if piece is not None and piece.words:
            word = piece.words[min(place.word, len(piece.words) - 1)]
            self._transcript.follow_sound()
            self._playback.play(seconds(word.start_samples))

    def play_from_cursor(self) -> None:
        """Plays from the word that the cursor is on."""
        place = self._transcript.cursor_place
        if place is not None:
            self.play_from(place)
        else:
            self._playback.toggle()

    def show_place(self) -> None:
        """Goes to what is heard, or was heard last."""
        self._transcript.follow_sound()
        if not self._playback.is_playing:
            self._transcript.show_time(self._playback.at_s)

    def hear_only(self, speaker: int) -> None:
        """Plays only that speaker's turns from now on; everybody's for 0, or for the one who is heard alone already."""
        session = self._session
        if session is None:
            return
        self._sampling = False
        self._only = 0 if speaker == self._only or not self._spans(session, speaker) else speaker
        self._playback.play_only(self._spans(session, self._only))
        self._bar.show_only(session.model.speaker_name(self._only) if self._only else "")
        self._timeline.show_only(self._only)
        if self._only and not self._playback.is_playing:
            self._playback.play(self._playback.at_s)

    def hear_sample(self, speaker: int) -> None:
        """Plays some seconds of that speaker's longest turn, so that one hears whom to name."""
        spans = self._spans(self._session, speaker) if self._session is not None else ()
        if spans:
            begin_s, end_s = max(spans, key=lambda span: span[1] - span[0])
            self._playback.play_only(((begin_s, min(end_s, begin_s + SAMPLE_S)),))
            self._playback.play(begin_s)
            self._sampling = True

    def _end_sample(self) -> None:
        if self._sampling and self._session is not None:
            self._sampling = False
            self._playback.play_only(self._spans(self._session, self._only))

    def refresh(self) -> None:
        """Takes over what an edit changed in the turns of the one who is heard alone."""
        if self._only and self._session is not None:
            spans = self._spans(self._session, self._only)
            if spans:
                self._playback.play_only(spans)
            else:
                self.hear_only(0)

    @staticmethod
    def _spans(session: Session, speaker: int) -> tuple[tuple[float, float], ...]:
        return tuple(stretches(session.model.spans()).get(speaker, ()))

    def hear_only_at_cursor(self) -> None:
        """Plays only the speaker of the turn that the cursor is in."""
        piece = self._transcript.cursor_piece
        if piece is not None and piece.speaker:
            self.hear_only(piece.speaker)

    @property
    def only(self) -> int:
        """The speaker who is heard alone; 0 for everybody."""
        return self._only

    def _on_playing(self, playing: bool) -> None:
        self._bar.show_playing(playing)
        if not playing:
            self._end_sample()
        self._transcript.show_heard(self._playback.at_s if playing else None)

    def _on_moved(self, at_s: float) -> None:
        playing = self._playback.is_playing
        self._bar.show_time(at_s)
        self._timeline.show_marker(at_s, follow=playing and self._transcript.follows_sound)
        if playing:
            self._transcript.show_heard(at_s)

    def _on_sought(self, at_s: float) -> None:
        self._playback.seek(at_s)
        self._transcript.follow_sound()
        self._transcript.show_time(at_s)
