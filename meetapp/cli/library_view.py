"""Meetings as commands see them: found by what the user calls them, and with all that the library knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from meetapp import plain
from meetapp.edits import EditedMeeting
from meetapp.errors import InputError
from meetapp.export import Transcript
from meetapp.sources import made_from
from meetapp.state import State, state_of, with_text
from meetapp.store import Library
from meetapp.store.edits import edited_meeting
from meetapp.store.meetings import MeetingRow, list_meetings
from meetapp.store.people import speakers_by_meeting
from meetapp.store.tags import tags_by_meeting
from meetapp.store.turns import speaker_names


@dataclass(frozen=True)
class Summary:
    """A meeting in a list; `created` in seconds since the epoch, `speakers` are names, or `Speaker 2`."""

    row: MeetingRow
    speakers: tuple[str, ...]
    tags: tuple[str, ...]
    state: State

    @property
    def when(self) -> datetime:
        return datetime.fromtimestamp(self.row.created).astimezone()

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.row.id,
            "folder": str(self.row.folder),
            "title": self.row.title,
            "source": self.row.source,
            "created": self.when.isoformat(timespec="seconds"),
            "duration": self.row.duration_s,
            "speakers": list(self.speakers),
            "tags": list(self.tags),
            "state": self.state,
        }


def summaries(library: Library, tags: Sequence[str] = ()) -> list[Summary]:
    """All meetings that have every one of `tags`, newest first."""
    speakers, tagged = speakers_by_meeting(library), tags_by_meeting(library)
    wanted = {tag.casefold() for tag in tags}
    return [
        Summary(
            row,
            speakers=_called(library, row.id, speakers.get(row.id, ())),
            tags=tagged.get(row.id, ()),
            state=with_text(library, row, state_of(row.folder)),
        )
        for row in list_meetings(library)
        if wanted <= {tag.casefold() for tag in tagged.get(row.id, ())}
    ]


def find_meeting(library: Library, called: str) -> MeetingRow:
    """The meeting of that number, or the one whose folder's name begins so.

    Raises:
        InputError: there is none, or there are several.
    """
    if not called.strip():
        raise InputError("Say which meeting: its number, or the beginning of its folder's name.")
    rows = list_meetings(library)
    for row in rows:
        if called == str(row.id):
            return row
    fitting = [row for row in rows if row.folder.name.startswith(called)]
    if len(fitting) > 1:
        some = ", ".join(f"{row.id} ({row.folder.name})" for row in fitting[:3])
        raise InputError(f"Several meetings begin with {called}: {some}; give its number.")
    if not fitting:
        raise InputError(f"There is no meeting {called} in the library; `meetapp list` shows all.")
    return fitting[0]


def meeting_of(library: Library, file: Path) -> MeetingRow | None:
    """The newest meeting that was made from the same file, whatever it is called now; None when none was.

    One whose text is complete comes before one that was left unfinished.
    """
    rows = {row.folder: row for row in sorted(list_meetings(library), key=lambda row: row.duration_s is None)}
    folder = made_from(file, rows)
    return None if folder is None else rows[folder]


def transcript_of(library: Library, row: MeetingRow) -> tuple[Transcript, EditedMeeting]:
    """The meeting with all that people changed, for an export; and the whole of it."""
    edited = edited_meeting(library, row.id)
    return plain.transcript_of(row, edited), edited


def _called(library: Library, meeting: int, numbers: Sequence[int]) -> tuple[str, ...]:
    names = speaker_names(library, meeting)
    return tuple(names.get(number) or f"Speaker {number}" for number in numbers)
