"""The middle place: title, timeline and transcript of one meeting, the same page live and in review."""

from datetime import datetime

from PySide6.QtCore import QLocale, QMetaObject, QObject, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from meetapp.window import tokens
from meetapp.window.controls import TitleLabel
from meetapp.window.editing import Editing
from meetapp.window.find_bar import FindBar
from meetapp.window.listening import Listening
from meetapp.window.people import PeoplePanel
from meetapp.window.play_bar import PlayBar
from meetapp.window.playback import Playback
from meetapp.window.searching import Searching
from meetapp.window.session import Session
from meetapp.window.status import Phase
from meetapp.window.talk import stretches, talk_times
from meetapp.window.theme import Appearance
from meetapp.window.timeline import Timeline
from meetapp.window.transcript_view import TranscriptView
from meetapp.window.turn_limits import TurnLimits
from meetapp.window.turn_menu import TurnMenu
from meetapp.window.turn_watch import TurnWatch
from sts_model.units import seconds

GATHER_MS = 200
"""Talk time and lanes are made again at most this often, however fast turns come."""


class MeetingPage(QWidget):
    """Shows one session at a time, and its people in the panel at the right."""

    go_on_clicked = Signal()
    trouble = Signal(str)

    def __init__(self, appearance: Appearance, people: PeoplePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance, self._people = appearance, people
        self.session: Session | None = None
        self._links: list[QMetaObject.Connection] = []
        self._title, self._detail, self._notice = TitleLabel(), QLabel(), QLabel()
        self._detail.setProperty("tone", "dim")
        self._notice.setProperty("tone", "warning")
        self._notice.setWordWrap(True)
        self.go_on = QPushButton(self.tr("Complete the text"))
        self.go_on.setProperty("look", "small")
        self.go_on.setAccessibleName(self.tr("Complete the text"))
        self.go_on.clicked.connect(self.go_on_clicked)
        self.export = QPushButton(self.tr("Export…"))
        self.export.setProperty("look", "small")
        self.export.setAccessibleName(self.tr("Export"))
        self.timeline = Timeline(appearance)
        self.transcript = TranscriptView(appearance)
        self.playback, self.play_bar, self.find_bar = Playback(self), PlayBar(appearance), FindBar(appearance)
        self.listening = Listening(self.playback, self.play_bar, self.timeline, self.transcript, people)
        self.searching = Searching(self.find_bar, self.transcript)
        self.editing = Editing(appearance, self.transcript)
        self.limits = TurnLimits(appearance, self.transcript, self.timeline)
        self.turn_menu = TurnMenu(appearance, self.transcript, self.listening, self.editing, self.limits)
        self.play_bar.zoomed.connect(self._zoom)
        self.timeline.zoomed.connect(lambda: self.play_bar.show_whole(self.timeline.axis.is_whole))
        self.timeline.looked_closer.connect(self._read_detail)
        self.playback.failed.connect(self.trouble)
        self.transcript.follow_changed.connect(lambda follow: self.timeline.show_marker(None) if follow else None)
        self._arrange()
        self._turns = TurnWatch(GATHER_MS, self)
        self._turns.changed.connect(self._on_turns)
        appearance.changed.connect(self._restyle)
        people.renamed.connect(self._on_renamed)
        people.left.connect(self.transcript.setFocus)
        people.merged.connect(self.editing.merge_speakers)
        self._restyle()

    def show_session(self, session: Session) -> None:
        """Shows this meeting instead of the one before."""
        for link in self._links:
            QObject.disconnect(link)
        self.session = session
        model = session.model
        self._turns.follow(model)
        self._links = [
            session.status_changed.connect(self._show_status),
            session.waveform_changed.connect(self._show_waveform),
            session.loaded.connect(self._show_all),
            session.detail_read.connect(self.timeline.show_detail),
            session.sound_found.connect(lambda: self.listening.listen_to(session)),
            session.sound_lost.connect(lambda: self.listening.listen_to(session)),
            session.edited_changed.connect(self._on_edited),
        ]
        self.timeline.clear()
        self.play_bar.show_whole(True)
        self.transcript.show_meeting(model, live=session.is_active)
        for part in (self.listening.listen_to, self.searching.search, self.editing.edit, self.limits.edit):
            part(session)
        self._show_all()

    @property
    def place_s(self) -> float:
        """Where the reader is: what is heard, else the word that the cursor is on."""
        place, piece = self.transcript.cursor_place, self.transcript.cursor_piece
        if self.playback.is_playing or place is None or piece is None or not piece.words:
            return self.playback.at_s
        return seconds(piece.words[min(place.word, len(piece.words) - 1)].start_samples)

    def go_to(self, at_s: float) -> None:
        """Shows what is said at that time, and plays from there once it is asked to play."""
        self.playback.seek(at_s)
        self.timeline.show_marker(at_s, follow=True)
        self.transcript.show_time(at_s)

    def play_here(self) -> None:
        """Plays from the cursor of whoever is writing, else from that of the transcript."""
        place = self.editing.caret_place
        if place is not None:
            self.listening.play_from(place)
        else:
            self.listening.play_from_cursor()

    def open_find(self, *, replace: bool = False) -> None:
        """Lets the user find in the meeting that is shown, and replace what was found."""
        if self.session is not None:
            self.find_bar.enter(replace=replace)

    def close_sound(self) -> None:
        """Ends the player, as at the end of the program."""
        self.playback.close()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(tokens.SPACE_5, tokens.SPACE_3 + 2, tokens.SPACE_5, tokens.SPACE_2)
        head.setSpacing(tokens.SPACE_3)
        head.addWidget(self._title, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addWidget(self._detail, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addStretch(1)
        head.addWidget(self.export)
        notice = QHBoxLayout()
        notice.setContentsMargins(tokens.SPACE_5, 0, tokens.SPACE_5, tokens.SPACE_2)
        notice.addWidget(self._notice, 1)
        notice.addWidget(self.go_on)
        strip = QVBoxLayout()
        strip.setContentsMargins(tokens.SPACE_5, 0, tokens.SPACE_5, tokens.SPACE_2)
        strip.setSpacing(tokens.SPACE_1)
        strip.addWidget(self.timeline)
        strip.addWidget(self.play_bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (head, notice, strip):
            column.addLayout(part)
        column.addWidget(self.find_bar)
        column.addWidget(self.transcript, 1)

    def _show_all(self) -> None:
        self._show_status()
        self._show_talk()
        self._show_waveform()

    def _show_status(self) -> None:
        session = self.session
        if session is None:
            return
        self.transcript.set_live(session.is_active, loaded=session.is_loaded)
        phase, trouble = session.status.phase, session.status.trouble
        interrupted = phase in (Phase.INTERRUPTED, Phase.FAILED, Phase.RECORDED) and session.is_loaded
        words = trouble.message if trouble is not None and phase is not Phase.COMPLETE else ""
        if interrupted and not words:
            words = self.tr("This recording was cut short. What was recorded is safe; its text is not complete.")
            words = self.tr("Sound was recorded, without text.") if phase is Phase.RECORDED else words
        self._notice.setText(words)
        self._notice.setVisible(bool(words))
        self.go_on.setVisible(interrupted)
        self._turns.later()

    def _on_turns(self) -> None:
        if self.session is not None and self.session.is_loaded:  # of its beginning alone nobody wants a total
            self._show_talk()

    def _show_talk(self) -> None:
        session = self.session
        if session is None:
            return
        self._turns.stop()
        spoken = stretches(session.model.spans())
        talk = talk_times(spoken)
        total_s = max((end_s for turns in spoken.values() for _, end_s in turns), default=0.0)
        total_s = max(total_s, session.status.total_s)
        self.timeline.show_turns(spoken, total_s, live=session.is_active)
        self.play_bar.show_total(total_s, self.playback.at_s)
        self.searching.refresh()
        self._people.show_people(talk, {each.speaker: session.model.speaker_name(each.speaker) for each in talk})
        can_count = bool(talk) and session.is_loaded and session.status.phase is Phase.COMPLETE
        self._people.show_count(session.told_speakers, can_change=can_count)
        self._title.setText(session.entry.title)
        self._detail.setText(self._describe(len(talk)))
        self.export.setEnabled(bool(talk))

    def _describe(self, speakers: int) -> str:
        assert self.session is not None
        when = datetime.fromtimestamp(self.session.entry.created)
        month = QLocale().monthName(when.month)
        date = self.tr("%1 %2, %3").replace("%1", str(when.day)).replace("%2", month)
        parts = [date.replace("%3", when.strftime("%H:%M"))]
        if speakers:
            parts.append(self.tr("1 speaker") if speakers == 1 else self.tr("%1 speakers").replace("%1", str(speakers)))
        return " · ".join(parts)

    def _show_waveform(self) -> None:
        if self.session is not None:
            self.timeline.show_waveform(self.session.peaks, self.session.peaks_s)

    def _zoom(self, by: int) -> None:
        looks = {1: self.timeline.zoom_in, -1: self.timeline.zoom_out, 0: self.timeline.show_whole}
        looks[by]()

    def _read_detail(self, first_s: float, last_s: float) -> None:
        if self.session is not None:
            self.session.read_detail(first_s, last_s)

    def _on_edited(self) -> None:
        session = self.session
        if session is None:
            return
        self.editing.on_edited()
        self.limits.on_edited()
        self._turns.later()
        self.listening.refresh()
        if session.edited is not None:
            self.timeline.show_bookmarks(tuple(seconds(each.at_samples) for each in session.edited.bookmarks))
        self.searching.refresh()

    def _on_renamed(self, speaker: int, name: str) -> None:
        if self.session is not None:
            self.session.name_speaker(speaker, name)

    def _restyle(self) -> None:
        look = self._appearance
        self._title.setFont(look.font(tokens.TITLE_PX, QFont.Weight.DemiBold))
        self._detail.setFont(look.font(tokens.SECONDARY_PX))
        self._notice.setFont(look.font(tokens.NAME_PX))
        for button in (self.export, self.go_on):
            button.setFont(look.font(tokens.NAME_PX))
