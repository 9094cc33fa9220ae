"""SubRip subtitles: one cue a turn; cues overlap where people did."""

from meetapp.export.transcript import Transcript, one_line
from sts_model.turns import Turn

# SubRip has no escapes: what players read as markup (<i>, {\an8}) or as a time line (-->) becomes a look-alike.
_LOOK_ALIKES = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")"})


def render(transcript: Transcript) -> str:
    """Numbered cues in order of start, empty line after each."""
    return "".join(
        f"{number}\n{_times(turn)}\n{_text(transcript.speaker(turn), turn)}\n\n"
        for number, turn in enumerate(transcript.turns, start=1)
    )


def _text(speaker: str, turn: Turn) -> str:
    return one_line(f"{speaker}: {turn.text}").translate(_LOOK_ALIKES)


def _times(turn: Turn) -> str:
    start_ms = round(turn.start_s * 1000)
    end_ms = max(round(turn.end_s * 1000), start_ms + 1)  # players drop a cue of no length
    return f"{_clock(start_ms)} --> {_clock(end_ms)}"


def _clock(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d},{ms:03d}"
