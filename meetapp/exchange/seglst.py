"""SegLST read back: a JSON list of segments, numbers as text allowed because some corpora write them so."""

import json
from collections.abc import Collection
from typing import Any

from meetapp.errors import InputError
from meetapp.exchange.segments import Segment, to_transcript
from meetapp.export.transcript import Transcript


def parse(text: str, session_id: str = "", _known: Collection[str] = ()) -> Transcript:
    """The transcript that `text` holds; keys that are not ours are passed over.

    Args:
        session_id: for a list without entries; else the entries say it.

    Raises:
        InputError: not JSON, not SegLST, or of several recordings.
    """
    try:
        entries = json.loads(text)
    except json.JSONDecodeError as err:
        raise InputError(f"Line {err.lineno} is not JSON: {err.msg}.") from err
    except (ValueError, RecursionError) as err:
        raise InputError("This is not SegLST: it holds a number too long, or lists in lists, to be one.") from err
    if not isinstance(entries, list):
        raise InputError("This is not SegLST, which is a list of segments in square brackets.")
    segments = [_segment(number, entry) for number, entry in enumerate(entries, start=1)]
    sessions = list(
        dict.fromkeys(_text(number, entry, "session_id", session_id) for number, entry in enumerate(entries, start=1))
    )
    if len(sessions) > 1:
        some = ", ".join(repr(session) for session in sessions[:3])
        raise InputError(f"This holds {len(sessions)} recordings ({some}); keep the entries of one.")
    return to_transcript(sessions[0] if sessions else session_id, segments)


def _segment(number: int, entry: Any) -> Segment:
    if not isinstance(entry, dict):
        raise InputError(f"Entry {number} is not a segment in curly brackets.")
    return Segment(
        place=f"Entry {number}",
        start_s=_seconds(number, entry, "start_time"),
        end_s=_seconds(number, entry, "end_time"),
        speaker=_text(number, entry, "speaker"),
        text=_text(number, entry, "words"),
    )


def _text(number: int, entry: dict[str, Any], key: str, default: str | None = None) -> str:
    value = entry.get(key, default)
    if not isinstance(value, str):
        raise InputError(f"Entry {number} needs {key} as text in quotes.")
    return value


def _seconds(number: int, entry: dict[str, Any], key: str) -> float:
    value = entry.get(key)
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError
        return float(value)
    except (ValueError, OverflowError) as err:
        raise InputError(f"Entry {number} needs {key} as a number of seconds.") from err
