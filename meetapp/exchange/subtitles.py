"""SRT and WebVTT read back: cues with their times, who speaks from voice tags or from `Name: ` before the text."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html import unescape

from meetapp.errors import InputError
from meetapp.exchange.segments import Segment, is_unnamed, to_transcript
from meetapp.export.transcript import Transcript, one_line

_CLOCK = r"(?:(\d+):)?([0-5]?\d):([0-5]?\d)[,.](\d{1,3})"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?", re.ASCII)
# What stands in brackets holds no other opening bracket: else a line of them alone would be read for hours.
_SRT_MARKUP = re.compile(r"</?(?:[ibus]|font)\b[^<>]*>|\{\\[^{}]*\}", re.IGNORECASE)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]*)>")
_VTT_MARKUP = re.compile(r"<[^<>]*>")
_LONG_NUMBER = re.compile(r"&(?=#\d{8})", re.ASCII)
_NAME = re.compile(r"([^:]{1,100}):(?:\s+|$)")
_FIRST = "Speaker 1"


@dataclass(frozen=True)
class Cue:
    """A cue as the file has it, with the number of the line that holds its times."""

    line: int
    start_s: float
    end_s: float
    lines: list[str] = field(default_factory=list)


def parse_srt(text: str, session_id: str = "", known: Collection[str] = ()) -> Transcript:
    """The transcript in SubRip subtitles.

    What stands before a colon at the start of a line is a name if it is one of `known` or `Speaker 2`, if it comes
    more than once, or if every cue has one; a cue without a name goes on with the speaker of the one before.

    Raises:
        InputError: a line that is none, with its number.
    """
    cues = _cues(text.splitlines(), 1, identifiers=False)
    for cue in cues:
        cue.lines[:] = [one_line(_SRT_MARKUP.sub("", line)) for line in cue.lines]
    return to_transcript(session_id, _by_colon(cues, known))


def parse_vtt(text: str, session_id: str = "", known: Collection[str] = ()) -> Transcript:
    """The transcript in WebVTT subtitles: by voice tags; without any, by names before colons as in SubRip.

    Raises:
        InputError: a line that is none, with its number.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not re.match(r"WEBVTT(\s|$)", lines[0]):
        raise InputError("This is not WebVTT, whose first line begins with WEBVTT.")
    ends = (place for place, line in enumerate(lines) if not line.strip() or "-->" in line)
    header = next(ends, len(lines))
    cues = _cues(lines[header:], header + 1, identifiers=True)
    if any(_VOICE.search(line) for cue in cues for line in cue.lines):
        return to_transcript(session_id, _by_voice(cues))
    for cue in cues:
        cue.lines[:] = [_plain(line) for line in cue.lines]
    return to_transcript(session_id, _by_colon(cues, known))


def _cues(lines: list[str], first: int, *, identifiers: bool) -> list[Cue]:
    """Cues of `lines`, which begin with line `first` of the file; text after an empty line still belongs to its cue.

    Args:
        identifiers: whether any text may stand above the times, and whole paragraphs be notes, as in WebVTT.
    """
    cues: list[Cue] = []
    in_note = False
    for place, line in enumerate(lines):
        opens = place == 0 or not lines[place - 1].strip()
        above_times = place + 1 < len(lines) and "-->" in lines[place + 1]
        in_note = bool(line.strip()) and (in_note or (identifiers and opens and _is_note(line) and not above_times))
        if in_note or not line.strip():
            continue
        if "-->" in line:
            cues.append(_cue(line, first + place))
        elif above_times and (line.strip().isdecimal() or (identifiers and opens)):
            continue
        elif cues:
            cues[-1].lines.append(line)
        else:
            raise InputError(f"Line {first + place} stands before the first subtitle: {_short(line)}.")
    return cues


def _is_note(line: str) -> bool:
    return re.match(r"(NOTE|STYLE|REGION)(\s|$)", line) is not None


def _cue(line: str, number: int) -> Cue:
    found = _TIMES.fullmatch(line)
    if not found:
        raise InputError(f"Line {number} needs two times like 00:01:02,345 --> 00:01:04,000, not {_short(line)}.")
    groups = found.groups()
    return Cue(number, _seconds(groups[:4]), _seconds(groups[4:]))


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    if len(hours or "") > 6:
        return float("inf")  # refused as a time where all times are
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + int((fraction or "").ljust(3, "0")) / 1000


def _by_voice(cues: list[Cue]) -> Iterator[Segment]:
    speaker = _FIRST
    for cue in cues:
        before, *rest = _VOICE.split("\n".join(cue.lines))
        if one_line(_plain(before)) or not rest:
            yield _segment(cue, speaker, _plain(before))
        for name, text in zip(rest[::2], rest[1::2], strict=True):
            speaker = one_line(_unescaped(name)) or _FIRST
            yield _segment(cue, speaker, _plain(text))


def _by_colon(cues: list[Cue], known: Collection[str]) -> Iterator[Segment]:
    names = _names(cues, known)
    speaker = _FIRST
    for cue in cues:
        said: list[str] = []
        for place, line in enumerate(cue.lines):
            found = _NAME.match(line)
            if found and found[1].strip() in names:
                if place:
                    yield _segment(cue, speaker, " ".join(said))
                speaker, said = found[1].strip(), [line[found.end() :]]
            else:
                said.append(line)
        yield _segment(cue, speaker, " ".join(said))


def _names(cues: list[Cue], known: Collection[str]) -> set[str]:
    """What stands before colons and is a name."""
    found = [_NAME.match(cue.lines[0]) if cue.lines else None for cue in cues]
    counts = Counter(match[1].strip() for match in found if match)
    if all(found):
        return set(counts)
    return {name for name, count in counts.items() if count > 1 or name in known or is_unnamed(name)}


def _plain(text: str) -> str:
    return one_line(_unescaped(_VTT_MARKUP.sub("", text)))


def _unescaped(text: str) -> str:
    """`text` with its references resolved; a number that no letter has stays, since not any length can be read."""
    return unescape(_LONG_NUMBER.sub("&amp;", text))


def _segment(cue: Cue, speaker: str, text: str) -> Segment:
    return Segment(f"Line {cue.line}", cue.start_s, cue.end_s, speaker, text)


def _short(line: str) -> str:
    line = one_line(line)
    return repr(line if len(line) <= 40 else line[:39] + "…")
