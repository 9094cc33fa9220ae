"""Voices of a meeting as text: kept when it ends, so that its speakers can be told apart anew without its sound."""

import base64
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np

from sts_model.checked import check_fields
from sts_model.speakers.count import SpeakerCount
from sts_model.speakers.heard import Voice
from sts_model.speakers.limits import TrackerConfig
from sts_model.speakers.tracker import SpeakerTracker

FORMAT_VERSION = 1


def pack(tracker: SpeakerTracker) -> str:
    """What `tracker` heard, and with which limits it tells voices apart, as JSON."""
    document = {
        "version": FORMAT_VERSION,
        "limits": asdict(tracker.config),
        "turns": [
            {
                "id": voice.id,
                "start_s": round(voice.start_s, 3),
                "seconds": round(voice.seconds, 3),
                "not_same": sorted(voice.not_same),
                "vector": base64.b64encode(voice.vector_E.astype("<f2").tobytes()).decode("ascii"),
            }
            for voice in tracker.voices()
        ],
    }
    return json.dumps(document, separators=(",", ":")) + "\n"


def tracker_of(packed: str, count: SpeakerCount) -> SpeakerTracker:
    """A tracker that has heard what `pack` wrote, of so many speakers.

    Raises:
        ValueError: `pack` wrote something else, or a newer version of it did.
    """
    try:
        document = json.loads(packed)
        if document["version"] != FORMAT_VERSION:
            raise ValueError(f"version {document['version']}")
        check_fields(TrackerConfig, document["limits"], "limits")
        tracker = SpeakerTracker(TrackerConfig(**document["limits"]), count)
        tracker.remember(_voices(document["turns"]))
    except (KeyError, TypeError, AttributeError, RecursionError) as err:
        raise ValueError("not voices of a meeting") from err
    return tracker


def _voices(turns: Iterable[Any]) -> Iterable[Voice]:
    for turn in turns:
        vector_E = np.frombuffer(base64.b64decode(turn["vector"], validate=True), "<f2")
        not_same = frozenset(int(other) for other in turn["not_same"])
        yield Voice(int(turn["id"]), vector_E, float(turn["seconds"]), float(turn["start_s"]), not_same)
