"""The file that a meeting was imported from, known again by its size and digest wherever it lies: `source.json`."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from meetapp.errors import LockedError
from meetapp.meeting import write_private
from meetapp.sealed.lines import seal_text, unseal
from meetapp.typed import typed

FILE = "source.json"


@dataclass(frozen=True)
class Fingerprint:
    """What two files share only when they are the same, whatever they are called."""

    size: int
    sha256: str


def fingerprint(file: Path) -> Fingerprint | None:
    """That of `file`; None where it cannot be read, which whoever imports it will say."""
    try:
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
            return Fingerprint(opened.tell(), digest)
    except OSError:
        return None


def remember(folder: Path, file: Path) -> None:
    """Notes in the meeting's folder from which file it is made.

    Raises:
        StorageError: the disk refused.
    """
    found = fingerprint(file)
    if found is not None:
        write_private(folder / FILE, seal_text(json.dumps(asdict(found)) + "\n", FILE))


def remembered(folder: Path) -> Fingerprint | None:
    """From which file the meeting is made; None where nobody noted it, or it cannot be read."""
    try:
        found: Fingerprint = typed(json.loads(unseal((folder / FILE).read_text(encoding="utf-8"), FILE)), Fingerprint)
    except (OSError, ValueError, RecursionError, LockedError):
        return None
    return found


def made_from(file: Path, folders: Iterable[Path]) -> Path | None:
    """The first of the meetings' folders that is made from the same file; None when none is."""
    try:
        size = file.stat().st_size
    except OSError:
        return None
    likely = [(folder, known) for folder in folders if (known := remembered(folder)) is not None and known.size == size]
    found = fingerprint(file) if likely else None  # a long film takes a while to read
    return next((folder for folder, known in likely if known == found), None)
