"""Wanted: what the form of a transcription request asks for, checked once; fields nobody knows are passed over.

The prompt and the temperature are hints for other kinds of model: they are accepted, and change nothing.
"""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from meetapp.service.refusal import RefusalError

RESPONSE_FORMATS = ("json", "text", "srt", "verbose_json", "vtt", "diarized_json")
STREAMED = ("json", "text", "diarized_json")
STAND_INS = frozenset(
    {
        "whisper-1",
        "gpt-transcribe",
        "gpt-4o-transcribe",
        "gpt-4o-mini-transcribe",
        "gpt-4o-transcribe-diarize",
    }
)
"""Names of models that clients have built in; ours answers to them."""

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Wanted:
    """One request: the shape of its answer.

    Fields:
        segments, words: what verbose_json lists with times.
        logprobs: whether the words' log probabilities go with json.
    """

    response_format: str = "json"
    stream: bool = False
    segments: bool = True
    words: bool = False
    logprobs: bool = False


def parse(form: Sequence[tuple[str, str]], models: Collection[str]) -> Wanted:
    """What `form`, the fields in the order they came, asks of one of `models`.

    Raises:
        RefusalError: status 400; a value is not supported.
    """
    fields = _gathered(form)
    for check in (_language, _temperature, _chunking_strategy, _known_speakers):
        check(fields)
    _model(fields, models)
    shape = _choice(fields, "response_format", RESPONSE_FORMATS, "json")
    times = _all_of(fields, "timestamp_granularities", ("word", "segment"))
    if times and shape != "verbose_json":
        raise _unsupported("timestamp_granularities", "goes with the response_format verbose_json only")
    included = _all_of(fields, "include", ("logprobs",))
    if included and shape != "json":
        raise _unsupported("include", "goes with the response_format json only")
    stream = _stream(fields)
    if stream and shape not in STREAMED:
        raise _unsupported("stream", f"goes with the response formats {', '.join(STREAMED)} only")
    return Wanted(
        shape, stream, segments=not times or "segment" in times, words="word" in times, logprobs=bool(included)
    )


def _gathered(form: Sequence[tuple[str, str]]) -> Fields:
    """Values by name: `name[]` is a list, and `name[key]` a part of an object."""
    fields: dict[str, list[str]] = {}
    for name, value in form:
        fields.setdefault(name.removesuffix("[]"), []).append(value)
    return fields


def _model(fields: Fields, models: Collection[str]) -> None:
    name = _last(fields, "model")
    if name and name not in models and name not in STAND_INS:
        message = f"There is no model {_shown(name)}; there is {', '.join(sorted(models))}."
        raise RefusalError(400, message, param="model", code="model_not_found")


def _language(fields: Fields) -> None:
    language = _last(fields, "language").lower()
    if language and language != "english" and language.replace("_", "-").partition("-")[0] != "en":
        raise _unsupported("language", f"cannot be {_shown(language)}: the model hears English only")


def _temperature(fields: Fields) -> None:
    given = _last(fields, "temperature")
    try:
        temperature = float(given or 0)
    except ValueError:
        temperature = math.nan
    if not 0 <= temperature <= 1:
        raise _unsupported("temperature", f"must be a number from 0 to 1, not {_shown(given)}")


def _chunking_strategy(fields: Fields) -> None:
    """The model itself finds where turns begin and end, so both strategies come to the same."""
    given = _last(fields, "chunking_strategy") or _last(fields, "chunking_strategy[type]")
    try:
        named = json.loads(given) if given.startswith("{") else given
    except (ValueError, RecursionError):
        named = None
    kind = named.get("type") if isinstance(named, dict) else named
    if kind not in ("", "auto", "server_vad"):
        raise _unsupported("chunking_strategy", "must be auto or server_vad")


def _known_speakers(fields: Fields) -> None:
    for name in ("known_speaker_names", "known_speaker_references"):
        if any(fields.get(name, ())):
            raise _unsupported(name, "is not supported: speakers are called A, B and so on")


def _stream(fields: Fields) -> bool:
    given = _last(fields, "stream").lower() or "false"
    if given not in ("true", "false", "1", "0"):
        raise _unsupported("stream", "must be true or false")
    return given in ("true", "1")


def _choice(fields: Fields, name: str, known: Sequence[str], default: str) -> str:
    given = _last(fields, name) or default
    if given not in known:
        raise _unsupported(name, f"cannot be {_shown(given)}; it can be {', '.join(known)}")
    return given


def _all_of(fields: Fields, name: str, known: Sequence[str]) -> set[str]:
    given = {value for value in fields.get(name, ()) if value}
    for value in given - set(known):
        raise _unsupported(name, f"cannot be {_shown(value)}; it can be {', '.join(known)}")
    return given


def _last(fields: Fields, name: str) -> str:
    return fields[name][-1].strip() if name in fields else ""


def _shown(value: str) -> str:
    return repr(value[:40])


def _unsupported(name: str, sentence: str) -> RefusalError:
    return RefusalError(400, f"{name} {sentence}.", param=name, code="unsupported_value")
