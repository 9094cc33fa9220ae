"""`meetapp list`, `show` and `search`: what is in the library, for people or as JSON."""

import json
import sys
from collections.abc import Sequence

from meetapp import paths
from meetapp.cli.library_view import Summary, find_meeting, summaries, transcript_of
from meetapp.edits import EditedMeeting
from meetapp.export import FORMATS
from meetapp.export.transcript import one_line
from meetapp.state import State
from meetapp.store import open_library
from meetapp.store.search import search
from meetapp.store.turns import speaker_names
from sts_model.units import seconds

STATES: dict[State, str] = {
    "complete": "",
    "working": "(working)",
    "interrupted": "(interrupted)",
    "recorded": "(text not complete)",
}
"""As people read them; JSON has the bare words."""


def list_library(*, tags: Sequence[str] = (), as_json: bool = False) -> None:
    """Prints the meetings that have all `tags`, newest first."""
    with open_library(paths.library()) as library:
        found = summaries(library, tags)
    if as_json:
        _print_json([summary.as_json() for summary in found])
        return
    if not found:
        print("No such meeting is in the library." if tags else "The library is empty.", file=sys.stderr)
    width = max((len(str(summary.row.id)) for summary in found), default=1)
    for summary in found:
        print(f"{summary.row.id:>{width}}  {_line(summary, titled=True)}")


def show_meeting(called: str, *, as_json: bool = False) -> None:
    """Prints one meeting: its turns as text, then notes and bookmarks.

    Raises:
        InputError: there is no such meeting.
    """
    with open_library(paths.library()) as library:
        row = find_meeting(library, called)
        (summary,) = (each for each in summaries(library) if each.row.id == row.id)
        transcript, edited = transcript_of(library, row)
    if as_json:
        told = json.loads(FORMATS["json"].render(transcript))
        extra = {key: told[key] for key in ("text", "segments")}
        kept = {"notes": edited.notes, "bookmarks": _bookmarks(edited), "unapplied": list(edited.unapplied)}
        _print_json({**summary.as_json(), **kept, **extra})
        return
    print(f"{one_line(row.title)}\n{_line(summary)}\n")
    print(FORMATS["txt"].render(transcript).decode(), end="")
    if edited.notes.strip():
        print("\nNotes:", *map(one_line, edited.notes.strip().splitlines()), sep="\n")
    if edited.bookmarks:
        print("\nBookmarks:")
    for bookmark in edited.bookmarks:
        print(f"[{_clock(seconds(bookmark.at_samples))}] {one_line(bookmark.text)}".rstrip())
    if edited.unapplied:
        print(f"Changes kept, but without a turn to apply to: {len(edited.unapplied)}.", file=sys.stderr)


def search_library(question: str, *, meeting: str = "", tags: Sequence[str] = (), limit: int, as_json: bool) -> None:
    """Prints the turns that hold all words of `question`, the best first.

    Raises:
        InputError: there is no such meeting.
    """
    with open_library(paths.library()) as library:
        within = {summary.row.id: summary for summary in summaries(library, tags)}
        only = find_meeting(library, meeting).id if meeting else None
        hits = [hit for hit in search(library, question, meeting=only, limit=-1) if hit.meeting in within][:limit]
        names = {meeting: speaker_names(library, meeting) for meeting in {hit.meeting for hit in hits}}
    called = [names[hit.meeting].get(hit.speaker) or f"Speaker {hit.speaker}" for hit in hits]
    if as_json:
        _print_json(
            [
                {
                    "meeting": hit.meeting,
                    "folder": str(within[hit.meeting].row.folder),
                    "title": hit.title,
                    "turn": hit.turn,
                    "start": round(seconds(hit.start_samples), 3),
                    "speaker": speaker,
                    "snippet": hit.snippet,
                }
                for hit, speaker in zip(hits, called, strict=True)
            ]
        )
        return
    if not hits:
        print("Nothing was found.", file=sys.stderr)
    for hit, speaker in zip(hits, called, strict=True):
        place = f"{hit.meeting} [{_clock(seconds(hit.start_samples))}]"
        print(f"{place} {one_line(hit.title)}, {one_line(speaker)}: {one_line(hit.snippet)}")


def _line(summary: Summary, *, titled: bool = False) -> str:
    length = "-" if summary.row.duration_s is None else _clock(summary.row.duration_s)
    parts = [
        summary.when.strftime("%Y-%m-%d %H:%M"),
        f"{length:>7}" if titled else length,  # in a column
        one_line(summary.row.title) if titled else "",
        ", ".join(map(one_line, summary.speakers)),
        " ".join(f"#{one_line(tag).replace(' ', '_')}" for tag in summary.tags),
        STATES[summary.state],
    ]
    return "  ".join(part for part in parts if part)


def _clock(time_s: float) -> str:
    minutes, rest_s = divmod(int(time_s), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest_s:02d}" if minutes >= 60 else f"{minutes:02d}:{rest_s:02d}"


def _bookmarks(edited: EditedMeeting) -> list[dict[str, object]]:
    return [{"id": each.id, "time": round(seconds(each.at_samples), 3), "text": each.text} for each in edited.bookmarks]


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
