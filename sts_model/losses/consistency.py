"""Consistency of two views: what is heard may not depend on whose voice, which room or what noise carries it."""

import torch
from torch import Tensor

from sts_model.streaming import valid


def consistency_loss(logits_NTV: Tensor, channels: int, lengths_N: Tensor) -> Tensor:
    """mean over channels and frames of (KL(p || q) + KL(q || p)) / 2, where each is a fixed target of the other.

    Args:
        logits_NTV: of N = channels * B rows, channel-major; the second half of the B rows of each channel are other
            views of the first half, frame by frame.
        lengths_N: frames of each row that count.
    Source: Yao et al. 2024, CR-CTC: consistency regularization on CTC, arXiv 2410.05101; on the lattice's outputs
        after Tseng et al. 2024, Transducer consistency regularization, arXiv 2410.07491.
    """
    logp_NTV = logits_NTV.float().log_softmax(2)
    counts_NT = valid(lengths_N, logits_NTV.shape[1])
    logp_CPVTK = logp_NTV.view(channels, 2, -1, *logp_NTV.shape[1:])
    other_NTV = logp_CPVTK.flip(1).reshape(logp_NTV.shape).detach()
    divergence_NT = (other_NTV.exp() * (other_NTV - logp_NTV)).sum(2)
    return divergence_NT[counts_NT].mean()


def on_path(times_NY: Tensor, num_labels_N: Tensor, frames: int) -> Tensor:
    """u_NT: labels of each row that are before frame t, so where the lattice is when they are said on time."""
    t_T = torch.arange(frames, device=times_NY.device)
    label_NY = valid(num_labels_N, times_NY.shape[1])
    return ((times_NY[:, None, :] < t_T[:, None]) & label_NY[:, None, :]).sum(2)
