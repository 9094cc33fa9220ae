"""Simulated meetings as a manifest of cuts, the form in which lhotse and what is built on it read recordings."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sts_model.simulation.plan import Plan
from sts_model.units import SAMPLE_RATE


def cut(plan: Plan) -> dict[str, Any]:
    """One cut of a whole meeting whose audio is `<id>.flac` beside the manifest; a supervision a turn.

    Source: the JSON form of MonoCut in lhotse 1.x; written here, so that lhotse need not be installed.
    """
    num_samples = round(plan.duration_s * SAMPLE_RATE)
    duration_s = num_samples / SAMPLE_RATE
    recording = {
        "id": plan.id,
        "sources": [{"type": "file", "channels": [0], "source": f"{plan.id}.flac"}],
        "sampling_rate": SAMPLE_RATE,
        "num_samples": num_samples,
        "duration": duration_s,
        "channel_ids": [0],
    }
    supervisions = [
        {
            "id": f"{plan.id}-{number:04d}",
            "recording_id": plan.id,
            "start": placement.start_s,
            "duration": round(placement.end_s - placement.start_s, 3),
            "channel": 0,
            "text": placement.words,
            "language": "English",
            "speaker": placement.speaker,
        }
        for number, placement in enumerate(plan.placements)
    ]
    return {
        "id": plan.id,
        "start": 0,
        "duration": duration_s,
        "channel": 0,
        "supervisions": supervisions,
        "recording": recording,
        "type": "MonoCut",
    }


def write_cuts(path: Path, plans: Sequence[Plan]) -> None:
    """One cut a line: `lhotse.CutSet.from_file(path).with_recording_path_prefix(folder)` reads them."""
    path.write_text("".join(json.dumps(cut(plan)) + "\n" for plan in plans), encoding="utf-8")
