"""Plain text: one line a turn, `[mm:ss.d-mm:ss.d] Speaker 1: words`."""

from meetapp.export.transcript import Transcript, one_line
from sts_model.turns import Turn


def render(transcript: Transcript) -> str:
    """The transcript, one line a turn; empty when there are none."""
    return "".join(line(turn, transcript.speaker(turn)) + "\n" for turn in transcript.turns)


def line(turn: Turn, speaker: str) -> str:
    """`turn` as a line, without the newline; hours are shown once the turn reaches past the first."""
    start, end = round(turn.start_s * 10), round(turn.end_s * 10)
    hours = max(start, end) >= 36_000
    return f"[{_clock(start, hours)}-{_clock(end, hours)}] {speaker}: {one_line(turn.text)}"


def _clock(tenths: int, hours: bool) -> str:
    minutes, rest = divmod(tenths, 600)
    seconds = f"{rest // 10:02d}.{rest % 10}"
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds}" if hours else f"{minutes:02d}:{seconds}"
