"""SegLST: the plain list of segments that scoring tools read."""

import json

from meetapp.export.options import Options
from meetapp.export.transcript import Transcript, one_line


def render(transcript: Transcript, _options: Options) -> str:
    """A JSON list with one entry a turn; times in seconds."""
    entries = [
        {
            "session_id": transcript.title,
            "speaker": transcript.speaker(turn),
            "start_time": round(turn.start_s, 3),
            "end_time": round(turn.end_s, 3),
            "words": one_line(turn.text),
            **({} if turn.certainty is None else {"speaker_probability": turn.certainty}),
        }
        for turn in transcript.turns
    ]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
