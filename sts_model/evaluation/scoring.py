"""The figures of one system on one test set, by family, each pooled over recordings with a bootstrap interval."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sts_model.evaluation.calibration import Judged, brier, ece, judge_words, nce
from sts_model.evaluation.der import SpeakerErrors, der
from sts_model.evaluation.hearing import Result, Results
from sts_model.evaluation.latency import KINDS, LATENCIES, latencies_ms
from sts_model.evaluation.matching import Match, align_words, match_words
from sts_model.evaluation.overlap import overlap_words
from sts_model.evaluation.pooled import pooled, pooled_any, ratio, timings
from sts_model.evaluation.segments import Segment, normalised, spoken
from sts_model.evaluation.sets import Recording, TestSet
from sts_model.evaluation.turn_counts import count_turns, figures
from sts_model.evaluation.wer import WordErrors, cpwer, orcwer, tcpwer, wer

COLLARS_S = {"der": 0.0, "der_collar_0.25": 0.25}
CONFIDENCE = {"ece": ece, "brier": brier, "nce": nce}


@dataclass(frozen=True)
class Case:
    """A recording with what was made of it, words normalised on both sides, and which words are the same."""

    recording: Recording
    result: Result
    reference: list[Segment]
    hypothesis: list[Segment]
    match: Match


def score(found: TestSet, results: Results, separates_speakers: bool) -> dict[str, Any]:
    """The figures of a system on a set, by metric, and its speed.

    A set of single speakers gets `wer`: all words in order of time. Meetings get `orcwer`, and when the system says who
    spoke, `cpwer`, `tcpwer`, `der`, and the families `turns`, `overlap` and `latency`. Systems that tell have
    `confidence` and `partials` too. Text is normalised alike on both sides.
    """
    align = align_words if found.one_speaker else match_words
    cases = [_case(recording, results[recording.id], align) for recording in found.recordings]
    with_words = [case for case in cases if case.reference]
    row = _errors(found, cases, with_words, separates_speakers)
    if separates_speakers and not found.one_speaker:
        row |= {"turns": _turns(cases), "overlap": _overlap(with_words), "latency": _latency(with_words)}
    audio_s = sum(case.result.duration_s for case in cases)
    taken_s = sum(case.result.heard.seconds for case in cases)
    return {
        **row,
        **_confidence(with_words),
        **_partials(cases),
        "rtf": round(taken_s / audio_s, 4) if audio_s else None,
    }


def _case(recording: Recording, result: Result, align: Callable[[Sequence[Segment], Sequence[Segment]], Match]) -> Case:
    reference, hypothesis = normalised(recording.reference), normalised(result.heard.segments)
    return Case(recording, result, reference, hypothesis, align(reference, hypothesis))


def _errors(
    found: TestSet, cases: Sequence[Case], with_words: Sequence[Case], separates_speakers: bool
) -> dict[str, Any]:
    if found.one_speaker:
        return {"wer": pooled(wer(spoken(case.reference), spoken(case.hypothesis)) for case in cases)}
    row = {"orcwer": _words(orcwer, with_words)}
    if separates_speakers:
        row |= {"cpwer": _words(cpwer, with_words), "tcpwer": _words(tcpwer, with_words)}
        row |= {name: pooled(_der(case, collar_s) for case in cases) for name, collar_s in COLLARS_S.items()}
    return row


def _words(
    metric: Callable[[Sequence[Segment], Sequence[Segment]], WordErrors], cases: Iterable[Case]
) -> dict[str, Any]:
    return pooled(metric(case.reference, case.hypothesis) for case in cases)


def _der(case: Case, collar_s: float) -> SpeakerErrors:
    return der(case.recording.spans, case.result.heard.segments, case.result.duration_s, collar_s)


def _turns(cases: Sequence[Case]) -> dict[str, Any]:
    """Turns are those of the words' reference, or the speaker times where there are no words."""
    parts = [
        figures(count_turns(case.reference or list(case.recording.spans), case.hypothesis, case.match))
        for case in cases
    ]
    marks = [segment.marks for case in cases for segment in case.hypothesis if segment.marks]
    return {
        **{name: ratio([part[name] for part in parts]) for name in (parts[0] if parts else {})},
        "ended": dict(Counter(one.ended for one in marks)),
    }


def _overlap(cases: Sequence[Case]) -> dict[str, Any]:
    counts = [overlap_words(case.reference, case.match) for case in cases]
    return {
        "second_voice": ratio([(one.second_heard, one.second) for one in counts]),
        "first_voice": ratio([(one.first_heard, one.first) for one in counts]),
    }


def _latency(cases: Sequence[Case]) -> dict[str, Any]:
    lookahead_ms = 1000 * max((case.result.heard.lookahead_s for case in cases), default=0.0)
    row: dict[str, Any] = {"lookahead_ms": lookahead_ms, "turns": sum(len(case.reference) for case in cases)}
    for kind in KINDS:
        parts = [latencies_ms(case.reference, case.hypothesis, case.match, which=kind) for case in cases]
        row[kind] = {
            name: timings([part[name] for part in parts], 0.0 if name == "GIVEN" else lookahead_ms)
            for name in LATENCIES
        }
    return row


def _confidence(cases: Sequence[Case]) -> dict[str, Any]:
    judged: list[Judged] = [judge_words(case.hypothesis, case.match) for case in cases]
    if not any(judged):
        return {}
    right = [(sum(ok for _, ok in words), len(words)) for words in judged]
    return {
        "confidence": {
            "words_right": ratio(right),
            **{name: pooled_any(judged, metric) for name, metric in CONFIDENCE.items()},
        }
    }


def _partials(cases: Sequence[Case]) -> dict[str, Any]:
    counts = [case.result.heard.stability for case in cases if case.result.heard.stability is not None]
    if not counts:
        return {}
    return {
        "partials": {
            "upwr": ratio([(one.unstable_words, one.final_words) for one in counts]),
            "retractions": ratio([(one.retractions, one.updates) for one in counts]),
            "retracted_chars": ratio([(one.retracted_chars, one.final_chars) for one in counts]),
        }
    }
