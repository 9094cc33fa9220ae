"""The wave of a planned meeting: pieces placed, levelled, put into a room and into noise."""

import numpy as np

from sts_model.data.packs import Wave
from sts_model.simulation.plan import Placement, Plan
from sts_model.units import HOP, SAMPLE_RATE

MARGIN_FRAMES = 5
"""Sound kept on both sides of a piece, faded in and out: word times are good to about 30 ms."""
PEAK = 0.99
QUIET = 1e-8


def render(plan: Plan, clips: dict[tuple[str, str], Wave], room: Wave | None, noise: Wave | None) -> Wave:
    """The samples of the meeting, at most PEAK; the same each time for the same sources.

    Args:
        clips: by (folder, clip) of the placements.
        room: response of the plan's room; its direct sound keeps the times where they are.
        noise: the plan's noise, repeated as needed.
    """
    num_samples = round(plan.duration_s * SAMPLE_RATE)
    speech_S = np.zeros(num_samples, np.float32)
    spoken_S = np.zeros(num_samples, bool)
    for placement in plan.placements:
        piece_S, start = _piece(placement, clips[placement.folder, placement.clip])
        piece_S = piece_S[max(0, -start) : num_samples - start]
        start = max(start, 0)
        speech_S[start : start + len(piece_S)] += piece_S
        spoken_S[round(placement.start_s * SAMPLE_RATE) : round(placement.end_s * SAMPLE_RATE)] = True
    if room is not None:
        speech_S = reverberate(speech_S, room)
    speech_S *= 10 ** (plan.loudness_dbfs / 20) / max(_rms(speech_S[spoken_S]), QUIET)
    mixed_S = speech_S if noise is None else speech_S + _noise(plan, noise, num_samples)
    loudest = float(np.abs(mixed_S).max(initial=0.0))
    return (mixed_S * min(1.0, PEAK / max(loudest, QUIET))).astype(np.float32)


def reverberate(wave_S: Wave, response_S: Wave) -> Wave:
    """`wave_S` in the room of that response, as long as before, its direct sound not delayed."""
    direct = int(np.abs(response_S).argmax())
    size = 1 << (len(wave_S) + len(response_S) - 1).bit_length()
    wet_S = np.fft.irfft(np.fft.rfft(wave_S, size) * np.fft.rfft(response_S, size), size)
    energy = max(float(np.sqrt((response_S**2).sum())), QUIET)
    return (wet_S[direct : direct + len(wave_S)] / energy).astype(np.float32)


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
