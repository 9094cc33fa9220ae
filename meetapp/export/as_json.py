"""JSON: everything we know of a transcript in the shape that whisper's users read, speakers added."""

import json

from meetapp.export.options import Options
from meetapp.export.transcript import Transcript, one_line
from sts_model.turns import Turn
from sts_model.units import seconds

FORMAT_VERSION = 2


def render(transcript: Transcript, _options: Options) -> str:
    """One JSON object; times in seconds from the start of the recording."""
    document = {
        "format": "meetapp-transcript",
        "version": FORMAT_VERSION,
        "session_id": transcript.title,
        "created": transcript.created,
        "text": " ".join(one_line(turn.text) for turn in transcript.turns),
        "speakers": [{"number": n, "name": transcript.name(n)} for n in transcript.numbers],
        "segments": [_segment(turn, transcript) for turn in transcript.turns],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _segment(turn: Turn, transcript: Transcript) -> dict[str, object]:
    return {
        "id": turn.id,
        "speaker": transcript.speaker(turn),
        "speaker_probability": turn.certainty,
        "channel": turn.channel,
        "start": _time(turn.start_samples),
        "end": _time(turn.end_samples),
        "text": one_line(turn.text),
        "words": [
            {
                "word": one_line(word.text),
                "start": _time(word.start_samples),
                "end": _time(word.end_samples),
                "probability": round(word.confidence, 3),
            }
            for word in turn.words
        ],
    }


def _time(samples: int) -> float:
    return round(seconds(samples), 3)
