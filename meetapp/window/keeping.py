"""What becomes of meetings, as plain calls that a worker thread makes: imports, their sound, and deletion; no Qt."""

import time
from dataclasses import replace
from pathlib import Path

from meetapp import aging, children, hearing, paths, supervisor
from meetapp.errors import InputError, StorageError
from meetapp.events import EventWriter, RecordingStopped
from meetapp.hearing import speaker_count
from meetapp.intake import take_in
from meetapp.journal import JournalReader, Start, compressed_tracks, has_sound
from meetapp.meeting import events_path, is_in_progress
from meetapp.models import look_at
from meetapp.plain import is_any_stale
from meetapp.recount import recount
from meetapp.recovery import Interrupted, find, finish
from meetapp.settings import load_what_can_be
from meetapp.sources import made_from
from meetapp.store import open_library
from meetapp.store.erase import erase_meeting
from meetapp.store.meetings import list_meetings
from meetapp.store.tags import set_tags
from meetapp.store.turns import replace_turns
from meetapp.vocabulary import keep
from meetapp.voices import forget_voices
from meetapp.window import catalog
from meetapp.window.catalog import Entry, phrases
from meetapp.window.import_queue import Waiting

CLEARING_UP_S = 15.0


def begin_import(job: Waiting) -> Entry:
    """A new meeting that is being imported as `job` says.

    Raises:
        MeetappError: the disk or the library refused.
    """
    return catalog.begin(
        job.title,
        media=Path(job.file),
        tracks=tuple(map(Path, job.tracks)),
        model=Path(job.model) if job.model else None,
        home=Path(job.home) if job.home else None,
        names=job.names,
        speakers=job.speakers,
    )


def known_files(files: list[Path]) -> dict[Path, int]:
    """The meetings that were made from some of `files`, by id; the newest of each."""
    with open_library(paths.library()) as library:
        meetings = {row.folder: row.id for row in list_meetings(library)}
    found = {file: made_from(file, meetings) for file in files}
    return {file: meetings[folder] for file, folder in found.items() if folder is not None}


def take_in_meeting(file: Path, home: str) -> int:
    """The id of a new meeting that has what the file has.

    Raises:
        MeetappError: the file has a mistake, or disk or library refused.
    """
    with open_library(paths.library()) as library:
        return take_in(library, file, Path(home) if home else paths.meetings()).id


def send(entry: Entry, target: Path) -> None:
    """Writes a whole meeting as one file, in a process of its own: the window has no audio library.

    Raises:
        StorageError: the disk refused, or the text is not complete.
    """
    words = (str(paths.library()), str(entry.id), str(target))
    if failure := children.run("meetapp.parcel", *words, otherwise=f"The meeting cannot be written to {target}."):
        raise StorageError(failure)


def take_up_import(entry: Entry, job: Waiting) -> Entry:
    """The meeting of an import that was cut short, at work again as `job` says.

    Raises:
        InputError: neither its sound nor its file is there any more.
    """
    with open_library(paths.library()) as library:
        model = Path(job.model) if job.model else None
        if finish(Interrupted(entry.folder, entry.title, 0.0), library, model) is None:
            raise InputError(f"The import of {job.title} was cut short, and its file is gone: {job.file}.")
    return replace(entry, state="working")


def cut_short() -> list[Interrupted]:
    """Meetings that nobody finished, those among them that can be."""
    with open_library(paths.library()) as library:
        return [each for each in find(paths.meetings(), library) if not each.reason and each.recorded_s]


def finish_all(found: list[Interrupted], model: str) -> None:
    """Repairs meetings that were cut short and has their text made."""
    with open_library(paths.library()) as library:
        for each in found:
            finish(each, library, Path(model) if model else None)


def delete(entry: Entry) -> None:
    """Removes a meeting for good: its folder with all sound and text, and every word of it in library and backups."""
    with open_library(paths.library()) as library:
        erase_meeting(library, entry.id)


def compress_audio(entry: Entry) -> None:
    """Keeps the sound of a meeting in less room, in a process of its own: the window has no audio library.

    Raises:
        StorageError: the disk refused; the sound is as it was.
    """
    until = time.monotonic() + CLEARING_UP_S
    while is_in_progress(entry.folder) and time.monotonic() < until:
        time.sleep(0.1)  # its supervisor has written the last word, and is still clearing up
    _pack(entry)


def _pack(entry: Entry, *options: str) -> None:
    otherwise = f"The sound in {entry.folder} cannot be compressed; it is kept."
    if failure := children.run("meetapp.media.packing", str(entry.folder), *options, otherwise=otherwise):
        raise StorageError(failure)


def discard_audio(entry: Entry) -> None:
    """Removes the sound of a meeting; its text stays.

    Raises:
        StorageError: the disk refused.
    """
    aging.discard_sound(entry.folder)


def delete_old() -> int:
    """Deletes what is older than the user wants to keep; of how many meetings."""
    with open_library(paths.library()) as library:
        return aging.delete_old(library, load_what_can_be(paths.settings())[0])


def keep_copies() -> None:
    """Brings the plain copies of all meetings up to date, in a process of its own where there is anything to do.

    Raises:
        StorageError: the disk refused.
    """
    with open_library(paths.library()) as library:
        if not is_any_stale(library):
            return
    if failure := children.run("meetapp.plain", otherwise="The text of meetings cannot be written as plain files."):
        raise StorageError(failure)


def recognise_again(entry: Entry, model: str, names: str = "") -> Entry:
    """The meeting at work again, its text made anew by the package in `model`; empty is the program's own.

    The engine listens for `names`, or where there are none for those it listened for before.
    What a person has changed is kept: edits look for the turns that they are about among the new ones.

    Raises:
        InputError: the package cannot be used; the text is as it was.
    """
    if model:
        look_at(Path(model))
    if compressed_tracks(entry.folder):
        _pack(entry, "--undo")
    with open_library(paths.library()) as library:
        replace_turns(library, entry.id, [])
    forget_voices(entry.folder)
    keep(entry.folder, phrases(names))
    events_path(entry.folder).unlink(missing_ok=True)
    events = EventWriter(events_path(entry.folder))
    events.write(RecordingStopped(entry.duration_s or 0.0))  # so that nobody takes it for a recording that goes on
    events.close()
    supervisor.start(
        entry.folder,
        resume=True,
        library=paths.library(),
        meeting_id=entry.id,
        model=Path(model) if model else None,
    )
    return replace(entry, state="working", duration_s=None)


def count_speakers(entry: Entry, number: int) -> bool:
    """Whether the meeting has so many speakers now; if not, it has once it is recognised again. 0 finds their number.

    Raises:
        InputError: neither the voices nor the sound of the meeting are there.
    """
    count = speaker_count(number)
    with open_library(paths.library()) as library:
        done = recount(library, entry.id, entry.folder, count)
    if not done and not has_sound(entry.folder):
        raise InputError("The speakers cannot be told apart anew: the sound of this meeting is gone.")
    starts = [each for each in JournalReader(entry.folder).read_new() if isinstance(each, Start)]
    several = any(each.track for each in starts)
    hearing.keep(entry.folder, replace(hearing.kept(entry.folder), speakers=count), several=several)
    return done


def tag(entry: Entry, tags: tuple[str, ...]) -> None:
    """Gives the meeting these tags and no others."""
    with open_library(paths.library()) as library:
        set_tags(library, entry.id, tags)
