"""Bleed: is what a microphone heard during a turn the sound of another track, played by a loudspeaker in its room?

A room delays, colours and smears a sound, but the ups and downs of its bands stay: the energies of sixteen bands over
the turn, of the microphone and of the other track, are compared at every delay. No delay of two people who talk at
the same time makes them as alike as a sound and its echo.

Measured on rooms of `sts_model.simulation` (reverberation 0.2 to 0.7 s, delay -0.1 to 0.35 s, LibriSpeech dev, near
speech at -25 dBFS, noise at -65 dBFS, bleed so much softer than near speech; 100 turns a cell). Per cent taken for
bleed, where a mistake in the first three rows says words twice, and one in the others loses them:

    turn of                                     0.5 s    1 s    2 s    4 s
    bleed alone, -5 dB                             99    100    100    100
    bleed alone, -15 dB                           100     98    100    100
    bleed alone, -25 dB                            96     99     98    100
    near speech while the computer speaks           1      0      0      0
    near speech just after the computer spoke       1      1      0      -
    near speech over bleed of -25 dB                0      1      0      0
    near speech over bleed of -15 dB                0      0      0      0
    near speech over bleed of -5 dB                 4      2      0      1

LIKE was chosen on these same turns, so that others will be judged a little worse.
"""

import numpy as np
from numpy.typing import NDArray

from sts_model.units import SAMPLE_RATE

LIKE = 0.75
"""Likeness (at most 1) from which on the other track explains the turn."""

BEFORE_S, AFTER_S = 0.8, 0.4
"""How much earlier, or later, the other track may have the sound: the way through the air, buffers, and two clocks."""

LEAST_S = 1.0
"""A shorter turn is looked at with its surroundings: few ups and downs are like each other by chance."""

WINDOW, HOP, SIZE = 400, 160, 512
BANDS, LOWEST_HZ, HIGHEST_HZ = 16, 200.0, 7000.0
TAIL_S = 0.3
"""Reverberation that is put on the other track, to be the more like what a room made of it."""

SOFTNESS = 0.25
"""Exponent of the energies: between loudness, where a few loud syllables decide, and decibels, where noise does."""

SILENT = 1e-7
"""Mean energy of samples below which a track has no sound that could be heard elsewhere."""


def likeness(turn_S: NDArray[np.float32], other_S: NDArray[np.float32]) -> float:
    """How well the sound of another track explains a turn, at the delay that fits best: 1 is an echo of it, 0 another.

    Args:
        turn_S: the microphone during the turn, at SAMPLE_RATE.
        other_S: the other track, from BEFORE_S before the turn to AFTER_S after it.
    """
    if len(turn_S) < WINDOW or len(other_S) < len(turn_S) or float(np.mean(other_S**2)) < SILENT:
        return 0.0
    turn_TB, other_TB = _energies(turn_S) ** SOFTNESS, _smeared(_energies(other_S)) ** SOFTNESS
    return float(_correlation(turn_TB, other_TB).max())


def is_softer(turn_S: NDArray[np.float32], other_S: NDArray[np.float32]) -> bool:
    """Whether the turn is softer than the other track: of two microphones, the speaker's own hears it best."""
    return bool(np.mean(turn_S**2) < np.mean(other_S**2)) if len(turn_S) and len(other_S) else False


def _energies(wave_S: NDArray[np.float32]) -> NDArray[np.float64]:
    """The energy of each band, every HOP samples."""
    frames_TS = np.lib.stride_tricks.sliding_window_view(wave_S, WINDOW)[::HOP] * np.hanning(WINDOW)
    power_TF = np.abs(np.fft.rfft(frames_TS, SIZE)) ** 2
    edges = np.geomspace(LOWEST_HZ, HIGHEST_HZ, BANDS + 1) * SIZE / SAMPLE_RATE
    energy_TB: NDArray[np.float64] = np.add.reduceat(power_TF, np.round(edges).astype(int), axis=1)[:, :BANDS]
    return energy_TB + 1e-12


def _smeared(energy_TB: NDArray[np.float64]) -> NDArray[np.float64]:
    decay = 10 ** (-6 * HOP / SAMPLE_RATE / TAIL_S)
    out_TB = np.empty_like(energy_TB)
    held_B = np.zeros(BANDS)
    for t, energy_B in enumerate(energy_TB):
        held_B = held_B * decay + energy_B
        out_TB[t] = held_B
    return out_TB


def _correlation(turn_TB: NDArray[np.float64], other_TB: NDArray[np.float64]) -> NDArray[np.float64]:
    """Normalised correlation at each place of the turn in the other, each band about its own mean there."""
    num, places = len(turn_TB), len(other_TB) - len(turn_TB) + 1
    turn_TB = turn_TB - turn_TB.mean(axis=0)
    sums_TB = np.vstack([np.zeros(BANDS), np.cumsum(other_TB, axis=0)])
    squares_TB = np.vstack([np.zeros(BANDS), np.cumsum(other_TB**2, axis=0)])
    sum_PB = sums_TB[num:] - sums_TB[:places]
    power_P = (squares_TB[num:] - squares_TB[:places] - sum_PB**2 / num).sum(axis=1)
    size = 1 << (len(other_TB) + num).bit_length()
    spectrum_FB = np.fft.rfft(other_TB, size, axis=0) * np.conj(np.fft.rfft(turn_TB, size, axis=0))
    product_P = np.fft.irfft(spectrum_FB, size, axis=0)[:places].sum(axis=1)
    scale_P = np.sqrt(np.maximum(power_P, 0.0) * float((turn_TB**2).sum()))
    likeness_P: NDArray[np.float64] = np.divide(product_P, scale_P, out=np.zeros(places), where=scale_P > 1e-12)
    return likeness_P
