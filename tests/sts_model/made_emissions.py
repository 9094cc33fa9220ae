"""Encoder frames and joiners that say what a test wants: the joiner's width is the vocabulary, a unit a token."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sts_model.vocabulary import BLANK, VOCABULARY_SIZE

Floats = NDArray[np.float32]

V = VOCABULARY_SIZE


def joiner(seed: int | None = None, *, loudness: float = 10.0, repeats: bool = False) -> tuple[Floats, Floats, Floats]:
    """pred_PJ, weight_VJ, bias_V that pass on frames of `peaks`, no token twice in a row; random with a seed."""
    if seed is not None:
        drawn = np.random.default_rng(seed)
        return tuple(drawn.normal(0, 1, shape).astype(np.float32) for shape in ((V * V, V), (V, V), V))
    pred_PJ = np.zeros((V, V, V), np.float32)
    if not repeats:
        said = np.arange(1, V)
        pred_PJ[:, said, said] = -6
    return pred_PJ.reshape(V * V, V), np.eye(V, dtype=np.float32) * loudness, np.zeros(V, np.float32)


def peaks(frames: int, loud: Iterable[tuple[int, int]]) -> Floats:
    """enc_TJ where each (frame, token) of `loud` beats blank, and blank beats all else."""
    enc_TJ = np.full((frames, V), -3, np.float32)
    enc_TJ[:, BLANK] = 0
    for frame, token in loud:
        enc_TJ[frame, token] = 3
    return enc_TJ
