"""The menu of a turn: what can be done with it, in words; the keys are in the menus of the window."""

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMenu

from meetapp.window.editing import Editing
from meetapp.window.icons import dot_icon
from meetapp.window.listening import Listening
from meetapp.window.theme import Appearance
from meetapp.window.transcript_view import TranscriptView
from meetapp.window.turn_limits import TurnLimits


class TurnMenu(QObject):
    """Opens at a right click, or with the menu key at the cursor."""

    def __init__(
        self,
        appearance: Appearance,
        transcript: TranscriptView,
        listening: Listening,
        editing: Editing,
        limits: TurnLimits,
    ) -> None:
        super().__init__(transcript)
        self._appearance, self._transcript = appearance, transcript
        self._listening, self._editing, self._limits = listening, editing, limits
        transcript.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        transcript.customContextMenuRequested.connect(self._open)

    def menu(self) -> QMenu | None:
        """The menu for the chosen turns; None where there is none."""
        piece = self._transcript.cursor_piece
        if piece is None or piece.turn is None:
            return None
        tr, editing = self.tr, self._editing
        menu = QMenu(self._transcript)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Play from here")).triggered.connect(self._listening.play_from_cursor)
        menu.addAction(tr("Hear only this speaker")).triggered.connect(lambda: self._listening.hear_only(piece.speaker))
        menu.addSeparator()
        menu.addAction(tr("Edit the words")).triggered.connect(lambda: editing.edit_text())
        menu.addAction(tr("Split before this word")).triggered.connect(editing.split)
        menu.addAction(tr("Merge with the next turn")).triggered.connect(editing.merge)
        menu.addAction(tr("Times…")).triggered.connect(self._limits.ask)
        self._add_speakers(menu.addMenu(tr("Was said by")))
        menu.addAction(tr("A new speaker from here on")).triggered.connect(editing.give_rest_to_new)
        menu.addSeparator()
        menu.addAction(tr("Copy")).triggered.connect(self._transcript.copy)
        menu.addAction(tr("Delete")).triggered.connect(editing.delete)
        return menu

    def _add_speakers(self, menu: QMenu) -> None:
        model = self._transcript.turn_model
        for speaker in self._editing.speakers:
            ink = QColor(self._appearance.theme.speaker(speaker).ink)
            action = menu.addAction(dot_icon(ink, 16), model.speaker_name(speaker))
            action.triggered.connect(lambda _=False, speaker=speaker: self._editing.give_to(speaker))
        menu.addSeparator()
        menu.addAction(self.tr("A new speaker")).triggered.connect(self._editing.give_to_new)

    def _open(self, point: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.popup(self._transcript.viewport().mapToGlobal(point))
