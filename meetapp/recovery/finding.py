"""Finding: which meetings were cut short, told from the marker in their folder and from nothing else."""

from dataclasses import dataclass
from pathlib import Path

from meetapp import supervisor
from meetapp.errors import InputError, MeetappError
from meetapp.journal import JournalReader, samples_on_disk
from meetapp.meeting import is_in_progress, open_meeting
from meetapp.recovery.repair import known_rate
from meetapp.store import Library
from meetapp.store.meetings import list_meetings

UNTITLED = "Recovered recording"


@dataclass(frozen=True)
class Interrupted:
    """A meeting that nobody works on and that is not complete.

    `recorded_s` is the sound on disk; `reason` says why nothing more can be made of it, and is empty when it can.
    """

    folder: Path
    title: str
    recorded_s: float
    reason: str = ""


def find(meetings: Path, library: Library | None = None) -> list[Interrupted]:
    """Every meeting that was cut short, in `meetings` or in a folder that `library` knows, oldest name first."""
    folders = set(_folders_in(meetings))
    if library is not None:
        folders |= {row.folder for row in list_meetings(library)}
    found = []
    for folder in sorted(folders, key=lambda each: (each.name, each)):
        try:
            if is_in_progress(folder) and not supervisor.running(folder):
                found.append(_describe(folder))
        except OSError as err:
            found.append(Interrupted(folder, folder.name, 0.0, f"It cannot be read: {err.strerror}."))
    return found


def _folders_in(meetings: Path) -> list[Path]:
    try:
        return [each for each in meetings.iterdir() if each.is_dir()]
    except OSError:
        return []  # not there yet, or not readable: then the library's own folders are all there is to look at


def _describe(folder: Path) -> Interrupted:
    try:
        title = open_meeting(folder).title
    except InputError:
        title = UNTITLED  # `repair` writes what is missing
    samples = samples_on_disk(folder)
    try:
        rate = known_rate(folder, JournalReader(folder).read_new())
    except MeetappError as err:
        return Interrupted(folder, title, 0.0, str(err))
    return Interrupted(folder, title, samples / rate if rate else 0.0)
