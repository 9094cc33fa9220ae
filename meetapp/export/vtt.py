"""WebVTT subtitles: who speaks is a voice tag; cues overlap where people did."""

from functools import partial
from html import escape

from meetapp.export.cues import Cue, clock, cues, marked_up
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript


def render(transcript: Transcript, options: Options) -> str:
    """The header, then a cue a paragraph in order of start."""
    return "WEBVTT\n" + "".join(
        f"\n{clock(cue.start_ms, '.')} --> {clock(cue.end_ms, '.')}\n{_text(cue)}\n"
        for cue in cues(transcript, options)
    )


def _text(cue: Cue) -> str:
    name = escape(cue.speaker, quote=False)
    voice = f"<v {name}{' ' * name.endswith('-')}>" if name else ""  # never `-->`, which begins a cue
    return voice + marked_up(cue, partial(escape, quote=False))
