"""Arranging turns for a format: told apart where they overlap, or laid into tiers."""

from collections.abc import Sequence
from dataclasses import dataclass

from meetapp.export.transcript import Transcript, one_line
from sts_model.turns import Turn


def overlapping(turns: Sequence[Turn]) -> list[bool]:
    """For each turn whether it begins while another speaker is still talking.

    Args:
        turns: in order of start.
    """
    ends: dict[int, int] = {}
    found = []
    for turn in turns:
        others = [end for speaker, end in ends.items() if speaker != turn.speaker]
        found.append(turn.start_samples < max(others, default=0))
        ends[turn.speaker] = max(turn.end_samples, ends.get(turn.speaker, 0))
    return found


def span_ms(turn: Turn) -> tuple[int, int]:
    """Start and end of the turn in whole milliseconds; never empty, because players and annotators drop what is."""
    start_ms = round(turn.start_s * 1000)
    return start_ms, max(round(turn.end_s * 1000), start_ms + 1)


@dataclass(frozen=True)
class Span:
    """A stretch of a tier with its text; times in milliseconds."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True)
class Tier:
    """What one speaker says, in order, nothing overlapping; `speaker` is the name, `name` is unique among tiers."""

    name: str
    speaker: str
    spans: tuple[Span, ...]


def tiers(transcript: Transcript) -> list[Tier]:
    """A tier a speaker, by number; a second one, `Anna (2)`, for turns that overlap others of the same speaker."""
    lanes: dict[int, list[list[Span]]] = {number: [] for number in transcript.numbers}
    for turn in transcript.turns:
        span = Span(*span_ms(turn), one_line(turn.text))
        mine = lanes[turn.speaker]
        free = next((lane for lane in mine if lane[-1].end_ms <= span.start_ms), None)
        if free is None:
            mine.append([span])
        else:
            free.append(span)
    made: list[Tier] = []
    for number, mine in lanes.items():
        for lane in mine:
            name = distinct(transcript.name(number), {tier.name for tier in made}, "{} ({})")
            made.append(Tier(name, transcript.name(number), tuple(lane)))
    return made


def field_names(transcript: Transcript) -> dict[int, str]:
    """Speakers as one field of a line that is cut at white space: `Anna_Bell`, told apart where two come out alike."""
    made: dict[int, str] = {}
    for number in transcript.numbers:
        alike = {name for other, name in made.items() if transcript.name(other) != transcript.name(number)}
        made[number] = distinct(line_field(transcript.name(number)), alike, "{}-{}")
    return made


def line_field(text: str) -> str:
    """`text` as one field of a line that is cut at white space; never a comment, which begins with `;;`."""
    return one_line(text).replace(" ", "_").replace(";;", ";") or "_"


def distinct(name: str, taken: set[str], pattern: str) -> str:
    """`name`, or the first numbered form of it by `pattern` that is not in `taken`."""
    number, made = 1, name
    while made in taken:
        number += 1
        made = pattern.format(name, number)
    return made
