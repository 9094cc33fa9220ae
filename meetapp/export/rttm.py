"""RTTM: who speaks when, without words, as diarization tools read it."""

from meetapp.export.arrange import field_names, line_field, span_ms
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript


def render(transcript: Transcript, _options: Options) -> str:
    """`SPEAKER file 1 start duration <NA> <NA> name <NA> <NA>`, one line a turn; times in seconds."""
    file, names = line_field(transcript.title), field_names(transcript)
    lines = []
    for turn in transcript.turns:
        start_ms, end_ms = span_ms(turn)
        span = f"{start_ms / 1000:.3f} {(end_ms - start_ms) / 1000:.3f}"
        lines.append(f"SPEAKER {file} 1 {span} <NA> <NA> {names[turn.speaker]} <NA> <NA>\n")
    return "".join(lines)
