"""Cues: turns cut into what a subtitle player shows at once; cues overlap where people did."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from meetapp.export.arrange import span_ms
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript, one_line
from sts_model.turns import Turn, Word
from sts_model.units import seconds


@dataclass(frozen=True)
class Cue:
    """What is shown from `start_ms` to `end_ms`; `speaker` is empty where the user does not want names.

    `spoken` is where the word stands that is highlighted: its line, and its first and last letter in that.
    """

    start_ms: int
    end_ms: int
    speaker: str
    lines: tuple[str, ...]
    spoken: tuple[int, int, int] | None = None


def marked_up(cue: Cue, escape: Callable[[str], str]) -> str:
    """The lines of `cue` as a player reads them, the highlighted word underlined; `escape` makes text of text."""
    lines = [escape(line) for line in cue.lines]
    if cue.spoken is not None:
        place, first, last = cue.spoken
        line = cue.lines[place]
        lines[place] = f"{escape(line[:first])}<u>{escape(line[first:last])}</u>{escape(line[last:])}"
    return "\n".join(lines)


def cues(transcript: Transcript, options: Options, *, before_text: str = "") -> list[Cue]:
    """Cues in order of start; a turn is one cue and one line unless `options` limit the width of lines.

    Args:
        before_text: what stands between a speaker's name and the text where the name is shown in the first line.
    """
    made: list[Cue] = []
    for turn in transcript.turns:
        speaker = "" if options.speakers == "none" else transcript.speaker(turn)
        if turn.words or speaker:  # a cue must show something
            lead = len(speaker + before_text) if speaker and before_text else 0
            made += _cues_of(turn, speaker, lead, options)
    return sorted(made, key=lambda cue: cue.start_ms)


def clock(ms: int, point: str) -> str:
    """`hh:mm:ss` and milliseconds after `point`."""
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}{point}{ms:03d}"


def _cues_of(turn: Turn, speaker: str, lead: int, options: Options) -> Iterator[Cue]:
    start_ms, end_ms = span_ms(turn)
    lines = _wrapped(turn.words, options.max_line_width, lead)
    step = options.max_line_count or len(lines)
    for at in range(0, len(lines), step):
        shown = lines[at : at + step]
        first_ms = round(seconds(shown[0][0].start_samples) * 1000) if at else start_ms
        last_ms = round(seconds(shown[-1][-1].end_samples) * 1000) if at + step < len(lines) else end_ms
        texts = tuple(one_line(" ".join(word.text for word in line)) for line in shown)
        cue = Cue(first_ms, max(last_ms, first_ms + 1), speaker, texts)
        yield from _highlighted(cue, shown) if options.highlight_words else (cue,)


def _highlighted(cue: Cue, lines: Sequence[Sequence[Word]]) -> Iterator[Cue]:
    """`cue` cut into one for each of its words while it is spoken, and one for each pause between."""
    at_ms = cue.start_ms
    for place, line in enumerate(lines):
        letters = 0
        for word in line:
            text = one_line(word.text)
            first, letters = letters, letters + len(text) + bool(text)
            start_ms, end_ms = (
                min(max(round(seconds(at) * 1000), at_ms), cue.end_ms) for at in (word.start_samples, word.end_samples)
            )
            if text and end_ms > start_ms:
                if start_ms > at_ms:
                    yield replace(cue, start_ms=at_ms, end_ms=start_ms)
                yield replace(cue, start_ms=start_ms, end_ms=end_ms, spoken=(place, first, first + len(text)))
                at_ms = end_ms
    if at_ms < cue.end_ms:
        yield replace(cue, start_ms=at_ms)


def _wrapped(words: Sequence[Word], width: int, lead: int) -> list[list[Word]]:
    """Words in lines of at most `width` characters, 0 for one line; `lead` characters of the first are taken.

    A word that is wider than a line has one for itself.
    """
    lines: list[list[Word]] = [[]]
    used = lead
    for word in words:
        if width and lines[-1] and used + len(word.text) > width:
            lines.append([])
            used = 0
        lines[-1].append(word)
        used += len(word.text) + 1
    return lines
