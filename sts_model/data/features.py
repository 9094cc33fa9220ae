"""Log-mel features of speech and noise packs, computed once into a memory-mapped half-precision file a folder."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from sts_model.frontend import log_mel, mel_filters


@dataclass(frozen=True)
class Features:
    """Unnormalised log-mel frames of the clips of one folder: `frames_LF` holds all, `spans` says where each lies."""

    frames_LF: NDArray[np.float16]
    spans: dict[str, tuple[int, int]]

    def __getitem__(self, clip_id: str) -> NDArray[np.float16]:
        start, stop = self.spans[clip_id]
        return self.frames_LF[start:stop]


def write_features(waves: Iterable[tuple[str, NDArray[np.float32]]], stem: Path, mels: int = 80) -> Features:
    """Features of (id, wave at 16 kHz) pairs, in `<stem>.npy` and `<stem>.json`; an interrupted run leaves neither."""
    filters = mel_filters(mels)
    parts, spans, total = [], {}, 0
    with torch.inference_mode():
        for clip_id, wave_S in waves:
            frames_LF = log_mel(torch.from_numpy(wave_S)[None], filters)[0].to(torch.float16).numpy()
            parts.append(frames_LF)
            spans[clip_id] = (total, total + len(frames_LF))
            total += len(frames_LF)
    stem.parent.mkdir(parents=True, exist_ok=True)
    partial = stem.with_suffix(".partial.npy")
    np.save(partial, np.concatenate(parts) if parts else np.zeros((0, mels), np.float16))
    partial.replace(stem.with_suffix(".npy"))
    stem.with_suffix(".json").write_text(json.dumps(spans), encoding="utf-8")
    return read_features(stem)


def read_features(stem: Path) -> Features:
    """What `write_features` left under `stem`, not loaded until touched.

    Raises:
        FileNotFoundError: no such features.
    """
    spans = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))
    frames_LF = np.load(stem.with_suffix(".npy"), mmap_mode="r")
    return Features(frames_LF, {clip_id: (start, stop) for clip_id, (start, stop) in spans.items()})
