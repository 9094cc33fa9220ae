"""What meetings are recorded with: which rooms, where the microphone is, and what the recording goes through."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sts_model.simulation.spaces import Space, draw_space

ROOMS = ("measured", "simulated", "any", "none")
MICROPHONES = ("far", "near", "any")
P_ROOM = 0.75
"""Share of meetings in a room at all; the others are as dry as the speech they are made of."""
TELEPHONE_CODECS = ("mu-law", "a-law", "amr-nb")
CODECS = ("opus-12k", "opus-24k", "mp3-24k", "mp3-48k", "g722")
LOW_HZ, HIGH_HZ = (200.0, 350.0), (3_200.0, 3_600.0)
OVERDRIVE_DB = (3.0, 12.0)


@dataclass(frozen=True)
class Conditions:
    """Kinds of room and microphone, and the shares of meetings that are clipped, on the telephone, or in a codec."""

    rooms: str = "measured"
    microphone: str = "any"
    p_clipped: float = 0.0
    p_telephone: float = 0.0
    p_codec: float = 0.0


MEASURED = Conditions()


@dataclass(frozen=True)
class Transmission:
    """What a recording goes through: clipped `overdrive_db` below its peak, band-limited, encoded; None is not."""

    overdrive_db: float | None = None
    band_hz: tuple[float, float] | None = None
    codec: str | None = None

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Transmission":
        """What `dataclasses.asdict` made of it, lists again as tuples."""
        band = row.get("band_hz")
        return cls(**{**row, "band_hz": (float(band[0]), float(band[1])) if band else None})


def draw_room(
    rng: np.random.Generator, conditions: Conditions, rooms: Sequence[str], speakers: Sequence[str]
) -> tuple[str | None, Space | None]:
    """The id of a measured room, or a simulated one, or neither."""
    if conditions.rooms == "none" or rng.random() >= P_ROOM:
        return None, None
    simulated = conditions.rooms == "simulated" or (conditions.rooms == "any" and rng.random() < 0.5)
    if not simulated or not speakers:
        return (str(rng.choice(rooms)) if rooms else None), None
    near = conditions.microphone == "near" or (conditions.microphone == "any" and rng.random() < 0.5)
    return None, draw_space(rng, [str(name) for name in rng.permutation(np.array(speakers))], near)


def draw_transmission(rng: np.random.Generator, conditions: Conditions) -> Transmission | None:
    """Clipping, and independently of it a telephone or a codec."""
    overdrive_db = round(float(rng.uniform(*OVERDRIVE_DB)), 1) if rng.random() < conditions.p_clipped else None
    band_hz, codec, way = None, None, rng.random()
    if way < conditions.p_telephone:
        band_hz = (round(float(rng.uniform(*LOW_HZ))), round(float(rng.uniform(*HIGH_HZ))))
        codec = str(rng.choice(TELEPHONE_CODECS))
    elif way < conditions.p_telephone + conditions.p_codec:
        codec = str(rng.choice(CODECS))
    return Transmission(overdrive_db, band_hz, codec) if overdrive_db is not None or codec else None
