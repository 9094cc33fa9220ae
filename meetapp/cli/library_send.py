"""`meetapp export --format meeting`: whole meetings, each as one file to send."""

import sys
from dataclasses import dataclass
from pathlib import Path

from meetapp import paths
from meetapp.cli.library_view import find_meeting
from meetapp.cli.output import prepare_folder
from meetapp.errors import InputError
from meetapp.export import AS_IT_IS, Options
from meetapp.parcel import SUFFIX
from meetapp.parcel.writing import write_parcel
from meetapp.sealed.state import is_on
from meetapp.store import open_library


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What the user asked for; whoever wants a text without names must not get a file that has them."""

    meetings: tuple[str, ...]
    output: Path | None
    template: Path | None = None
    options: Options = AS_IT_IS

    def __post_init__(self) -> None:
        if self.template is not None or self.options != AS_IT_IS:
            raise InputError(
                "A whole meeting is sent as it is, with all names, times and words: options for its text need another"
                " format than meeting."
            )


def send_meetings(wanted: Sending) -> None:
    """Writes each meeting with its sound, called as the meeting's folder.

    Raises:
        InputError: there is no such meeting, its text is not complete, or no folder was given.
        StorageError: the output folder cannot be written; what was written before is whole.
    """
    if wanted.output is None:
        raise InputError("A meeting with its sound needs a folder to go into: add --output DIR.")
    with open_library(paths.library()) as library:
        rows = [find_meeting(library, called) for called in wanted.meetings]
        prepare_folder(wanted.output)
        for row in rows:
            write_parcel(library, row.id, wanted.output / f"{row.folder.name}{SUFFIX}")
    if is_on():
        print("A meeting that is sent is not encrypted: whoever gets the file can read and hear it.", file=sys.stderr)
