"""How a row was recorded, on log-mel frames: over a telephone, or by a microphone across the room."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sts_model.training.augment import Frames, power_sum, reverberate

P_TELEPHONE, P_FAR = 0.05, 0.15
"""Shares of the mixtures; judgement, not measured."""

LOWEST_HZ, HIGHEST_HZ = 20.0, 7_600.0
"""Edges of the front end's mel filters."""
TELEPHONE_LOW_HZ, TELEPHONE_HIGH_HZ = (200.0, 350.0), (3_200.0, 3_600.0)
SLOPE_DB = (36.0, 90.0)
"""How fast a telephone's band falls off beyond its edges, per octave."""
FILLED_DB = (15.0, 40.0)
"""A codec's noise fills the valleys of a frame this far below its loudest bin."""
LOST = (0.0, 0.03)
"""Share of 20 ms packets that never arrive."""
PACKET_FRAMES = 2

FAR_RT60_S, FAR_TAIL_DB = (0.3, 0.9), (2.0, 12.0)
FAR_SNR_DB = (8.0, 22.0)
"""AMI's table microphones: speech near -40 dBFS stands 10 to 20 dB above what the room and the recorder add."""
RUMBLE_DB, RUMBLE_HZ = (0.0, 25.0), 250.0
"""How much louder the noise is at the lowest bin, and where that begins."""
RIPPLE = 0.5
"""Standard deviation of a stationary noise's log-mel from frame to frame, in nepers of power."""

_NEPERS = np.log(10) / 10


def recorded(rng: np.random.Generator, frames_LF: Frames) -> Frames:
    """The row as a telephone passes it on, or as a far microphone hears it, or (mostly) as it is."""
    way = rng.random()
    if way < P_TELEPHONE:
        return telephone(rng, frames_LF)
    return far(rng, frames_LF) if way < P_TELEPHONE + P_FAR else frames_LF


def telephone(rng: np.random.Generator, frames_LF: Frames) -> Frames:
    """The band of a telephone, valleys filled by its codec; a lost packet is heard as the one before it once more.

    Args:
        frames_LF: unnormalised natural log-mel power, 10 ms frames.
    """
    low_hz, high_hz = rng.uniform(*TELEPHONE_LOW_HZ), rng.uniform(*TELEPHONE_HIGH_HZ)
    centre_F = mel_centres(frames_LF.shape[1])
    octaves_F = np.maximum(np.log2(low_hz / centre_F), 0) + np.maximum(np.log2(centre_F / high_hz), 0)
    loss_F = (octaves_F * rng.uniform(*SLOPE_DB) * _NEPERS).astype(np.float32)
    passed_F = octaves_F == 0
    loudest_L1 = frames_LF[:, passed_F].max(axis=1, keepdims=True)
    filled_LF = np.maximum(frames_LF, loudest_L1 - np.float32(rng.uniform(*FILLED_DB) * _NEPERS))
    heard_LF: Frames = np.where(passed_F, filled_LF, np.maximum(frames_LF - loss_F, frames_LF.min()))
    return heard_LF[_arrived(rng, len(heard_LF))]


def far(rng: np.random.Generator, frames_LF: Frames) -> Frames:
    """More of the room than of the talker, and a steady noise not far below, as with a microphone on the table.

    The level itself is left out: the front end takes it out again.
    """
    wet_LF = reverberate(frames_LF, rng.uniform(*FAR_RT60_S), rng.uniform(*FAR_TAIL_DB))
    rumble_F = np.maximum(np.log2(RUMBLE_HZ / mel_centres(wet_LF.shape[1])), 0)
    rumble_F *= rng.uniform(*RUMBLE_DB) * _NEPERS / np.log2(RUMBLE_HZ / LOWEST_HZ)
    speech = np.log(np.exp(wet_LF).mean())
    level_F = speech - rng.uniform(*FAR_SNR_DB) * _NEPERS + rumble_F - 1.0
    noise_LF = level_F.astype(np.float32) + RIPPLE * rng.standard_normal(wet_LF.shape, np.float32)
    return power_sum([wet_LF, noise_LF])


@cache
def mel_centres(mels: int) -> NDArray[np.float64]:
    """Frequency of the peak of each mel filter of the front end, in Hz."""
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (LOWEST_HZ, HIGHEST_HZ))
    centres: NDArray[np.float64] = 700 * (10 ** (np.linspace(low, high, mels + 2)[1:-1] / 2595) - 1)
    return centres


def _arrived(rng: np.random.Generator, frames: int) -> NDArray[np.int64]:
    """Which frame is heard at the place of each: a lost packet is concealed by the one before it."""
    packets = -(-frames // PACKET_FRAMES)
    arrived = rng.random(packets) >= rng.uniform(*LOST)
    arrived[0] = True
    last = np.maximum.accumulate(np.where(arrived, np.arange(packets), 0))
    heard = (last[:, None] * PACKET_FRAMES + np.arange(PACKET_FRAMES)).reshape(-1)[:frames]
    return np.minimum(heard, frames - 1)
