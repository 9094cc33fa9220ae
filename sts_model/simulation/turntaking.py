"""How real conversations take turns, as distributions to draw from; kept in turntaking.json beside this module.

Make the file again: `python -m sts_model.simulation.turntaking ../shared/data/turntaking/stats.json`.
"""

import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

SUMMARY = Path(__file__).with_name("turntaking.json")
SOURCES = ("ami-train", "icsi", "primock57")
NOTE = (
    "Percentiles 0, 2, ... 100 and shares of real turn-taking, one speaker's segments joined over silences below 1 s. "
    "Derived from the AMI Meeting Corpus (CC BY 4.0), the ICSI Meeting Corpus (CC BY 4.0) and PriMock57 (CC BY 4.0)."
)
GRID = np.arange(0, 101, 2)
LOWEST = 2.0
SHORT_S = 1.0
"""A segment at most this long counts as short."""

Percentiles = tuple[float, ...]


@dataclass(frozen=True)
class Profile:
    """One corpus: floor segments follow each other, inserts lie wholly inside another speaker's floor segment."""

    p_same_speaker: float
    p_speaker_before_last: float
    speaker_shares: tuple[float, ...]
    short_floor_share: float
    segment_s: Percentiles
    pause_s: Percentiles
    offset_to_short_s: Percentiles
    offset_to_longer_s: Percentiles
    inserts_per_minute: Percentiles
    insert_s: Percentiles
    insert_start_share: Percentiles


@cache
def profiles() -> dict[str, Profile]:
    """The committed distributions by corpus."""
    values: dict[str, dict[str, Any]] = json.loads(SUMMARY.read_text(encoding="utf-8"))["profiles"]
    return {name: Profile(**{key: _frozen(value) for key, value in rows.items()}) for name, rows in values.items()}


def real_figures(corpus: str) -> dict[str, float]:
    """What a simulation should come near to; `sts_model.simulation.measure` counts the same in simulated meetings."""
    figures: dict[str, float] = json.loads(SUMMARY.read_text(encoding="utf-8"))["figures"][corpus]
    return figures


def draw(rng: np.random.Generator, percentiles: Percentiles) -> float:
    """A value by inverse CDF; both tails beyond LOWEST % are left out, as they hold breaks and annotation slips."""
    return at_percent(percentiles, rng.uniform(LOWEST, 100 - LOWEST))


def at_percent(percentiles: Percentiles, percent: float) -> float:
    """The value that so many percent are below."""
    return float(np.interp(percent, GRID, percentiles))


def percent_of(percentiles: Percentiles, value: float) -> float:
    """How many percent are below `value`."""
    return float(np.interp(value, percentiles, GRID))


def summarise(stats: dict[str, Any]) -> dict[str, Any]:
    """What turntaking.json holds, from the `stats.json` of the shared turn-taking pack."""
    corpora = {name: stats[name]["merge_1"] for name in SOURCES}
    return {
        "note": NOTE,
        "profiles": {name: _profile(corpus) for name, corpus in corpora.items()},
        "figures": {name: _figures(corpus) for name, corpus in corpora.items()},
    }


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _profile(corpus: dict[str, Any]) -> dict[str, Any]:
    inserts = corpus["inside_another_turn"]
    inside, short = inserts["short_share_of_segments"], inserts["short_segments_anywhere_share"]
    grids = {
        "segment_s": corpus["segment_duration_s"],
        "pause_s": corpus["same_speaker_pause_s"],
        "offset_to_short_s": corpus["floor_transfer_offset_s_next_segment_at_most_1s"],
        "offset_to_longer_s": corpus["floor_transfer_offset_s_next_segment_longer"],
        "inserts_per_minute": inserts["short_per_minute"],
        "insert_s": inserts["short_duration_s"],
        "insert_start_share": inserts["short_start_as_fraction_of_host"],
    }
    return {
        "p_same_speaker": corpus["p_next_segment_same_speaker"],
        "p_speaker_before_last": corpus["p_speaker_before_last_after_change"],
        "speaker_shares": list(corpus["speaking_time_share_by_rank"].values()),
        # What is short and not an insert, among the segments that are not inserts.
        "short_floor_share": round((short - inside) / (1 - inside), 4),
        **{name: [round(value, 2) for value in grid["grid_0_100_by_2"]] for name, grid in grids.items()},
    }


def _figures(corpus: dict[str, Any]) -> dict[str, float]:
    offsets, shares = corpus["floor_transfer_offset_s"]["quantiles"], corpus["floor_transfer_shares"]
    inserts, voices = corpus["inside_another_turn"], corpus["overlap_share_of_speech_time"]
    pauses, turns = (corpus[name]["quantiles"] for name in ("same_speaker_pause_s", "turn_duration_s"))
    ranks = corpus["speaking_time_share_by_rank"]
    return {
        **{f"offset_s {q} %": offsets[q] for q in ("5", "25", "50", "75", "95")},
        "offsets below 0": shares["any_overlap"],
        "offsets within 0.2 s": shares["within_0.2s"],
        "offsets above 1 s": shares["gap_more_than_1s"],
        **{f"pause_s {q} %": pauses[q] for q in ("25", "50", "75")},
        **{f"turn_s {q} %": turns[q] for q in ("25", "50", "75")},
        "silence": round(1 - corpus["speech_share_of_time"], 4),
        "two or more voices": voices["2_or_more"],
        "three or more voices": voices["3_or_more"],
        "inserts among segments": inserts["short_share_of_segments"],
        "inserts a minute": inserts["short_per_minute"]["mean"],
        "turns a minute": corpus["turns_per_minute"]["mean"],
        "same speaker next": corpus["p_next_segment_same_speaker"],
        "back to the one before": corpus["p_speaker_before_last_after_change"],
        "share of the first": ranks["1"],
        "share of the second": ranks["2"],
    }


if __name__ == "__main__":
    text = json.dumps(summarise(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), separators=(",", ":"))
    SUMMARY.write_text(text + "\n", encoding="utf-8")
