"""Words invented where nobody speaks: long stretches of noise at many levels, and what a system hears in them."""

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sts_model.data.packs import VOICED_NOISES, DataError, Wave, WaveStore, for_testing, read_lines
from sts_model.evaluation.segments import Segment, timed_words
from sts_model.units import SAMPLE_RATE

PARTS = {"music": ("music",), "voices": VOICED_NOISES}
"""Kinds of noise that are reported apart; all others are wordless."""
WORDLESS = "wordless"
STRETCH_S = 60
"""How long one noise goes on at one level."""
LEVEL_DBFS = (-60.0, -20.0)


@dataclass(frozen=True)
class Stretch:
    """A minute of one noise, looped from a random place, at a root mean square of `level_dbfs`."""

    noise: str
    kind: str
    level_dbfs: float
    start_s: float


def draw_stretches(kinds: dict[str, str], part: str, minutes: int, seed: int) -> list[Stretch]:
    """So many minutes of the noises of a part, each as often as the others, in random order and at random levels.

    Args:
        kinds: the kind of each noise.
    Raises:
        DataError: the part has no noise.
    """
    rng = np.random.default_rng([seed, zlib.crc32(part.encode())])
    names = sorted(name for name, kind in kinds.items() if _part(kind) == part)
    if not names:
        raise DataError(f"There is no noise for the part {part}.")
    order = [name for _ in range(-(-minutes // len(names))) for name in rng.permutation(names)]
    return [
        Stretch(str(name), kinds[name], round(float(rng.uniform(*LEVEL_DBFS)), 1), round(float(rng.uniform(0, 60)), 2))
        for name in order[:minutes]
    ]


def noise_kinds(data: Path) -> dict[str, str]:
    """The kind of every noise that is for testing."""
    rows = read_lines(data / "noise" / "manifest.jsonl")
    return {str(row["id"]): str(row["kind"]) for row in rows if for_testing(str(row["id"]))}


def wave(data: Path, stretches: Sequence[Stretch]) -> Wave:
    """The samples of stretches one after the other."""
    store = WaveStore(data / "noise")
    return np.concatenate([_looped(store[stretch.noise], stretch) for stretch in stretches])


def count(segments: Sequence[Segment], stretches: Sequence[Stretch]) -> dict[str, Any]:
    """Words a minute in all, and the words in each kind of noise and each range of 10 dB."""
    words = list(_places(segments, stretches))
    return {
        "minutes": len(stretches) * STRETCH_S / 60,
        "words": len(words),
        "words_a_minute": round(len(words) / (len(stretches) * STRETCH_S / 60), 3),
        "by_kind": _counted([s.kind for s in words], sorted({s.kind for s in stretches})),
        "by_level": _counted([_band(s) for s in words], sorted({_band(s) for s in stretches}, reverse=True)),
    }


def _counted(found: Sequence[str], names: Sequence[str]) -> dict[str, int]:
    counts = Counter(found)
    return {name: counts[name] for name in names}


def _band(stretch: Stretch) -> str:
    low = int(stretch.level_dbfs // 10) * 10
    return f"{low} to {low + 10} dBFS"


def _part(kind: str) -> str:
    return next((part for part, kinds in PARTS.items() if kind in kinds), WORDLESS)


def _places(segments: Sequence[Segment], stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    for segment in segments:
        for word in timed_words(segment):
            yield stretches[min(int(word.start_s // STRETCH_S), len(stretches) - 1)]


def _looped(noise_S: Wave, stretch: Stretch) -> Wave:
    samples = STRETCH_S * SAMPLE_RATE
    start = round(stretch.start_s * SAMPLE_RATE)
    looped_S = noise_S[(start + np.arange(samples)) % len(noise_S)]
    level = float(np.sqrt(np.mean(np.square(looped_S, dtype=np.float64))))
    made_S: Wave = (looped_S * (10 ** (stretch.level_dbfs / 20) / max(level, 1e-9))).clip(-1, 1).astype(np.float32)
    return made_S
