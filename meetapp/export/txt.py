"""Plain text: one line a turn, `[mm:ss.d-mm:ss.d] Speaker 1: words`."""

from meetapp.export.blocks import blocks, span_clock
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript, one_line
from sts_model.turns import Turn


def render(transcript: Transcript, options: Options) -> str:
    """The transcript, one line a turn; empty when there are none."""
    return "".join(_line(block.clock, block.speaker, block.text) + "\n" for block in blocks(transcript, options))


def line(turn: Turn, speaker: str) -> str:
    """`turn` as a line, without the newline."""
    return _line(span_clock(turn.start_s, turn.end_s), speaker, one_line(turn.text))


def _line(clock: str, speaker: str, text: str) -> str:
    return (f"[{clock}] " if clock else "") + (f"{speaker}: " if speaker else "") + text
