"""Hearing: what is known of a meeting beforehand and how hard to listen, kept in its folder for every engine."""

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from meetapp.errors import InputError
from meetapp.meeting import write_private
from meetapp.typed import typed
from sts_model.config import ConfigError
from sts_model.effort import EFFORTS
from sts_model.speakers.count import UNKNOWN, SpeakerCount

FILE = "hearing.json"
MOST_THREADS = 64


@dataclass(frozen=True)
class Hearing:
    """How many people speak, how far the search looks, and how much of the computer the engine may use.

    An empty `effort`, 0 `threads` and a `low_priority` of None leave it to the settings.

    Raises:
        InputError: there is no such effort, or number of threads.
    """

    speakers: SpeakerCount = field(default=UNKNOWN)
    effort: str = ""
    threads: int = 0
    low_priority: bool | None = None

    def __post_init__(self) -> None:
        if self.effort and self.effort not in EFFORTS:
            raise InputError(f"The effort must be one of {', '.join(EFFORTS)}, not {self.effort!r}.")
        if not 0 <= self.threads <= MOST_THREADS:
            raise InputError(f"The engine can have 1 to {MOST_THREADS} threads, not {self.threads}.")


AS_SET = Hearing()
"""Nothing known; all else as the settings say."""


def speaker_count(exactly: int = 0, least: int = 0, most: int = 0) -> SpeakerCount:
    """How many people speak, of what a user said: an exact number, or limits; 0 is not said.

    Raises:
        InputError: that contradicts itself.
    """
    if exactly and (least or most):
        raise InputError("Give either the number of speakers or limits for it, not both.")
    try:
        return SpeakerCount(exactly or least, exactly or most)
    except ConfigError as err:
        raise InputError(str(err)) from err


def keep(folder: Path, hearing: Hearing, *, several: bool = False) -> None:
    """Keeps `hearing` in the meeting's folder; what is `AS_SET` needs no file.

    Of `several` tracks nobody knows who speaks in which: the number of people is then the most of each.

    Raises:
        StorageError: the disk refused.
    """
    if several:
        hearing = replace(hearing, speakers=SpeakerCount(0, hearing.speakers.most))
    if hearing != kept(folder):
        write_private(folder / FILE, json.dumps(asdict(hearing), indent=2) + "\n")


def kept(folder: Path) -> Hearing:
    """What is kept in the meeting's folder.

    Raises:
        InputError: the file was damaged.
    """
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return AS_SET
    except OSError as err:
        raise InputError(f"The file {FILE} in {folder} cannot be read: {err.strerror}.") from err
    try:
        hearing: Hearing = typed(json.loads(text), Hearing)
    except (ValueError, RecursionError) as err:
        raise InputError(f"The file {FILE} in {folder} is damaged; delete it.") from err
    return hearing
