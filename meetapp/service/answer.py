"""Answers: what was heard in a recording, in the shapes that OpenAI's transcription endpoint has.

Speakers are A, B, ... in order of appearance. An empty recording has every field, with nothing in the lists.
"""

import json
import math
import zlib
from dataclasses import dataclass
from typing import Any

from meetapp.export import FORMATS, Transcript
from meetapp.export.transcript import one_line
from meetapp.service.wanted import Wanted
from sts_model.turns import Turn, Word
from sts_model.units import seconds

JSON = "application/json"
PLAIN = "text/plain"
LEAST_CONFIDENCE = 1e-5
"""A word of no confidence would have a log probability that JSON cannot write."""

Object = dict[str, Any]


@dataclass(frozen=True)
class Heard:
    """All of a recording: its turns in order of start, as they are shown."""

    turns: tuple[Turn, ...]
    duration_s: float

    @property
    def text(self) -> str:
        return " ".join(filter(None, (text_of(turn) for turn in self.turns)))


def answer(heard: Heard, wanted: Wanted) -> tuple[str, str]:
    """The body of the answer, and its content type."""
    if wanted.response_format in ("srt", "vtt"):
        return _subtitles(heard, wanted.response_format), PLAIN
    if wanted.response_format == "text":
        return heard.text + "\n", PLAIN
    makers = {"json": _json, "verbose_json": _verbose, "diarized_json": _diarized}
    return json.dumps(makers[wanted.response_format](heard, wanted), ensure_ascii=False), JSON


def letter(speaker: int) -> str:
    """What speaker 1, 2, ... is called: A to Z, then AA, AB and so on."""
    name = ""
    while speaker > 0:
        speaker, place = divmod(speaker - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def segment(turn: Turn) -> Object:
    """A turn as a segment with a speaker."""
    return {
        "type": "transcript.text.segment",
        "id": f"seg_{turn.id}",
        "start": _time(turn.start_samples),
        "end": _time(turn.end_samples),
        "text": text_of(turn),
        "speaker": letter(turn.speaker),
    }


def text_of(turn: Turn) -> str:
    return one_line(turn.text)


def logprobs(turn: Turn) -> list[Object]:
    """The words of the turn, each as one token with the blank before it."""
    return [
        {"token": token, "logprob": round(_logprob(word), 4), "bytes": list(token.encode())}
        for word in turn.words
        if (token := f" {one_line(word.text)}") != " "
    ]


def _json(heard: Heard, wanted: Wanted) -> Object:
    made: Object = {"text": heard.text, "usage": _usage(heard)}
    if wanted.logprobs:
        made["logprobs"] = [each for turn in heard.turns for each in logprobs(turn)]
    return made


def _verbose(heard: Heard, wanted: Wanted) -> Object:
    made: Object = {
        "task": "transcribe",
        "language": "english",
        "duration": round(heard.duration_s, 3),
        "text": heard.text,
    }
    if wanted.words:
        made["words"] = [
            {"word": one_line(word.text), "start": _time(word.start_samples), "end": _time(word.end_samples)}
            for turn in heard.turns
            for word in turn.words
        ]
    if wanted.segments:
        made["segments"] = [_whisper_segment(number, turn) for number, turn in enumerate(heard.turns)]
    return {**made, "usage": _usage(heard)}


def _whisper_segment(number: int, turn: Turn) -> Object:
    """With every field that clients of whisper expect; those that our model has no value for say nothing is odd."""
    text = text_of(turn)
    scores = [_logprob(word) for word in turn.words]
    return {
        "id": number,
        "seek": 0,
        "start": _time(turn.start_samples),
        "end": _time(turn.end_samples),
        "text": text,
        "tokens": [],
        "temperature": 0.0,
        "avg_logprob": round(sum(scores) / len(scores), 4) if scores else 0.0,
        "compression_ratio": round(len(text.encode()) / len(zlib.compress(text.encode())), 4),
        "no_speech_prob": 0.0,
        "speaker": letter(turn.speaker),
    }


def _diarized(heard: Heard, _wanted: Wanted) -> Object:
    return {
        "task": "transcribe",
        "duration": round(heard.duration_s, 3),
        "text": heard.text,
        "segments": [segment(turn) for turn in heard.turns],
        "usage": _usage(heard),
    }


def _subtitles(heard: Heard, form: str) -> str:
    names = {turn.speaker: letter(turn.speaker) for turn in heard.turns}
    return FORMATS[form].render(Transcript("", heard.turns, names)).decode()


def _usage(heard: Heard) -> Object:
    return {"type": "duration", "seconds": math.ceil(heard.duration_s)}


def _logprob(word: Word) -> float:
    return math.log(max(LEAST_CONFIDENCE, min(1.0, word.confidence)))


def _time(samples: int) -> float:
    return round(seconds(samples), 3)
