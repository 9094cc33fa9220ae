"""Long meetings: the error rate of the same passage early and late in the hour, and what the pipeline holds meanwhile.

Source: Narayanan et al. 2019, Recognizing long-form speech using streaming end-to-end models, arXiv 1910.11455; Chiu et
al. 2020, arXiv 2005.03271: transducers trained on short segments fail on long recordings.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sts_model.evaluation.bootstrap import interval
from sts_model.evaluation.footprint import footprint
from sts_model.evaluation.long_meeting import EARLY, FILLER, LATE, Block
from sts_model.evaluation.ours import to_segment
from sts_model.evaluation.segments import Segment, normalised
from sts_model.evaluation.wer import WordErrors, cpwer, orcwer
from sts_model.pipeline import Pipeline
from sts_model.simulation.plan import reference
from sts_model.simulation.sources import Renderer
from sts_model.turns import Turn, merge_turns

METRICS: dict[str, Callable[[Sequence[Segment], Sequence[Segment]], WordErrors]] = {"orcwer": orcwer, "cpwer": cpwer}
WITHIN = 0.05
"""The late error rate may differ from the early one by this share."""


@dataclass(frozen=True)
class Footprint:
    """Bytes after `at_s` seconds: what model, search and voices hold, and the record of turns and their speakers."""

    at_s: float
    state_bytes: int
    record_bytes: int
    turns: int


def hear_meeting(pipeline: Pipeline, blocks: Sequence[Block], renderer: Renderer) -> dict[str, Any]:
    """Runs the whole meeting through one pipeline, a block at a time, and scores both passages.

    Returns:
        Values for JSON: seconds of audio and of work, `footprints`, one a block, `sections`: errors early and late.
    """
    turns: list[Turn] = []
    footprints: list[Footprint] = []
    taken_s = 0.0
    for block in blocks:
        wave_S = renderer.wave(block.plan)
        began = time.perf_counter()
        turns = _merged(turns, pipeline.accept(wave_S))
        taken_s += time.perf_counter() - began
        footprints.append(_footprint(pipeline, block.end_s, len(turns)))
    turns = _merged(turns, pipeline.finish())
    heard = [to_segment(blocks[0].plan.id, turn, None) for turn in turns]
    return {
        "duration_s": round(blocks[-1].end_s, 2),
        "seconds": round(taken_s, 2),
        "footprints": [asdict(one) for one in footprints],
        "sections": score_sections(blocks, heard),
    }


def score_sections(blocks: Sequence[Block], heard: Sequence[Segment]) -> list[dict[str, Any]]:
    """Errors of each section of the passage, early and late, by metric."""
    rows: dict[int, dict[str, Any]] = {}
    for block in blocks:
        if block.part == FILLER:
            continue
        spoken = normalised(reference(block.plan))
        cut = within(heard, block.start_s, block.end_s)
        found = normalised(replace(segment, session_id=block.plan.id) for segment in cut)
        rows.setdefault(block.section, {})[block.part] = {
            name: asdict(metric(spoken, found)) for name, metric in METRICS.items()
        }
    return [rows[section] for section in sorted(rows)]


def within(heard: Iterable[Segment], start_s: float, end_s: float) -> list[Segment]:
    """The words whose middles lie in a span of the meeting, in their turns; times counted from its start."""
    cut = []
    for segment in heard:
        timed = tuple(
            replace(word, start_s=word.start_s - start_s, end_s=word.end_s - start_s)
            for word in segment.timed
            if start_s <= word.middle_s < end_s
        )
        if timed:
            words = " ".join(word.text for word in timed)
            cut.append(
                replace(segment, words=words, timed=timed, start_time=timed[0].start_s, end_time=timed[-1].end_s)
            )
    return cut


def summarise(meetings: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Error rates early and late over all sections, the ratio with its bootstrap interval over sections, and state."""
    sections = [section for meeting in meetings for section in meeting["sections"]]
    return {
        "meetings": len(meetings),
        "hours": round(sum(meeting["duration_s"] for meeting in meetings) / 3600, 3),
        "sections": len(sections),
        "rtf": round(sum(m["seconds"] for m in meetings) / sum(m["duration_s"] for m in meetings), 4),
        **{name: _early_against_late(sections, name) for name in METRICS},
        "state": _state(meetings),
    }


def _early_against_late(sections: Sequence[dict[str, Any]], metric: str) -> dict[str, Any]:
    errors = {part: [WordErrors(**section[part][metric]) for section in sections] for part in (EARLY, LATE)}
    totals = {part: sum(counts, start=WordErrors()) for part, counts in errors.items()}
    early, late = totals[EARLY].errors, totals[LATE].errors
    ratio = late / early if early else None
    low, high = interval([e.errors for e in errors[LATE]], [e.errors for e in errors[EARLY]]) or (None, None)
    return {
        "early": totals[EARLY].rate,
        "late": totals[LATE].rate,
        "words": totals[EARLY].words,
        "ratio": ratio,
        "low": low,
        "high": high,
        "within_5_percent": None if ratio is None else abs(ratio - 1) <= WITHIN,
    }


def _state(meetings: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The most bytes of state in the first and in the second half of the meetings, and how the record grows."""
    halves: dict[str, int] = {}
    for name, later in (("most_first_half_bytes", False), ("most_second_half_bytes", True)):
        halves[name] = max(
            one["state_bytes"]
            for meeting in meetings
            for one in meeting["footprints"]
            if (one["at_s"] > meeting["duration_s"] / 2) == later
        )
    last = [meeting["footprints"][-1] for meeting in meetings]
    turns = sum(one["turns"] for one in last)
    return {**halves, "record_bytes_a_turn": round(sum(one["record_bytes"] for one in last) / max(turns, 1))}


def _merged(turns: list[Turn], news: Iterable[object]) -> list[Turn]:
    return merge_turns(turns, [item for item in news if isinstance(item, Turn)])


def _footprint(pipeline: Pipeline, at_s: float, turns: int) -> Footprint:
    held = footprint(pipeline.state, pipeline.voices, pipeline.shown)
    return Footprint(round(at_s, 2), held, footprint(pipeline.turns, pipeline.segments, pipeline.tracker), turns)
