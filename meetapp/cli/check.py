"""`meetapp check`: whether the library and the folders of meetings are whole, and making whole what is not."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from meetapp import paths, supervisor
from meetapp.errors import InputError
from meetapp.meeting import is_in_progress
from meetapp.store import open_library
from meetapp.store.backup import list_backups
from meetapp.store.meetings import list_meetings
from meetapp.store.rebuild import check, meeting_folders, rebuild, take_in

NOT_WHOLE = InputError.exit_code


@dataclass
class Findings:
    """What was found, and done; folders and files as text, for JSON."""

    library: str
    faults: list[str]
    meetings: int = 0
    not_in_library: tuple[str, ...] = ()
    without_folder: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()
    repaired: bool = False
    damaged_file: str | None = None
    from_backup: str | None = None
    skipped: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not (self.faults or self.not_in_library or self.skipped)


def check_library(*, repair: bool, as_json: bool) -> int:
    """The exit code: 0 when all is whole, now; 2 when something is not.

    Raises:
        LibraryError: the library is locked, or cannot be read or written.
        InputError: a meeting is being worked on, so nothing can be repaired.
    """
    found = _look()
    if repair and not found.is_whole:
        found = _repaired(found)
    print(json.dumps(asdict(found), ensure_ascii=False, indent=1) if as_json else "\n".join(_lines(found, repair)))
    return 0 if found.is_whole else NOT_WHOLE


def _look() -> Findings:
    path = paths.library()
    found = Findings(str(path), check(path, thorough=True), backups=tuple(map(str, list_backups(path))))
    if found.faults or not path.exists():
        found.not_in_library = () if found.faults else tuple(map(str, meeting_folders(paths.meetings())))
        return found
    with open_library(path) as library:
        known = [row.folder for row in list_meetings(library)]
    found.meetings = len(known)
    strangers = set(meeting_folders(paths.meetings())) - set(known)
    found.not_in_library = tuple(sorted(map(str, strangers)))
    found.without_folder = tuple(str(folder) for folder in known if not folder.is_dir())
    return found


def _repaired(found: Findings) -> Findings:
    for folder in meeting_folders(paths.meetings()):
        if is_in_progress(folder) and supervisor.running(folder):
            raise InputError(f"The meeting in {folder} is being worked on; try again once it has ended.")
    path = paths.library()
    if found.faults:
        rebuilt = rebuild(path, paths.meetings())
        after = _look()
        after.damaged_file, after.from_backup = str(rebuilt.damaged), str(rebuilt.backup) if rebuilt.backup else None
        after.skipped = tuple(rebuilt.skipped)
    else:
        with open_library(path) as library:
            skipped = take_in(library, map(Path, found.not_in_library))
        after = _look()
        after.skipped = tuple(skipped)
    after.repaired = True
    return after


def _lines(found: Findings, repair: bool) -> list[str]:
    lines = []
    if found.damaged_file:
        source = found.from_backup or "the folders of the meetings alone"
        lines.append(f"The library was damaged: it was made again from {source}.")
        lines.append(f"The damaged file is kept as {found.damaged_file}.")
    lines += [f"The library {found.library} is damaged: {fault}." for fault in found.faults[:5]]
    lines += [f"Not in the library: {folder}." for folder in found.not_in_library]
    lines += [f"The folder of a meeting is gone, its text is kept: {folder}." for folder in found.without_folder]
    lines += list(found.skipped)
    if found.is_whole:
        lines.append(f"The library is whole: {found.meetings} meetings, {len(found.backups)} backups.")
    elif not repair:
        lines.append("Run `meetapp check --repair` to put this right.")
    return lines
