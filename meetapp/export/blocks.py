"""Blocks: a transcript as people read it, one paragraph a turn, for every format that is a document."""

from dataclasses import dataclass

from meetapp.export.arrange import overlapping
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript, one_line


@dataclass(frozen=True)
class Block:
    """A turn as a paragraph; `clock` and `speaker` are empty where the user does not want them.

    Without times, `//` around the text marks a turn that begins while another speaker is still talking.
    """

    clock: str
    speaker: str
    number: int
    start_s: float
    text: str


def blocks(transcript: Transcript, options: Options) -> list[Block]:
    """A block a turn."""
    made = []
    for turn, over in zip(transcript.turns, overlapping(transcript.turns), strict=True):
        text = one_line(turn.text)
        made.append(
            Block(
                clock=span_clock(turn.start_s, turn.end_s) if options.timestamps else "",
                speaker="" if options.speakers == "none" else transcript.speaker(turn),
                number=turn.speaker,
                start_s=turn.start_s,
                text=f"//{text}//" if over and not options.timestamps else text,
            )
        )
    return made


def span_clock(start_s: float, end_s: float) -> str:
    """`mm:ss.d-mm:ss.d`; hours are shown once the end reaches past the first."""
    start, end = round(start_s * 10), round(end_s * 10)
    hours = max(start, end) >= 36_000
    return f"{_clock(start, hours)}-{_clock(end, hours)}"


def _clock(tenths: int, hours: bool) -> str:
    minutes, rest = divmod(tenths, 600)
    seconds = f"{rest // 10:02d}.{rest % 10}"
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds}" if hours else f"{minutes:02d}:{seconds}"
