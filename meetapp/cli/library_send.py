"""`meetapp export --format meeting`: whole meetings, each as one file to send."""

import sys
from collections.abc import Sequence
from pathlib import Path

from meetapp import paths
from meetapp.cli.library_view import find_meeting
from meetapp.cli.output import prepare_folder
from meetapp.errors import InputError
from meetapp.parcel import SUFFIX
from meetapp.parcel.writing import write_parcel
from meetapp.sealed.state import is_on
from meetapp.store import open_library


def send_meetings(called: Sequence[str], output: Path | None) -> None:
    """Writes each meeting with its sound, called as the meeting's folder.

    Raises:
        InputError: there is no such meeting, its text is not complete, or no folder was given.
        StorageError: the output folder cannot be written; what was written before is whole.
    """
    if output is None:
        raise InputError("A meeting with its sound needs a folder to go into: add --output DIR.")
    with open_library(paths.library()) as library:
        rows = [find_meeting(library, each) for each in called]
        prepare_folder(output)
        for row in rows:
            write_parcel(library, row.id, output / f"{row.folder.name}{SUFFIX}")
    if is_on():
        print("A meeting that is sent is not encrypted: whoever gets the file can read and hear it.", file=sys.stderr)
