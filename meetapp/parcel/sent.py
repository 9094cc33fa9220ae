"""What a parcel says of its meeting, checked: nothing of it could not have come from a meeting that somebody had."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from meetapp.bounds import MOST_CHANNELS, MOST_SAMPLES, MOST_SPEAKERS, check_turns, is_length
from meetapp.edits import Logged
from meetapp.edits.as_json import decode_logged
from meetapp.errors import InputError
from meetapp.events import Finished, TurnAdded, decode
from meetapp.export.transcript import one_line
from meetapp.meeting import Meeting
from meetapp.parcel import DESCRIPTION, EDITS, EVENTS
from meetapp.parcel.archive import Archive
from meetapp.parcel.contents import UnfitError
from meetapp.typed import typed
from sts_model.turns import Turn

DAY_S = 24 * 3600.0
MOST_LETTERS, MOST_TAGS = 300, 100
"""Of a title or tag, and of tags; what is beyond is left out, since a list of meetings shows them all."""

MOST_LINE = 8 << 20
"""Letters of a turn or an edit: an hour that one person talks is a tenth of it."""


@dataclass(frozen=True)
class Sent:
    """A meeting as it was sent; `created` is the time of its recording in ISO 8601."""

    title: str
    created: str
    tags: tuple[str, ...]
    turns: tuple[Turn, ...]
    edits: tuple[Logged, ...]
    duration_s: float


def read_sent(archive: Archive) -> Sent:
    """All but the sound.

    Raises:
        UnfitError: it is damaged, or says what cannot be.
        ValueError: likewise.
    """
    try:
        described: Meeting = typed(json.loads(archive.read(DESCRIPTION)), Meeting)
    except RecursionError as err:
        raise UnfitError(f"{DESCRIPTION} is damaged") from err
    tags = tuple(filter(None, map(_label, described.tags[:MOST_TAGS])))
    turns, duration_s = _turns(archive.read(EVENTS))
    edits = _edits(archive.read(EDITS))
    return Sent(_label(described.title), _created(described.created), tags, turns, edits, duration_s)


def _label(text: str) -> str:
    """`text` as a list of meetings can show it."""
    return one_line(text)[:MOST_LETTERS].strip()


def _created(text: str) -> str:
    """`text` if it is a time between 1970 and tomorrow; clocks of two computers may differ by some hours."""
    try:
        is_possible = 0 <= datetime.fromisoformat(text).timestamp() <= time.time() + DAY_S
    except (ValueError, OverflowError, OSError):
        is_possible = False
    if not is_possible:
        raise UnfitError("it says that it was recorded at a time that cannot be")
    return text


def _turns(content: bytes) -> tuple[tuple[Turn, ...], float]:
    """The turns in their last form, and how long the meeting lasts."""
    events = [decode(line) for line in _lines(content)]
    turns = {event.turn.id: event.turn for event in events if isinstance(event, TurnAdded)}
    try:
        check_turns(list(turns.values()))
    except InputError as err:
        raise UnfitError(str(err)) from err
    ends = [event.duration_s for event in events if isinstance(event, Finished)]
    if not ends:
        raise UnfitError("its text is not complete")
    if not is_length(ends[-1]):
        raise UnfitError("it is longer than any meeting")
    return tuple(turns.values()), ends[-1]


def _edits(content: bytes) -> tuple[Logged, ...]:
    edits = tuple(decode_logged(line) for line in _lines(content))
    ids = [each.id for each in edits]
    if not all(map(_is_possible, edits)) or sorted(set(ids)) != ids:
        raise UnfitError("it has an edit that cannot be")
    return edits


def _is_possible(logged: Logged) -> bool:
    """Whether the edit has a place in the order, a time, and every number in its range.

    What it is about need not be there: an edit that finds nothing changes nothing.
    """
    is_numbered = 1 <= logged.action <= logged.id <= MOST_SAMPLES
    is_timed = 0 <= logged.created <= time.time() + DAY_S
    return is_numbered and is_timed and all(_is_in_range(*each) for each in _numbers(asdict(logged.edit)))


def _is_in_range(name: str, number: int) -> bool:
    if name.endswith("_samples"):
        return 0 <= number <= MOST_SAMPLES
    if name == "channel":
        return 0 <= number < MOST_CHANNELS
    if name == "number":  # of a speaker
        return 1 <= number <= MOST_SPEAKERS
    return abs(number) <= MOST_SAMPLES  # ids, which of turns that a person made are below zero, and places of words


def _numbers(value: object, name: str = "") -> Iterator[tuple[str, int]]:
    """All whole numbers in what JSON holds, with the name of each."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _numbers(each, key)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _numbers(each, name)
    elif isinstance(value, int):
        yield name, value


def _lines(content: bytes) -> Iterator[str]:
    for line in content.decode().split("\n"):  # other line ends may stand in words
        if len(line) > MOST_LINE:
            raise UnfitError("it has a turn or an edit that is too long")
        if line:
            yield line
