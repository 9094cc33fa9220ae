"""Error rates of one system on one test set: counts pooled over recordings, with a bootstrap interval."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from sts_model.data.text import normalise
from sts_model.evaluation.bootstrap import interval
from sts_model.evaluation.der import SpeakerErrors, der
from sts_model.evaluation.hearing import Result, Results
from sts_model.evaluation.segments import Segment, spoken
from sts_model.evaluation.sets import Recording, TestSet
from sts_model.evaluation.wer import WordErrors, cpwer, orcwer, wer

COLLARS_S = {"der": 0.0, "der_collar_0.25": 0.25}
Pair = tuple[Recording, Result]


def score(found: TestSet, results: Results, separates_speakers: bool) -> dict[str, Any]:
    """The figures of a system on a set, by metric, and its speed.

    A set of single speakers gets `wer`: all words in order of time. Meetings get `orcwer`, and `cpwer` and `der` when
    the system says who spoke. Text is normalised alike on both sides.
    """
    pairs = [(recording, results[recording.id]) for recording in found.recordings]
    audio_s = sum(result.duration_s for _, result in pairs)
    speed = {"rtf": round(sum(result.heard.seconds for _, result in pairs) / audio_s, 4) if audio_s else None}
    if found.one_speaker:
        return {"wer": _pooled(map(_wer, pairs)), **speed}
    with_words = [pair for pair in pairs if pair[0].reference]
    figures = {"orcwer": _pooled(_words(orcwer, with_words))}
    if separates_speakers:
        figures["cpwer"] = _pooled(_words(cpwer, with_words))
        for name, collar_s in COLLARS_S.items():
            figures[name] = _pooled(_der(pair, collar_s) for pair in pairs)
    return {**figures, **speed}


def normalised(segments: Iterable[Segment]) -> list[Segment]:
    return [replace(segment, words=normalise(segment.words)) for segment in segments]


def _wer(pair: Pair) -> WordErrors:
    recording, result = pair
    return wer(normalise(spoken(recording.reference)), normalise(spoken(result.heard.segments)))


def _words(
    metric: Callable[[Sequence[Segment], Sequence[Segment]], WordErrors], pairs: Iterable[Pair]
) -> Iterable[WordErrors]:
    return (metric(normalised(rec.reference), normalised(result.heard.segments)) for rec, result in pairs)


def _der(pair: Pair, collar_s: float) -> SpeakerErrors:
    recording, result = pair
    return der(recording.spans, result.heard.segments, result.duration_s, collar_s)


def _pooled(parts: Iterable[WordErrors] | Iterable[SpeakerErrors]) -> dict[str, Any]:
    """Sums over recordings, the rate of the sums, and its interval."""
    counted: list[Any] = list(parts)
    if not counted:
        return {"rate": None, "recordings": 0}
    total = sum(counted[1:], start=counted[0])
    totals = [part.words if isinstance(part, WordErrors) else part.speech_s for part in counted]
    spread = interval([part.errors for part in counted], totals)
    low, high = spread or (None, None)
    counts = {name: round(value, 2) for name, value in asdict(total).items()}
    return {"rate": total.rate, "low": low, "high": high, "recordings": len(counted), **counts}
