"""Augmentation of log-mel frames without going back to the wave: speed, vocal tract, gain, noise, rooms, masks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.float32]
Half = NDArray[np.float16]

BLOCK = 64
"""Frames of a row that are smeared at once."""
QUIET = np.float32(1e-30)


@dataclass(frozen=True)
class Hiding:
    """How much of a row is hidden: two bands of up to `bins`, and every `every_s` seconds a gap of up to `frames`.

    Source: Park et al. 2019, SpecAugment, arXiv 1904.08779.
    """

    bins: int = 10
    frames: int = 12
    every_s: float = 3.0


LITTLE_HIDDEN = Hiding()


@dataclass(frozen=True)
class Warp:
    """Time scale (above 1 is faster) and frequency scale (above 1 is a shorter vocal tract) of one utterance."""

    speed: float = 1.0
    tract: float = 1.0


def draw_warp(rng: np.random.Generator) -> Warp:
    """Speed and vocal tract within 10 %, uniform."""
    return Warp(float(rng.uniform(0.9, 1.1)), float(rng.uniform(0.9, 1.1)))


def warp(frames_LF: Half, how: Warp) -> Frames:
    """Frames resampled linearly in time and along the mel axis; L / speed frames."""
    x_LF = frames_LF.astype(np.float32)
    L, F = x_LF.shape
    length = max(1, round(L / how.speed))
    position_L = np.minimum(np.arange(length) * how.speed, L - 1)
    low_L = np.minimum(position_L.astype(np.int64), max(0, L - 2))
    part_L1 = (position_L - low_L).astype(np.float32)[:, None]
    x_LF = x_LF[low_L] * (1 - part_L1) + x_LF[np.minimum(low_L + 1, L - 1)] * part_L1
    bin_F = np.clip(np.arange(F) * how.tract, 0, F - 1)
    low_F = np.minimum(bin_F.astype(np.int64), F - 2)
    matrix_FF = np.zeros((F, F), np.float32)
    matrix_FF[low_F, np.arange(F)] = 1 - (bin_F - low_F)
    matrix_FF[low_F + 1, np.arange(F)] += (bin_F - low_F).astype(np.float32)
    warped_LF: Frames = x_LF @ matrix_FF
    return warped_LF


def power_sum(parts: list[Frames]) -> Frames:
    """Log-mel of a mixture: powers add, cross terms are left out (they vanish on average)."""
    loudest_LF = np.maximum.reduce(parts)
    total_LF = sum(np.exp(part_LF - loudest_LF) for part_LF in parts)
    mixed_LF: Frames = loudest_LF + np.log(total_LF)
    return mixed_LF


def reverberate(frames_LF: Frames, rt60_s: float, tail_db: float) -> Frames:
    """Each band's power smeared by an exponential tail of `rt60_s` that starts `tail_db` against the direct sound.

    The tail is a recursion over time, s[t] = decay * s[t-1] + power[t]; it begins two frames after the direct sound,
    when the first reflections have added up. A block of frames is one product with powers of `decay`, which is more
    than ten times faster than a Fourier transform of the row.
    """
    L, F = frames_LF.shape
    decay = 10 ** (-6 * 0.01 / rt60_s)
    top = frames_LF.max()
    power_LF = np.exp(frames_LF - top)
    blocks = -(-L // BLOCK)
    age_J = np.arange(BLOCK)
    decays_JJ = np.tril(decay ** np.abs(age_J[:, None] - age_J)).astype(np.float32)
    padded_LF = np.zeros((blocks * BLOCK, F), np.float32)
    padded_LF[:L] = power_LF
    sums_KJF = decays_JJ @ padded_LF.reshape(blocks, BLOCK, F)
    fade_J1 = (decay ** (age_J + 1)).astype(np.float32)[:, None]
    for block in range(1, blocks):
        sums_KJF[block] += fade_J1 * sums_KJF[block - 1, -1]
    tail = np.float32(10 ** (tail_db / 10) * (1 - decay) * decay**2)
    power_LF[2:] += tail * sums_KJF.reshape(-1, F)[: max(0, L - 2)]
    smeared_LF: Frames = np.log(np.maximum(power_LF, QUIET)) + top
    return smeared_LF


def noise_bed(rng: np.random.Generator, noises: Sequence[Half], frames: int) -> Frames:
    """`frames` frames of a random noise, looped from a random place, at a mean level of 0."""
    noise_LF = noises[int(rng.integers(len(noises)))].astype(np.float32)
    start = int(rng.integers(len(noise_LF)))
    bed_LF = noise_LF[(start + np.arange(frames)) % len(noise_LF)]
    level_LF: Frames = bed_LF - np.log(np.exp(bed_LF).mean() + 1e-9)
    return level_LF


def mask(rng: np.random.Generator, frames_LF: Frames, hiding: Hiding) -> None:
    """Hides parts of a row in place, filled with the mean of each bin."""
    L, F = frames_LF.shape
    mean_F = frames_LF.mean(axis=0)
    for _ in range(2):
        width = int(rng.integers(0, hiding.bins + 1))
        low = int(rng.integers(0, F - width + 1))
        frames_LF[:, low : low + width] = mean_F[low : low + width]
    for _ in range(max(1, round(L / 100 / hiding.every_s))):
        width = int(rng.integers(0, min(hiding.frames, L) + 1))
        start = int(rng.integers(0, L - width + 1))
        frames_LF[start : start + width] = mean_F
