"""Scores within a band around known label times: the joiner is evaluated only where an alignment may pass."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sts_model.joiner import Joiner
from sts_model.losses.kernels import NEVER
from sts_model.losses.rnnt import next_labels
from sts_model.losses.scores import OUTSIDE, node_scores


def band_starts(times_Y: NDArray[np.int64], frames: int, width: int, late: int) -> NDArray[np.int64]:
    """start_T: in frame t the lattice rows start[t] to start[t] + width - 1 are kept.

    A label may be emitted until `late` frames after its time; how early, `width` decides. Rows are raised where needed
    so that some alignment of all labels stays inside: start rises by less than `width` a frame, the last row is kept.

    Args:
        times_Y: encoder frame of each label, not falling.
    Raises:
        ValueError: more labels than any band of this width can hold.
    Source: ours; after alignment-restricted RNN-T (Mahadeokar et al. 2020) and pruned RNN-T (Kuang et al. 2022).
    """
    Y = len(times_Y)
    start_T = np.searchsorted(times_Y + late, np.arange(frames), side="left")
    floor_T = Y - width + 1 - (width - 1) * np.arange(frames)[::-1]
    if (width - 1) * frames < Y:
        raise ValueError(f"{Y} labels do not fit {frames} frames in a band of {width}")
    start_T = np.maximum(start_T, floor_T)
    # A burst of labels can pull the start up by more than the band is wide: begin to rise earlier.
    for t in range(frames - 2, -1, -1):
        start_T[t] = max(start_T[t], start_T[t + 1] - width + 1)
    return start_T.clip(0)


def band_scores(
    joiner: Joiner,
    enc_NTJ: Tensor,
    pred_NUJ: Tensor,
    labels_NY: Tensor,
    starts_NT: Tensor,
    width: int,
    frames_N: Tensor,
    num_labels_N: Tensor,
) -> tuple[Tensor, Tensor]:
    """blank_NTU and label_NTU for `rnnt_loss`; nodes outside the band count as impossible.

    Args:
        enc_NTJ: projected encoder frames; pred_NUJ: predictor rows; labels_NY: padded with BLANK.
        starts_NT: as of `band_starts`.
    """
    N, T, J = enc_NTJ.shape
    U = pred_NUJ.shape[1]
    rows_NTW = starts_NT[:, :, None] + torch.arange(width, device=starts_NT.device)
    index_NTW = rows_NTW.clamp(max=U - 1)
    pred_NTWJ = pred_NUJ.gather(1, index_NTW.flatten(1)[:, :, None].expand(-1, -1, J)).view(N, T, width, J)
    next_NTW = next_labels(labels_NY, frames_N, num_labels_N, T).gather(2, index_NTW)
    next_NTW = next_NTW.masked_fill(rows_NTW > num_labels_N[:, None, None], OUTSIDE)
    blank_NTW, label_NTW = node_scores(joiner(enc_NTJ[:, :, None], pred_NTWJ).float(), next_NTW)
    spread_NTW = rows_NTW.clamp(max=U)  # column U collects what lies outside the lattice
    outside_NTU = blank_NTW.new_full((N, T, U + 1), NEVER)
    return (
        outside_NTU.scatter(2, spread_NTW, blank_NTW)[:, :, :U],
        outside_NTU.scatter(2, spread_NTW, label_NTW)[:, :, :U],
    )
