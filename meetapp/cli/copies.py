"""Plain copies after a change of the library: when the disk refuses them, the change holds all the same."""

import sys

from meetapp.errors import StorageError
from meetapp.plain import keep_copies
from meetapp.store import Library


def renew_copies(library: Library, meeting: int) -> None:
    """Brings the copies in the meeting's folder up to date, or says on standard error why they are not."""
    try:
        keep_copies(library, meeting)
    except StorageError as err:
        print(f"{err} Only transcript.txt and transcript.json are old: the meeting itself is saved.", file=sys.stderr)
