"""Simulated rooms: a box with a microphone and every talker at a place of their own, and the response between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sts_model.data.packs import Wave
from sts_model.units import SAMPLE_RATE

SOUND_MPS = 343.0
SIZE_M = ((3.0, 9.0), (3.0, 7.0), (2.4, 3.5))
RT60_S = (0.2, 0.7)
WALL_M = 0.4
"""Nobody and no microphone is nearer to a wall."""
HEAD_M = (1.0, 1.7)
"""Heights of mouths, sitting and standing."""
TABLE_M = (0.7, 1.2)
NEAR_M, FAR_M = (0.25, 0.6), (1.0, 5.0)
"""From the microphone to whoever it is near, and to the nearest talker when it is far."""
TRIALS = 200
MIXED_S = 0.05
"""From here on reflections are too many to tell apart: noise that decays stands for them."""
TAPS = 16
"""Half the length of the windowed sinc that puts a reflection between two samples."""

Point = tuple[float, float, float]


@dataclass(frozen=True)
class Space:
    """A room in metres: `places_m` has one mouth for each of `speakers`; `seed` is that of the late reverberation."""

    size_m: Point
    rt60_s: float
    microphone_m: Point
    speakers: tuple[str, ...]
    places_m: tuple[Point, ...]
    seed: int = 0

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Space":
        """What `dataclasses.asdict` made of a space, lists again as tuples."""
        tuples = {name: tuple(row[name]) for name in ("size_m", "microphone_m", "speakers")}
        return cls(**{**row, **tuples, "places_m": tuple(tuple(place) for place in row["places_m"])})


def draw_space(rng: np.random.Generator, speakers: Sequence[str], near: bool) -> Space:
    """A meeting room with the microphone before the first speaker (`near`) or out of everyone's reach."""
    size = np.array([rng.uniform(*side) for side in SIZE_M])
    places = [_point(rng, size, HEAD_M) for _ in speakers]
    if near:
        microphone = _beside(rng, size, places[0])
    else:
        candidates = np.array([_point(rng, size, TABLE_M) for _ in range(TRIALS)])
        nearest = np.linalg.norm(candidates[:, None] - np.array(places), axis=2).min(axis=1)
        reachable = np.flatnonzero((nearest >= FAR_M[0]) & (nearest <= FAR_M[1]))
        microphone = candidates[reachable[0] if len(reachable) else nearest.argmax()]
    return Space(
        _rounded(size),
        round(float(rng.uniform(*RT60_S)), 2),
        _rounded(microphone),
        tuple(speakers),
        tuple(_rounded(place) for place in places),
        int(rng.integers(2**31)),
    )


def responses(space: Space) -> dict[str, Wave]:
    """The response from each speaker to the microphone, on one scale: the direct sound from a metre away has size 1.

    Early reflections by the image method, later ones as Gaussian noise of the same energy that decays by 60 dB in
    `rt60_s`. Walls absorb alike at all frequencies, after Eyring's formula. The direct sound comes after TAPS samples,
    however far the talker is.

    Raises:
        ValueError: somebody is outside the room, or the room cannot have this reverberation time.
    Source: Allen and Berkley 1979, Image method for efficiently simulating small-room acoustics; fractional delays
        after Peterson 1986; walls of negative reflection after Lehmann and Johansson 2008.
    """
    size = np.array(space.size_m)
    inside = np.array([space.microphone_m, *space.places_m])
    if not ((inside > 0) & (inside < size)).all():
        raise ValueError(f"the microphone or a speaker is outside the room of {space.size_m} m")
    reflection = _reflection(size, space.rt60_s)
    return {
        speaker: _response(space, np.array(place), reflection, np.random.default_rng([space.seed, number]))
        for number, (speaker, place) in enumerate(zip(space.speakers, space.places_m, strict=True))
    }


def _reflection(size: np.ndarray, rt60_s: float) -> float:
    """Share of the pressure that a wall gives back: RT60 = 24 ln 10 / c * V / (-S ln(1 - absorption))."""
    volume = float(size.prod())
    surface = 2 * float(size[0] * size[1] + size[1] * size[2] + size[2] * size[0])
    if rt60_s <= 0:
        raise ValueError(f"a reverberation time must be above 0, not {rt60_s}")
    return float(np.exp(-12 * np.log(10) / SOUND_MPS * volume / (surface * rt60_s)))


def _response(space: Space, place: np.ndarray, reflection: float, rng: np.random.Generator) -> Wave:
    size, microphone = np.array(space.size_m), np.array(space.microphone_m)
    direct_m = float(np.linalg.norm(place - microphone))
    reach_m = direct_m + MIXED_S * SOUND_MPS
    distance_I, bounces_I = _images(size, place, microphone, reach_m)
    delay_I = (distance_I - direct_m) / SOUND_MPS * SAMPLE_RATE
    # Walls that turn the sign leave no bias in the sum of many reflections, which would be heard as a low rumble.
    size_I = (-reflection) ** bounces_I / np.maximum(distance_I, 0.1)
    early = _impulses(delay_I, size_I, round(MIXED_S * SAMPLE_RATE))
    length = max(len(early), round(space.rt60_s * SAMPLE_RATE))
    response_S = np.zeros(length + TAPS)
    response_S[: len(early)] = early
    # A diffuse field does not depend on the place: its energy follows from the rate at which images arrive,
    # 4 pi c^3 t^2 / V a second, each with the power (reflections so far) / (c t)^2.
    time_S = (np.arange(length + TAPS) - TAPS) / SAMPLE_RATE + direct_m / SOUND_MPS
    power_S = 4 * np.pi * SOUND_MPS / float(size.prod()) * 10 ** (-6 * time_S / space.rt60_s) / SAMPLE_RATE
    begin = len(early)
    response_S[begin:] += (np.sqrt(power_S) * rng.standard_normal(len(power_S)))[begin:]
    return response_S.astype(np.float32)


def _images(
    size: np.ndarray, place: np.ndarray, microphone: np.ndarray, reach_m: float
) -> tuple[np.ndarray, np.ndarray]:
    """Distances of the mirror images of `place` within `reach_m` of the microphone, and how often each is reflected."""
    offsets, bounces = [], []
    for axis in range(3):
        order = int(np.ceil(reach_m / (2 * size[axis]))) + 1
        shift = np.arange(-order, order + 1)
        same, mirrored = 2 * shift * size[axis] + place[axis], 2 * shift * size[axis] - place[axis]
        offsets.append(np.concatenate([same, mirrored]) - microphone[axis])
        bounces.append(np.concatenate([2 * np.abs(shift), np.abs(shift) + np.abs(shift - 1)]))
    x, y, z = offsets
    squared = x[:, None, None] ** 2 + y[:, None] ** 2 + z**2
    bounces_x, bounces_y, bounces_z = bounces
    total = bounces_x[:, None, None] + bounces_y[:, None] + bounces_z
    near = squared <= reach_m**2
    return np.sqrt(squared[near]), total[near]


def _impulses(delay_I: np.ndarray, size_I: np.ndarray, samples: int) -> np.ndarray:
    """Impulses between samples, as Hann-windowed sincs; an impulse without delay is at TAPS."""
    first_I = np.floor(delay_I).astype(np.int64)
    tap_K = np.arange(-TAPS + 1, TAPS + 1)
    off_IK = tap_K - (delay_I - first_I)[:, None]
    value_IK = size_I[:, None] * np.sinc(off_IK) * (0.5 + 0.5 * np.cos(np.pi * off_IK / TAPS))
    at_IK = first_I[:, None] + tap_K + TAPS
    kept_IK = at_IK < samples + TAPS
    return np.bincount(at_IK[kept_IK], value_IK[kept_IK], minlength=samples + TAPS)


def _point(rng: np.random.Generator, size: np.ndarray, height_m: tuple[float, float]) -> np.ndarray:
    return np.array([*(rng.uniform(WALL_M, side - WALL_M) for side in size[:2]), rng.uniform(*height_m)])


def _beside(rng: np.random.Generator, size: np.ndarray, place: np.ndarray) -> np.ndarray:
    """A point within arm's length of a mouth, inside the room."""
    away = rng.standard_normal(3)
    away *= rng.uniform(*NEAR_M) / np.linalg.norm(away)
    return np.clip(place + away, 0.05, size - 0.05)


def _rounded(point: np.ndarray) -> Point:
    x, y, z = (round(float(value), 2) for value in point)
    return x, y, z
