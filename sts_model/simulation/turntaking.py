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


def draw(rng: np.random.Generator, percentiles: Percentiles, lowest: float = 2.0) -> float:
    """A value by inverse CDF; both tails beyond 2 % are left out, because they hold breaks and annotation slips."""
    return float(np.interp(rng.uniform(lowest, 98.0), GRID, percentiles))


def summarise(stats: dict[str, Any]) -> dict[str, Any]:
    """What turntaking.json holds, from the `stats.json` of the shared turn-taking pack."""
    return {"note": NOTE, "profiles": {name: _profile(stats[name]["merge_1"]) for name in SOURCES}}


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


if __name__ == "__main__":
    text = json.dumps(summarise(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), separators=(",", ":"))
    SUMMARY.write_text(text + "\n", encoding="utf-8")
