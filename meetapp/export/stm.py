"""STM: the reference file of NIST's scoring tools, one line a turn."""

from meetapp.export.arrange import field_names, line_field, span_ms
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript, one_line

_ALTERNATIVES = str.maketrans({"{": "(", "}": ")"})  # braces would begin a choice of words


def render(transcript: Transcript, _options: Options) -> str:
    """`file channel speaker start end words`; times in seconds, the channel always 1."""
    file, names = line_field(transcript.title), field_names(transcript)
    lines = []
    for turn in transcript.turns:
        start_ms, end_ms = span_ms(turn)
        text = one_line(turn.text).translate(_ALTERNATIVES)
        if text.startswith("<"):  # would be read as the label of the line
            text = f"‹{text[1:]}"
        lines.append(f"{file} 1 {names[turn.speaker]} {start_ms / 1000:.3f} {end_ms / 1000:.3f} {text}".rstrip() + "\n")
    return "".join(lines)
