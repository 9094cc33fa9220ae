"""SubRip subtitles: one cue a turn unless lines are limited; cues overlap where people did."""

from meetapp.export.cues import Cue, clock, cues, marked_up
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript

# SubRip has no escapes: what players read as markup (<i>, {\an8}) or as a time line (-->) becomes a look-alike.
_LOOK_ALIKES = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")"})
_COLON = str.maketrans({":": "\ua789"})  # a name ends at its colon


def render(transcript: Transcript, options: Options) -> str:
    """Numbered cues in order of start, empty line after each."""
    return "".join(
        f"{number}\n{clock(cue.start_ms, ',')} --> {clock(cue.end_ms, ',')}\n{_text(cue)}\n\n"
        for number, cue in enumerate(cues(transcript, options, before_text=": "), start=1)
    )


def _text(cue: Cue) -> str:
    speaker = f"{cue.speaker.translate(_COLON)}: " if cue.speaker else ""
    return (_escape(speaker) + marked_up(cue, _escape)).strip()


def _escape(text: str) -> str:
    return text.translate(_LOOK_ALIKES)
