"""View: the directions in which voices of one meeting differ more than turns of one voice do, fitted, not trained."""

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

SHRINK = 0.5
"""How much of the mean variance within voices is added in every direction; chosen on meetings of dev speakers."""


class View(nn.Module):
    """y = A (x - m), to unit length: linear discriminants, each as long as the square root of its ratio of variances.

    The embedder is trained on voices from everywhere; a tracker compares turns of one meeting, in one room.
    """

    mean_E: Tensor
    directions_EK: Tensor

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.register_buffer("mean_E", torch.zeros(inputs))
        self.register_buffer("directions_EK", torch.zeros(inputs, outputs))

    def set(self, mean_E: Tensor, directions_EK: Tensor) -> None:
        self.mean_E.copy_(mean_E)
        self.directions_EK.copy_(directions_EK)

    def forward(self, emb_BE: Tensor) -> Tensor:
        return F.normalize((emb_BE - self.mean_E) @ self.directions_EK, dim=1)


def fit_view(
    emb_NE: NDArray[np.float64], meetings: Sequence[str], speakers: Sequence[str], size: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The mean m and the `size` directions A for `View.set`, from embedded turns of many meetings.

    Voices are compared within their meeting only: S_w is the covariance of turns about the mean of their voice, S_b
    that of the means of voices about the mean of their meeting; S_b v = l (S_w + shrink) v, and A has columns
    sqrt(l) v of the largest l.
    Source: Fisher's linear discriminants, with variances taken within meetings; the weights ours.

    Raises:
        ValueError: no meeting has three voices of two turns or more, or `size` is more than the embedding has.
    """
    E = emb_NE.shape[1]
    if not 1 <= size <= E:
        raise ValueError(f"a view of an embedding of {E} dimensions has 1 to {E}, not {size}")
    within, between = [np.zeros((0, E))], [np.zeros((0, E))]
    num_voices = num_meetings = 0
    for meeting in sorted(set(meetings)):
        means = []
        own = [i for i, name in enumerate(meetings) if name == meeting]
        for speaker in sorted({speakers[i] for i in own}):
            turns_TE = emb_NE[[i for i in own if speakers[i] == speaker]]
            if len(turns_TE) > 1:
                means.append(turns_TE.mean(axis=0))
                within.append(turns_TE - means[-1])
        if len(means) > 2:
            between.append(np.stack(means) - np.mean(means, axis=0))
            num_meetings += 1
        num_voices += len(means)
    if not num_meetings:
        raise ValueError("no meeting has three voices of two turns or more")
    within_NE, between_NE = np.concatenate(within), np.concatenate(between)
    within_EE = within_NE.T @ within_NE / (len(within_NE) - num_voices)
    within_EE += SHRINK * np.trace(within_EE) / E * np.eye(E)
    between_EE = between_NE.T @ between_NE / (len(between_NE) - num_meetings)
    # S_b v = l S_w v, made symmetric by the Cholesky factor of S_w.
    factor_EE = np.linalg.inv(np.linalg.cholesky(within_EE))
    ratio_E, vector_EE = np.linalg.eigh(factor_EE @ between_EE @ factor_EE.T)
    best = np.argsort(-ratio_E)[:size]
    return emb_NE.mean(axis=0), factor_EE.T @ vector_EE[:, best] * np.sqrt(np.maximum(ratio_E[best], 0.0))
