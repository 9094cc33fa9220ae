"""Segments to turns: what a file says of who spoke when, checked, numbered and laid on the two channels."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from meetapp.bounds import MOST_S, check_turns, is_length
from meetapp.edits.retext import spread
from meetapp.errors import InputError
from meetapp.export.transcript import Transcript, one_line
from sts_model.turns import Turn
from sts_model.units import samples

_UNNAMED = re.compile(r"Speaker ([1-9]\d{0,3})")


@dataclass(frozen=True)
class Segment:
    """A turn as a file has it; times in seconds, `place` for messages (`Entry 3`)."""

    place: str
    start_s: float
    end_s: float
    speaker: str
    text: str

    def __post_init__(self) -> None:
        for name, value in (("start", self.start_s), ("end", self.end_s)):
            if not is_length(value):
                raise InputError(
                    f"{self.place}: its {name} must lie between 0 and {MOST_S:.0f} seconds, a day, not at {value}."
                )
        if self.end_s < self.start_s:
            raise InputError(f"{self.place}: it ends before it begins.")


def is_unnamed(speaker: str) -> bool:
    """Whether `speaker` is what a person without a name is called."""
    return bool(_UNNAMED.fullmatch(speaker))


def to_transcript(session_id: str, segments: Iterable[Segment]) -> Transcript:
    """Turns in order of start with ids from 0; `Speaker 3` is speaker 3, people with names get the free numbers.

    Words get the times that their letters take of the turn, and full confidence: a person wrote them.

    Raises:
        InputError: no meeting has so many turns or speakers.
    """
    ordered = sorted(segments, key=lambda segment: segment.start_s)
    numbers = _numbers([one_line(segment.speaker) for segment in ordered])
    free_at = [0, 0]
    turns: list[Turn] = []
    for segment in ordered:
        start, end = samples(segment.start_s), samples(segment.end_s)
        channel = 0 if free_at[0] <= start else 1
        free_at[channel] = max(end, free_at[channel])
        speaker = numbers[one_line(segment.speaker)]
        turns.append(
            Turn(len(turns), channel, speaker, start, end, tuple(spread(one_line(segment.text).split(), start, end)))
        )
    try:
        check_turns(turns)
    except InputError as err:
        raise InputError(f"This is no transcript of a meeting: {err}.") from err
    names = {number: name for name, number in numbers.items() if not is_unnamed(name)}
    return Transcript(session_id, tuple(turns), names)


def _numbers(speakers: list[str]) -> dict[str, int]:
    """A number for each of `speakers`, in order of appearance; an empty name is a person without one."""
    numbers = {name: int(found[1]) for name in speakers if (found := _UNNAMED.fullmatch(name))}
    taken, free = set(numbers.values()), 1
    for name in speakers:
        if name not in numbers:
            while free in taken:
                free += 1
            taken.add(free)
            numbers[name] = free
    return numbers
