"""What a person does with a finished text: export it, read it back, copy it, print it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from meetapp.edits import Change
from meetapp.errors import StorageError
from meetapp.export import FORMATS, Format, Options, Transcript
from meetapp.window import export_choice
from meetapp.window.session import Session

if TYPE_CHECKING:
    from meetapp.window.export_dialog import ExportDialog
    from meetapp.window.main_window import MainWindow
    from meetapp.window.printing import PrintPreview


class ExportCommands(QObject):
    """Commands are about the meeting that is shown, as a person has edited it; loads what it needs when asked."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.dialog: ExportDialog | None = None
        self.preview: PrintPreview | None = None

    @property
    def transcript(self) -> Transcript | None:
        """What there is to export; None while there is nothing."""
        session = self._window.page.session
        if session is None or not session.is_loaded or not session.model.turns:
            return None
        return export_choice.transcript_of(session.entry, session.model.turns, session.model.names)

    @property
    def options(self) -> Options:
        """The options chosen last."""
        return export_choice.options_of(self._window.preferences.settings)

    def show(self) -> None:
        """Opens the choice of a format."""
        from meetapp.window.export_dialog import ExportDialog

        transcript, window = self.transcript, self._window
        if transcript is None:
            return
        if self.dialog is not None:
            self.dialog.close()
        dialog = ExportDialog(window.appearance, window.preferences, window.desk.jobs, transcript, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.wanted.connect(partial(self._ask_where, transcript))
        dialog.destroyed.connect(lambda: setattr(self, "dialog", None))
        self.dialog = dialog
        dialog.show()

    def save(self) -> None:
        """Exports as last time: asks only where to."""
        from meetapp.export.template import load_template

        transcript, chosen = self.transcript, self._window.preferences.settings
        if transcript is None:
            return
        if not chosen.export_template:
            self._ask_where(transcript, FORMATS[chosen.export_format])
            return
        load = partial(load_template, Path(chosen.export_template))
        self._window.desk.jobs.run(load, partial(self._ask_where, transcript), self._window.show_trouble)

    def write(self, path: Path, form: Format, transcript: Transcript) -> None:
        """Writes `transcript` to `path` without waiting for the disk."""
        work = partial(_write, path, form, transcript, self.options)
        self._window.desk.jobs.run(work, lambda _: self._tell_written(path), self._failed)

    def read_back(self) -> None:
        """Asks for a file that was exported and edited elsewhere, and takes over what was changed in it."""
        from meetapp.window import export_back

        session = self._window.page.session
        if session is None or session.edited is None:
            return
        endings = " ".join(f"*{ending}" for ending in export_back.ENDINGS)
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Read edited transcript"),
            self._window.preferences.settings.export_folder,
            self.tr("Transcripts (%1)").replace("%1", endings),
        )
        if name:
            work = partial(export_back.changes_in, Path(name), session.edited)
            told = partial(self._take_over, session, Path(name))
            self._window.desk.jobs.run(work, told, self._window.show_trouble)

    def copy(self) -> None:
        """Puts the turns that are selected on the clipboard, or the whole meeting when none are."""
        from meetapp.window import export_copy

        transcript = self.transcript
        if transcript is None:
            return
        chosen = self._selected()
        if chosen:
            turns = tuple(turn for turn in transcript.turns if turn.id in chosen)
            transcript = Transcript(transcript.session_id, turns, transcript.names, transcript.created)
        QApplication.clipboard().setMimeData(export_copy.rich(transcript, self.options, titled=not chosen))

    def print(self) -> None:
        """Shows the pages, to be printed."""
        transcript = self.transcript
        if transcript is not None:
            from meetapp.window.printing import PrintPreview  # the system's printers are of no concern until now

            self.preview = PrintPreview(transcript, self.options, self._window)
            self.preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.preview.setWindowModality(Qt.WindowModality.WindowModal)
            self.preview.destroyed.connect(lambda: setattr(self, "preview", None))
            self.preview.show()

    def _ask_where(self, transcript: Transcript, form: Format) -> None:
        window = self._window
        offered = export_choice.offered_path(window.preferences.settings, transcript.title, form)
        name, _ = QFileDialog.getSaveFileName(self.dialog or window, self.tr("Export"), str(offered))
        if name:
            window.keep(export_folder=str(Path(name).parent))
            self.write(Path(name), form, transcript)

    def _selected(self) -> set[int]:
        """The ids of the turns in the rows that are selected."""
        session = self._window.page.session
        if session is None:
            return set()
        rows = [session.model.row(index.row()) for index in self._window.page.transcript.selectedIndexes()]
        return {piece.turn.id for row in rows for piece in row.pieces if piece.turn is not None}

    def _tell_written(self, path: Path) -> None:
        self._window.show_trouble("")
        if self.dialog is not None:
            self.dialog.close()
        folder = QUrl.fromLocalFile(str(path.parent))
        words = self.tr("%1 was written.").replace("%1", path.name)
        self._window.offers.offer(
            "export", words, [(self.tr("Show folder"), partial(QDesktopServices.openUrl, folder))]
        )

    def _take_over(self, session: Session, path: Path, edits: list[Change]) -> None:
        if not edits:
            words = self.tr("%1 says what this meeting says already.").replace("%1", path.name)
            self._window.offers.offer("read-back", words)
            return
        session.edit(edits)
        words = self.tr("Changes were read from %1.").replace("%1", path.name)
        self._window.offers.offer("read-back", words, [(self.tr("Undo"), session.undo)])

    def _failed(self, sentence: str) -> None:
        (self._window.show_trouble if self.dialog is None else self.dialog.show_trouble)(sentence)


def _write(path: Path, form: Format, transcript: Transcript, options: Options) -> None:
    """Writes a file.

    Raises:
        StorageError: the disk refused.
        SystemPartError: the format needs a part of the system that is missing.
        InputError: a template of the user's does not work.
    """
    content = form.render(transcript, options)
    try:
        path.write_bytes(content)
    except OSError as err:
        raise StorageError(f"Cannot write {path}: {err.strerror}; choose another place.") from err
