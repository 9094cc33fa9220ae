"""What a person does with meetings as a whole: find, rename, tag, recognise again, delete and take that back."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from meetapp.journal import has_sound
from meetapp.parcel import SUFFIX
from meetapp.recovery import Interrupted
from meetapp.sealed.state import seems_on
from meetapp.store.search import Hit
from meetapp.window import catalog, keeping
from meetapp.window.catalog import Entry
from meetapp.window.session import Session
from meetapp.window.tags_dialog import TagsDialog
from meetapp.window.times import safe_name

if TYPE_CHECKING:
    from meetapp.window.main_window import MainWindow

GRACE_MS = 10_000
"""How long a deletion can be taken back."""


class LibraryCommands(QObject):
    """Commands are about the meeting that is shown, unless another is given."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._condemned: dict[int, tuple[Entry, QTimer]] = {}
        sidebar = window.sidebar
        self._cut_short: list[Interrupted] = []
        window.desk.cut_short.connect(self._on_cut_short)
        window.desk.recording_changed.connect(self._on_recording_changed)
        window.people.counted.connect(self.count_speakers)
        window.desk.arrivals.known.connect(self._on_known_files)
        window.desk.aged.connect(self._on_aged)
        sidebar.hit_opened.connect(self.open_hit)
        sidebar.searched.connect(self.search)
        sidebar.renamed.connect(self._on_renamed)
        sidebar.wanted.connect(lambda what, entry: getattr(self, what)(entry))

    # Finding

    def search(self, question: str) -> None:
        """Shows the turns of all meetings that answer; all meetings when nothing is asked."""
        window = self._window
        if question:
            window.desk.jobs.run(partial(catalog.find, question), window.sidebar.show_hits)
        else:
            window.show_entries()

    def open_hit(self, hit: Hit) -> None:
        """Shows the turn that a search found."""
        window = self._window
        entry = next((each for each in window.desk.entries if each.id == hit.meeting), None)
        if entry is None:
            return
        window.open_entry(entry)
        session = window.page.session
        if session is not None and session.is_loaded:
            self._show_turn(hit.turn)
        elif session is not None:
            session.loaded.connect(partial(self._show_turn, hit.turn))

    def _show_turn(self, number: int) -> None:
        session = self._window.page.session
        piece = session.model.piece(("turn", number)) if session is not None else None
        if piece is not None:
            self._window.page.go_to(piece.start_s)

    def _on_recording_changed(self) -> None:
        """A meeting that is being recorded was not cut short, whatever it looked like a moment ago."""
        session, known = self._window.desk.recording, self._cut_short
        left = [each for each in known if session is None or each.folder != session.entry.folder]
        if len(left) == len(known) or not self._window.offers.has("cut-short"):
            return
        self._window.offers.withdraw("cut-short")
        if left:
            self._on_cut_short(left)

    def _on_cut_short(self, found: list[Interrupted]) -> None:
        self._cut_short = found
        one = self.tr("“%1” was cut short. What was recorded is safe.").replace("%1", found[0].title)
        many = self.tr("%1 meetings were cut short. What was recorded is safe.").replace("%1", str(len(found)))
        answers = [(self.tr("Complete the text"), partial(self._window.desk.finish, found))]
        self._window.offers.offer("cut-short", one if len(found) == 1 else many, answers)

    def _on_known_files(self, known: dict[Path, int]) -> None:
        """Asks what becomes of files that are meetings already."""
        files = list(known)
        entry = next((each for each in self._window.desk.entries if each.id == known[files[0]]), None)
        answers = [(self.tr("Import again"), partial(self._window.import_files, files, again=True))]
        words = self.tr("%1 of these files are in the library already.").replace("%1", str(len(files)))
        if len(files) == 1:
            words = self.tr("“%1” is in the library already.").replace("%1", files[0].name)
        if len(files) == 1 and entry is not None:
            words = self.tr("“%1” is in the library already, as “%2”.")
            words = words.replace("%1", files[0].name).replace("%2", entry.title)
            answers.insert(0, (self.tr("Open the meeting"), partial(self._window.open_entry, entry)))
        # A batch that comes before this one is answered takes nothing of it away.
        self._window.offers.offer("\n".join(["known-files", *map(str, files)]), words, answers)

    def _on_aged(self, meetings: int) -> None:
        if not meetings:
            return
        chosen = self._window.preferences.settings
        if chosen.delete_what == "sound":
            one = self.tr("The sound of a meeting older than %2 days was deleted, as you have set.")
            many = self.tr("The sound of %1 meetings older than %2 days was deleted, as you have set.")
        else:
            one = self.tr("A meeting older than %2 days was deleted, as you have set.")
            many = self.tr("%1 meetings older than %2 days were deleted, as you have set.")
        words = one if meetings == 1 else many
        words = words.replace("%1", str(meetings)).replace("%2", str(chosen.delete_after_days))
        self._window.offers.offer("aged", words)

    # Names and tags

    def rename(self, entry: Entry | None = None) -> None:
        """Puts the cursor into the title where it stands in the list."""
        entry = entry or self._shown
        if entry is not None:
            self._window.sidebar.edit_title(entry.id)

    def _on_renamed(self, entry: Entry, title: str) -> None:
        self._window.desk.rename(entry, title)

    def edit_tags(self, entry: Entry | None = None) -> None:
        """Asks for the tags of a meeting."""
        entry = entry or self._shown
        if entry is None:
            return
        known = sorted({tag for each in self._window.desk.entries for tag in each.tags}, key=str.casefold)
        dialog = TagsDialog(self._window.appearance, entry, known, self._window)
        dialog.chosen.connect(partial(self._window.desk.tag, entry))
        dialog.open()

    def send(self) -> None:
        """Asks where to, and writes the meeting that is shown there as one file to send."""
        entry = self._shown
        if entry is None:
            return
        if entry.state != "complete":
            self._window.show_trouble(self.tr("The text of this meeting is not complete yet."))
            return
        folder = Path(self._window.preferences.settings.export_folder or Path.home())
        offered = str(folder / f"{safe_name(entry.title)}{SUFFIX}")
        kinds = self.tr("Meeting with sound (*%1)").replace("%1", SUFFIX)
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save as one file"), offered, kinds)
        if not chosen:
            return
        target = Path(chosen if chosen.endswith(".zip") else chosen + SUFFIX)
        if str(target) != chosen and target.exists():  # the dialog has asked about another name
            words = self.tr("There is a file “%1” already.").replace("%1", target.name)
            answers = [(self.tr("Replace it"), partial(self._write, entry, target))]
            self._window.offers.offer("sent", words, answers)
        else:
            self._write(entry, target)

    def _write(self, entry: Entry, target: Path) -> None:
        told = self.tr("“%1” is written, with its sound.").replace("%1", target.name)
        if seems_on():
            told += " " + self.tr("It is not encrypted: whoever gets it can read and hear it.")
        self._window.desk.jobs.run(
            partial(keeping.send, entry, target), lambda _: self._window.offers.offer("sent", told)
        )

    # Recognising again

    def recognise_again(self, entry: Entry | None = None) -> None:
        """Makes the text once more with the model in use; what a person has changed is kept."""
        entry = entry or self._shown
        if entry is None or entry.state == "working":
            return
        if not has_sound(entry.folder):
            self._window.show_trouble(self.tr("The sound of this meeting is gone, so it cannot be recognised again."))
            return
        self._window.offers.withdraw(f"discard-{entry.id}")  # its sound is needed now
        self._window.desk.recognise_again(entry)

    def count_speakers(self, number: int) -> None:
        """Tells the speakers apart anew, now that it is known how many there are; 0 leaves that to their voices."""
        session = self._window.page.session
        if session is None:
            return
        before, session.told_speakers = session.told_speakers, number
        self._window.desk.jobs.run(
            partial(keeping.count_speakers, session.entry, number),
            partial(self._on_counted, session),
            partial(self._on_not_counted, session, before),
        )

    def _on_counted(self, session: Session, done: bool) -> None:
        if done:
            session.reread()
            self._window.desk.refresh()
        else:
            self.recognise_again(session.entry)

    def _on_not_counted(self, session: Session, before: int, sentence: str) -> None:
        session.told_speakers = before
        if session is self._window.page.session:
            self._window.people.count.show_number(before)
        self._window.show_trouble(sentence)

    # Deleting

    def discard_sound(self, entry: Entry | None = None) -> None:
        """Asks, then deletes the sound of a meeting for good; its text stays."""
        entry = entry or self._shown
        if entry is None:
            return
        if entry.state != "complete":
            self._window.show_trouble(self.tr("The text of this meeting is not complete: its sound is needed."))
        elif not has_sound(entry.folder):
            self._window.show_trouble(self.tr("The sound of this meeting is gone already."))
        else:
            words = self.tr("Delete the sound of “%1” for good? Its text stays.").replace("%1", entry.title)
            answers = [(self.tr("Delete the sound"), partial(self._window.desk.discard_sound, entry))]
            self._window.offers.offer(f"discard-{entry.id}", words, answers)

    def delete(self, entry: Entry | None = None) -> None:
        """Takes a meeting out of the list at once, and deletes it for good when nobody takes that back."""
        entry = entry or self._shown
        if entry is None:
            return
        if entry.state == "working":
            self._window.show_trouble(self.tr("This meeting is being worked on; stop that first."))
            return
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(partial(self._delete_for_good, entry.id))
        timer.start(GRACE_MS)
        self._condemned[entry.id] = entry, timer
        self._window.desk.hide(entry.id, True)
        words = self.tr("“%1” is deleted, with its sound.").replace("%1", entry.title)
        self._window.offers.offer(f"delete-{entry.id}", words, [(self.tr("Undo"), partial(self._spare, entry.id))])

    def finish_deleting(self) -> None:
        """Deletes now what was going to be, as when the window closes."""
        for meeting in list(self._condemned):
            self._delete_for_good(meeting)

    def _spare(self, meeting: int) -> None:
        _, timer = self._condemned.pop(meeting)
        timer.stop()
        self._window.desk.hide(meeting, False)

    def _delete_for_good(self, meeting: int) -> None:
        entry, timer = self._condemned.pop(meeting)
        timer.stop()
        self._window.offers.withdraw(f"delete-{meeting}")
        self._window.desk.delete(entry)

    @property
    def _shown(self) -> Entry | None:
        session = self._window.page.session
        return session.entry if session is not None and self._window.page.isVisibleTo(self._window) else None
