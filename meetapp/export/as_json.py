"""JSON: everything we know of a transcript, words with times and confidence included."""

import json

from meetapp.export.transcript import Transcript
from sts_model.turns import Turn
from sts_model.units import seconds

FORMAT_VERSION = 1


def render(transcript: Transcript) -> str:
    """One JSON object; times in seconds from the start of the recording."""
    numbers = sorted({turn.speaker for turn in transcript.turns})
    document = {
        "format": "meetapp-transcript",
        "version": FORMAT_VERSION,
        "session_id": transcript.session_id,
        "speakers": [{"number": n, "name": transcript.names.get(n) or f"Speaker {n}"} for n in numbers],
        "turns": [_turn(turn, transcript) for turn in transcript.turns],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _turn(turn: Turn, transcript: Transcript) -> dict[str, object]:
    return {
        "id": turn.id,
        "speaker": transcript.speaker(turn),
        "channel": turn.channel,
        "start_time": _time(turn.start_samples),
        "end_time": _time(turn.end_samples),
        "text": turn.text,
        "words": [
            {
                "text": word.text,
                "start_time": _time(word.start_samples),
                "end_time": _time(word.end_samples),
                "confidence": round(word.confidence, 3),
            }
            for word in turn.words
        ],
    }


def _time(samples: int) -> float:
    return round(seconds(samples), 3)
