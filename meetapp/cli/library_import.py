"""`meetapp import`: recordings into the library, one after the other, each by a supervisor as the window starts it."""

import contextlib
import json
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from meetapp import hearing, meeting, paths, supervisor
from meetapp.cli.asked import check_model, phrases_of, recordings
from meetapp.cli.copies import renew_copies
from meetapp.cli.follow import INTERRUPTED, OUR_FAULT, Outcome, StopRequests, follow
from meetapp.cli.library_view import Summary, meeting_of, summaries
from meetapp.cli.progress import shown
from meetapp.cli.transcribe import exit_code
from meetapp.errors import InputError
from meetapp.export.transcript import one_line
from meetapp.hearing import AS_SET, Hearing
from meetapp.intake import is_meeting, take_in
from meetapp.media.readable import check_readable
from meetapp.settings import load_what_can_be
from meetapp.sources import remember
from meetapp.store import Library, open_library
from meetapp.store.erase import erase_meeting
from meetapp.store.meetings import MeetingRow, add_meeting, get_meeting
from meetapp.store.tags import set_tags
from meetapp.vocabulary import keep


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the user asked for; without `wait`, all files are begun at once and the text comes in the background.

    Only with `again` is a file imported that the library has a meeting of. With `as_tracks` the files are one meeting,
    a track each, and no meeting of the library is known again by them.
    """

    files: tuple[Path, ...]
    title: str = ""
    tags: tuple[str, ...] = ()
    model: Path | None = None
    wait: bool = True
    as_json: bool = False
    vocabulary: Path | None = None
    hearing: Hearing = AS_SET
    again: bool = False
    as_tracks: bool = False
    phrases: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "phrases", phrases_of(self.vocabulary))
        object.__setattr__(self, "title", one_line(self.title))
        if self.title and len(self.recordings) > 1:
            raise InputError("Several recordings cannot have one title; leave --title out, or import them one by one.")
        check_model(self.model)

    @property
    def recordings(self) -> tuple[tuple[Path, ...], ...]:
        """The files of each meeting."""
        return recordings(self.files, as_tracks=self.as_tracks)


def import_files(request: Request) -> int:
    """The exit code after every recording is in the library or named on standard error.

    Raises:
        LibraryError: the library cannot be read or written.
        StorageError: no meeting folder can be made.
    """
    results: list[dict[str, Any]] = []
    codes: list[int] = []
    with open_library(paths.library()) as library, StopRequests() as stops:
        for files in request.recordings:
            code, told = _import(library, request, files, stops)
            if code == INTERRUPTED:
                break
            codes.append(code)
            results.append(told)
            if not request.as_json and not code:
                print(f"{told['id']}  {told['folder']}", flush=True)
    if request.as_json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    return INTERRUPTED if len(codes) < len(request.recordings) else exit_code(codes)


def _import(
    library: Library, request: Request, files: tuple[Path, ...], stops: StopRequests
) -> tuple[int, dict[str, Any]]:
    """The exit code for one recording and what there is to say of it; nothing is left of a bad one."""
    file = files[0]
    alone = len(files) == 1
    known = meeting_of(library, file) if alone and not request.again else None
    try:
        for each in files:
            check_readable(each)
        if alone and is_meeting(file) and known is None:
            row = take_in(library, file, _parent(), request.title)
            if request.tags:
                set_tags(library, row.id, request.tags)
            renew_copies(library, row.id)
            return 0, _summary(library, row).as_json()
    except InputError as err:
        return _refused(file, str(err), err.exit_code)
    if known is not None:
        return _known(library, known, file)
    row, process = _begin(library, request, files)
    if request.wait:
        outcome = _follow(process, row, file, stops)
        if outcome.code:
            if outcome.code != OUR_FAULT:  # then its log is worth reading
                erase_meeting(library, row.id)
            return _refused(file, outcome.failure, outcome.code)
    summary = _summary(library, row)
    # One that has just been started does not answer yet.
    return 0, summary.as_json() if request.wait else replace(summary, state="working").as_json()


def _known(library: Library, known: MeetingRow, file: Path) -> tuple[int, dict[str, Any]]:
    """The exit code for a file that the library has: it is done only if all of its text is there, or being made."""
    there = f"{file.name} is in the library already, as meeting {known.id} ({known.title})"
    summary = _summary(library, known)
    if summary.state in ("complete", "working"):
        print(f"{there}; to import it once more, give --again.", file=sys.stderr)
        return 0, summary.as_json()
    unfinished = f"{there}, but its text was never completed; to import it once more, give --again."
    if summary.state == "interrupted":
        unfinished = f"{there}, but its import was cut short; `meetapp recover` completes it."
    return _refused(file, unfinished, InputError.exit_code)


def _summary(library: Library, row: MeetingRow) -> Summary:
    (summary,) = (each for each in summaries(library) if each.row.id == row.id)
    return summary


def _parent() -> Path:
    """Where the settings say that meetings are kept."""
    chosen = load_what_can_be(paths.settings())[0].meetings_folder
    return Path(chosen) if chosen else paths.meetings()


def _begin(library: Library, request: Request, files: tuple[Path, ...]) -> tuple[MeetingRow, "subprocess.Popen[bytes]"]:
    """A meeting whose import has begun, where the settings say that meetings are kept, heard by the model they name."""
    title = request.title or files[0].stem
    source, *more = (str(file.resolve()) for file in files)
    chosen, problems = load_what_can_be(paths.settings())
    for problem in problems:
        print(problem, file=sys.stderr)
    model = request.model or (Path(chosen.model) if chosen.model else None)
    folder = meeting.create(_parent(), title=title, source=source, more_sources=tuple(more))
    keep(folder, request.phrases)
    hearing.keep(folder, request.hearing, several=bool(more))
    if not more:
        remember(folder, files[0])
    number = add_meeting(library, folder, title, source=source)
    if request.tags:
        set_tags(library, number, request.tags)
    process = supervisor.start(
        folder,
        media=[file.resolve() for file in files],
        library=paths.library(),
        meeting_id=number,
        model=model.absolute() if model else None,
    )
    return get_meeting(library, number), process


def _follow(process: "subprocess.Popen[bytes]", row: MeetingRow, file: Path, stops: StopRequests) -> Outcome:
    """What became of the import; Ctrl-C breaks it off."""
    outcome = Outcome()
    stopped = False
    with shown(file.name) as meter:
        for event in follow(process, row.folder, outcome):
            if event is not None:
                meter.saw(event)
            if stops.count and not stopped:
                stopped = True
                with contextlib.suppress(InputError):  # it has ended by itself
                    supervisor.order(row.folder, "stop")
    for warning in outcome.warnings:
        print(warning, file=sys.stderr)
    return replace(outcome, code=INTERRUPTED) if stopped and not outcome.finished else outcome


def _refused(file: Path, failure: str, code: int) -> tuple[int, dict[str, Any]]:
    if code != INTERRUPTED:
        print(failure if file.name in failure else f"{file.name}: {failure}", file=sys.stderr)
    return code, {"file": str(file), "error": failure}
