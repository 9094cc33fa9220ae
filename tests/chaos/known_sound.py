"""Known sound: a signal that is like no other stretch of itself, so that any piece of it tells where it is from.

Bursts of noise with quiet noise between them; or speech with such noise under it, for a model that hears words.
"""

import math

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
BURST_S, REST_S = 1.0, 0.6
LOUD, QUIET = 0.2, 0.004
PIECE_S = 0.3
"""How much sound is looked for at once."""

GOOD_FIT = 0.9

Wave = NDArray[np.float32]


def bursts(seconds: float, seed: int) -> Wave:
    """One burst after another; what hears loudness makes a turn of each."""
    rng = np.random.default_rng(seed)
    noise_S = rng.uniform(-1, 1, round(seconds * RATE)).astype(np.float32)
    place_s = (np.arange(len(noise_S)) / RATE) % (BURST_S + REST_S)
    return noise_S * np.where(place_s < BURST_S, LOUD, QUIET).astype(np.float32)


def speech(seconds: float, seed: int, voice_S: Wave) -> Wave:
    """`voice_S` (at RATE) again and again, each time over other noise."""
    times = math.ceil(seconds * RATE / len(voice_S))
    said_S = np.tile(voice_S, times)[: round(seconds * RATE)]
    noise_S = np.random.default_rng(seed).uniform(-1, 1, len(said_S)).astype(np.float32)
    return (0.9 * said_S + QUIET * noise_S).astype(np.float32)


def find(piece_S: Wave, known_S: Wave, about: int, reach: int) -> int | None:
    """The sample of `known_S` at which `piece_S` begins, at most `reach` from `about`; None when it is not there."""
    first = max(0, about - reach)
    region_S = known_S[first : about + reach + len(piece_S)]
    if len(region_S) < len(piece_S) or not piece_S.any():
        return None
    size = 1 << math.ceil(math.log2(len(region_S) + len(piece_S)))
    products = np.fft.irfft(np.fft.rfft(region_S, size) * np.conj(np.fft.rfft(piece_S, size)), size)
    energy = np.concatenate([[0.0], np.cumsum(region_S.astype(np.float64) ** 2)])
    places = len(region_S) - len(piece_S) + 1
    norms = np.sqrt(np.maximum(energy[len(piece_S) :][:places] - energy[:places], 1e-12))
    fits = products[:places] / (norms * max(1e-9, float(np.linalg.norm(piece_S))))
    at = int(np.argmax(fits))
    return first + at if fits[at] >= GOOD_FIT else None
