"""The wave of a planned meeting: pieces placed, levelled, put into a room and into noise, and passed on."""

import numpy as np

from sts_model.data.packs import Wave
from sts_model.simulation.codecs import band_limited, through_codec
from sts_model.simulation.conditions import Transmission
from sts_model.simulation.plan import Placement, Plan
from sts_model.simulation.spaces import TAPS, responses
from sts_model.units import HOP, SAMPLE_RATE

MARGIN_FRAMES = 5
"""Sound kept on both sides of a piece, faded in and out: word times are good to about 30 ms."""
PEAK = 0.99
QUIET = 1e-8


def render(plan: Plan, clips: dict[tuple[str, str], Wave], room: Wave | None, noise: Wave | None) -> Wave:
    """The samples of the meeting, at most PEAK; the same each time for the same sources.

    Args:
        clips: by (folder, clip) of the placements.
        room: response of the plan's measured room; its direct sound keeps the times where they are.
        noise: the plan's noise, repeated as needed.
    Raises:
        ValueError: the plan's simulated room cannot be, or its codec is unknown here.
    """
    num_samples = round(plan.duration_s * SAMPLE_RATE)
    speech_S = np.zeros(num_samples, np.float32)
    spoken_S = np.zeros(num_samples, bool)
    heard_from = responses(plan.space) if plan.space is not None else {}
    for placement in plan.placements:
        piece_S, start = _piece(placement, clips[placement.folder, placement.clip])
        if placement.speaker in heard_from:
            piece_S = _convolved(piece_S, heard_from[placement.speaker])[TAPS:]
        piece_S = piece_S[max(0, -start) : num_samples - start]
        start = max(start, 0)
        speech_S[start : start + len(piece_S)] += piece_S
        spoken_S[round(placement.start_s * SAMPLE_RATE) : round(placement.end_s * SAMPLE_RATE)] = True
    if room is not None:
        speech_S = reverberate(speech_S, room)
    speech_S *= 10 ** (plan.loudness_dbfs / 20) / max(_rms(speech_S[spoken_S]), QUIET)
    mixed_S = speech_S if noise is None else speech_S + _noise(plan, noise, num_samples)
    if plan.transmission is not None:
        mixed_S = transmitted(_limited(mixed_S), plan.transmission)
    return _limited(mixed_S)


def reverberate(wave_S: Wave, response_S: Wave) -> Wave:
    """`wave_S` in the room of that response, as long as before, its direct sound not delayed."""
    direct = int(np.abs(response_S).argmax())
    wet_S = _convolved(wave_S, response_S)
    energy = max(float(np.sqrt((response_S**2).sum())), QUIET)
    return (wet_S[direct : direct + len(wave_S)] / energy).astype(np.float32)


def transmitted(wave_S: Wave, how: Transmission) -> Wave:
    """`wave_S` after clipping, band limits and codec; times and length stay."""
    if how.overdrive_db is not None:
        ceiling = np.float32(np.abs(wave_S).max(initial=0.0) * 10 ** (-how.overdrive_db / 20))
        wave_S = np.clip(wave_S, -ceiling, ceiling)
    if how.band_hz is not None:
        wave_S = band_limited(wave_S, *how.band_hz)
    return wave_S if how.codec is None else through_codec(wave_S, how.codec)


def _limited(wave_S: Wave) -> Wave:
    loudest = float(np.abs(wave_S).max(initial=0.0))
    return (wave_S * min(1.0, PEAK / max(loudest, QUIET))).astype(np.float32)


def _convolved(wave_S: Wave, response_S: Wave) -> Wave:
    size = 1 << (len(wave_S) + len(response_S) - 1).bit_length()
    wet_S = np.fft.irfft(np.fft.rfft(wave_S, size) * np.fft.rfft(response_S, size), size)
    return np.asarray(wet_S[: len(wave_S) + len(response_S) - 1], np.float32)


def _piece(placement: Placement, clip_S: Wave) -> tuple[Wave, int]:
    """The faded samples of a placement at its own level, and the sample of the meeting at which they begin."""
    first = max(0, placement.first_frame - MARGIN_FRAMES) * HOP
    piece_S = clip_S[first : (placement.end_frame + MARGIN_FRAMES) * HOP].copy()
    lead = placement.first_frame * HOP - first
    fade = min(MARGIN_FRAMES * HOP, len(piece_S) // 2)
    ramp = np.linspace(0.0, 1.0, fade, dtype=np.float32)
    piece_S[:fade] *= ramp
    piece_S[len(piece_S) - fade :] *= ramp[::-1]
    # The level is that of the whole clip: a softly spoken word stays soft.
    piece_S *= 10 ** (placement.level_db / 20) / max(_rms(clip_S), QUIET)
    return piece_S, round(placement.start_s * SAMPLE_RATE) - lead


def _noise(plan: Plan, noise_S: Wave, num_samples: int) -> Wave:
    start = round(plan.noise_start_s * SAMPLE_RATE)
    taken_S = np.take(noise_S, np.arange(start, start + num_samples), mode="wrap")
    level = 10 ** ((plan.loudness_dbfs - plan.snr_db) / 20) / max(_rms(taken_S), QUIET)
    return (taken_S * level).astype(np.float32)


def _rms(wave_S: Wave) -> float:
    return float(np.sqrt(np.mean(wave_S.astype(np.float64) ** 2))) if len(wave_S) else 0.0
