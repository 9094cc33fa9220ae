"""Scores of the whole lattice, the joiner evaluated in slices of frames: memory does not grow with the lattice."""

import torch
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from sts_model.joiner import Joiner
from sts_model.losses.rnnt import next_labels
from sts_model.losses.scores import node_scores

NODES_A_SLICE = 2**17
"""Lattice nodes whose logits are held at once: 42 MB of them at 81 tokens."""


def full_scores(
    joiner: Joiner,
    enc_NTJ: Tensor,
    pred_NUJ: Tensor,
    labels_NY: Tensor,
    frames_N: Tensor,
    num_labels_N: Tensor,
    nodes_a_slice: int = NODES_A_SLICE,
) -> tuple[Tensor, Tensor]:
    """blank_NTU and label_NTU for `rnnt_loss` at every node.

    Of each slice only its scores are kept; the backward pass evaluates the joiner a second time, slice by slice.

    Args:
        enc_NTJ: projected encoder frames; pred_NUJ: predictor rows; labels_NY: padded with BLANK.
    """
    N, T, _ = enc_NTJ.shape
    next_NTU = next_labels(labels_NY, frames_N, num_labels_N, T)
    step = max(1, nodes_a_slice // (N * pred_NUJ.shape[1]))

    def scores(enc_NSJ: Tensor, pred_NUJ: Tensor, next_NSU: Tensor) -> tuple[Tensor, Tensor]:
        return node_scores(joiner(enc_NSJ[:, :, None], pred_NUJ[:, None]).float(), next_NSU)

    slices = [
        checkpoint(
            scores, enc_NTJ[:, t : t + step], pred_NUJ, next_NTU[:, t : t + step].contiguous(), use_reentrant=False
        )
        for t in range(0, T, step)
    ]
    blanks, labels = zip(*slices, strict=True)
    return torch.cat(blanks, dim=1), torch.cat(labels, dim=1)
