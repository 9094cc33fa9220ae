"""What the window asks of disk and library, as plain calls that a worker thread makes; no Qt."""

import time
from dataclasses import dataclass
from pathlib import Path

from meetapp import hearing, paths, supervisor
from meetapp import meeting as folders
from meetapp.edits import EditedMeeting
from meetapp.errors import InputError
from meetapp.events import Event, EventReader
from meetapp.hearing import Hearing, speaker_count
from meetapp.journal import JournalReader, Start
from meetapp.recovery import repair
from meetapp.sources import remember
from meetapp.state import State, with_text
from meetapp.state import state_of as state_of  # for whoever asks of one meeting
from meetapp.store import open_library, rebuild
from meetapp.store.edits import edited_meeting
from meetapp.store.meetings import add_meeting, delete_meeting, list_meetings, rename_meeting
from meetapp.store.people import speakers_by_meeting
from meetapp.store.search import Hit, search
from meetapp.store.tags import tags_by_meeting
from meetapp.vocabulary import keep
from meetapp.window import sounds
from meetapp.window.page_rows import Rows
from meetapp.window.rows import turn_piece

DEMO = Path(__file__).resolve().parent.parent.parent / "assets" / "demo" / "meeting.flac"

FIRST_TURNS = 60
"""Turns that fill a tall screen."""

LONG_S = 1800.0
"""A meeting longer than this takes noticeably longer to read than its beginning."""


@dataclass(frozen=True)
class Entry:
    """One meeting in the list at the left; `created` in seconds since the epoch."""

    id: int
    folder: Path
    title: str
    source: str
    created: float
    duration_s: float | None = None
    speakers: tuple[int, ...] = ()
    state: State = "complete"
    is_import: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contents:
    """A meeting as it is on disk, its turns also as rows; `offset` is where in its event file the following goes on.

    `speakers` is how many people speak, as somebody said; 0 when nobody did.
    """

    edited: EditedMeeting
    rows: Rows
    events: list[Event]
    offset: int
    peaks: list[float]
    speakers: int = 0


def look_after() -> str:
    """Checks the library and backs it up, or makes it again; a sentence when the user should know of something."""
    return rebuild.look_after(paths.library(), paths.meetings())


def list_entries() -> list[Entry]:
    """All meetings, newest first."""
    with open_library(paths.library()) as library:
        rows, speakers, tags = list_meetings(library), speakers_by_meeting(library), tags_by_meeting(library)
        return [
            Entry(
                row.id,
                row.folder,
                row.title,
                row.source,
                row.created,
                row.duration_s,
                speakers=speakers.get(row.id, ()),
                state=with_text(library, row, state_of(row.folder)),
                is_import=Path(row.source).is_absolute(),
                tags=tags.get(row.id, ()),
            )
            for row in rows
        ]


def any_goes_on(meetings: list[Path]) -> bool:
    """Whether one that seemed cut short is not, or no longer; slow enough to ask from a worker thread only."""
    return any(state_of(folder) != "interrupted" for folder in meetings)


def begin(
    title: str,
    *,
    device: str = "",
    second: str = "",
    media: Path | None = None,
    tracks: tuple[Path, ...] = (),
    model: Path | None = None,
    home: Path | None = None,
    text: bool = True,
    names: str = "",
    speakers: int = 0,
) -> Entry:
    """A new meeting that is being recorded from `device`, or imported from `media`.

    Args:
        second: an input that is recorded too, as a track of its own.
        tracks: more files of that meeting, a track each.
        home: where its folder is made; None is the program's own folder of meetings.
        text: whether the text is made meanwhile.
        names: what the engine should listen for, separated by commas.
        speakers: how many people speak; 0 when nobody knows.
    Raises:
        MeetappError: the disk or the library refused.
    """
    source = str(media) if media else device
    more = tuple(map(str, tracks))
    created = time.time()
    with open_library(paths.library()) as library:  # first: where it cannot be opened, no folder is left behind
        folder = folders.create(home or paths.meetings(), title=title, source=source, more_sources=more)
        keep(folder, phrases(names))
        hearing.keep(folder, Hearing(speaker_count(speakers)), several=bool(second or tracks))
        if media is not None and not tracks:
            remember(folder, media)
        number = add_meeting(library, folder, title, source=source, created=created)
    supervisor.start(
        folder,
        input=None if media else device,
        second_input=second,
        media=[media, *tracks] if media else None,
        library=paths.library(),
        meeting_id=number,
        model=model,
        text=text,
    )
    return Entry(number, folder, title, source, created, state="working", is_import=media is not None)


def phrases(names: str) -> list[str]:
    """The names that a line with commas holds."""
    return [name.strip() for name in names.replace("\n", ",").split(",") if name.strip()]


def go_on(entry: Entry) -> None:
    """Completes the text of a meeting that was cut short, or of which only sound was recorded."""
    if folders.is_in_progress(entry.folder):
        repair(entry.folder, entry.title)
    supervisor.start(entry.folder, resume=True, library=paths.library(), meeting_id=entry.id)


def order(folder: Path, what: str) -> None:
    """Passes on "stop", "pause" or "resume"."""
    supervisor.order(folder, what)


def load(entry: Entry) -> Contents:
    """Everything that is known of a meeting: turns from the library, the rest from its folder."""
    with open_library(paths.library()) as library:
        edited = edited_meeting(library, entry.id)
    events: list[Event] = []
    reader = EventReader(folders.events_path(entry.folder))
    if entry.state != "complete":
        events = reader.read_new()
    rows = Rows(map(turn_piece, edited.turns))
    return Contents(edited, rows, events, reader.offset, peaks(entry.folder), told_speakers(entry.folder))


def told_speakers(folder: Path) -> int:
    """How many people somebody said that speak in the meeting; 0 when nobody did."""
    try:
        count = hearing.kept(folder).speakers
    except InputError:  # the engine tells of it
        return 0
    several = any(each.track for each in JournalReader(folder).read_new() if isinstance(each, Start))
    # Of several tracks a number is kept as the most that speak in each: see `hearing.keep`.
    return count.most if count.least == count.most or (several and not count.least) else 0


def beginning(entry: Entry) -> EditedMeeting:
    """The first turns of a meeting, to be read while `load` reads the rest; an edit of them may be missing still."""
    with open_library(paths.library()) as library:
        return edited_meeting(library, entry.id, first=FIRST_TURNS)


def peaks(folder: Path) -> list[float]:
    """The waveform of the meeting, all its tracks together."""
    return sounds.peaks_between(folder, 0.0, 1.0)


def rename(entry: Entry, title: str) -> None:
    with open_library(paths.library()) as library:
        rename_meeting(library, entry.id, title)


def forget(entry: Entry) -> None:
    """Takes a meeting without any sound out of the library; its folder is left alone."""
    with open_library(paths.library()) as library:
        delete_meeting(library, entry.id)


def find(question: str) -> list[Hit]:
    """Turns of all meetings that hold every word of `question`."""
    with open_library(paths.library()) as library:
        return search(library, question)
