"""The clock of the model: sample rate, frame sizes, and the only conversions between units of time."""

SAMPLE_RATE = 16_000
"""Samples a second of all audio inside the model."""

WINDOW = 400
"""Samples under one feature frame (25 ms)."""

HOP = 160
"""Samples from one feature frame to the next (10 ms)."""

REDUCTION = 4
"""Feature frames in one encoder frame (40 ms)."""

ENCODER_FRAME_SAMPLES = HOP * REDUCTION
"""Samples from one encoder frame to the next."""


def seconds(samples: int) -> float:
    """Seconds that `samples` last."""
    return samples / SAMPLE_RATE


def samples(seconds: float) -> int:
    """Whole samples nearest to `seconds`."""
    return round(seconds * SAMPLE_RATE)
