"""RNN-T loss on maps of blank and label scores, vectorised along the anti-diagonals of the lattice."""

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

NEVER = -1e30
"""Log-probability of what cannot happen; finite, so that sums and their gradients stay numbers."""


class _RnntLoss(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, blank_BTU: Tensor, label_BTU: Tensor, frames_B: Tensor, labels_B: Tensor) -> Tensor:
        blank_BDU, label_BDU = _shear(blank_BTU, label_BTU, frames_B, labels_B)
        alpha_BDU = _alphas(blank_BDU, label_BDU)
        beta_BDU, logp_B = _betas(blank_BDU, label_BDU, frames_B, labels_B)
        after_BDU = torch.cat([beta_BDU[:, 1:], torch.full_like(beta_BDU[:, :1], NEVER)], dim=1)
        through_BDU = alpha_BDU - logp_B[:, None, None]
        flow_blank_BDU = (through_BDU + blank_BDU + after_BDU).exp()
        flow_label_BDU = (through_BDU[:, :, :-1] + label_BDU[:, :, :-1] + after_BDU[:, :, 1:]).exp()
        rows = torch.arange(len(frames_B), device=frames_B.device)
        flow_blank_BDU[rows, frames_B - 1 + labels_B, labels_B] = 1.0
        T = blank_BTU.shape[1]
        ctx.save_for_backward(_unshear(flow_blank_BDU, T), _unshear(flow_label_BDU, T))
        return -logp_B

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad_B: Tensor) -> tuple[Tensor, Tensor, None, None]:
        flow_blank_BTU, flow_label_BTU = ctx.saved_tensors
        scale_B11 = -grad_B[:, None, None]
        grad_label_BTU = torch.nn.functional.pad(flow_label_BTU * scale_B11, (0, 1))
        return flow_blank_BTU * scale_B11, grad_label_BTU, None, None


def rnnt_loss(blank_BTU: Tensor, label_BTU: Tensor, frames_B: Tensor, labels_B: Tensor) -> Tensor:
    """loss_B = -log P(labels | frames), summed over all alignments.

        alpha[t,u] = LSE(alpha[t-1,u] + blank[t-1,u], alpha[t,u-1] + label[t,u-1])
        log P = alpha[T-1,U] + blank[T-1,U]

    Nodes with t + u = d depend only on those with d - 1, so one vector step serves a whole anti-diagonal. Only the
    posterior flows through the arcs are kept for the gradient, not the graph of the recursion.

    Args:
        blank_BTU: log-probability of blank at each node; U is the largest number of labels plus 1.
        label_BTU: log-probability of the next label at each node; the last column is not used.
        frames_B: encoder frames of each row, 1 to T.
        labels_B: labels of each row, 0 to U - 1.
    Source: Graves 2012, arXiv 1211.3711; anti-diagonals after Bagby et al. 2018.
    """
    loss_B: Tensor = _RnntLoss.apply(blank_BTU.float(), label_BTU.float(), frames_B, labels_B)  # type: ignore[no-untyped-call]
    return loss_B


def _shear(blank_BTU: Tensor, label_BTU: Tensor, frames_B: Tensor, labels_B: Tensor) -> tuple[Tensor, Tensor]:
    """The maps by anti-diagonal, S[d, u] = map[d - u, u], with NEVER outside each row's lattice."""
    _, T, U = blank_BTU.shape
    d_D1 = torch.arange(T + U - 1, device=blank_BTU.device)[:, None]
    u_U = torch.arange(U, device=blank_BTU.device)
    t_DU = d_D1 - u_U
    inside_BDU = (t_DU >= 0) & (t_DU < frames_B[:, None, None]) & (u_U <= labels_B[:, None, None])
    index_DU = t_DU.clamp(0, T - 1)
    blank_BDU = blank_BTU[:, index_DU, u_U].masked_fill(~inside_BDU, NEVER)
    label_BDU = label_BTU[:, index_DU, u_U].masked_fill(~inside_BDU | (u_U >= labels_B[:, None, None]), NEVER)
    return blank_BDU, label_BDU


def _unshear(map_BDU: Tensor, frames: int) -> Tensor:
    """map_BTU with map[t, u] = S[t + u, u]."""
    u_U = torch.arange(map_BDU.shape[2], device=map_BDU.device)
    d_TU = torch.arange(frames, device=map_BDU.device)[:, None] + u_U
    return map_BDU[:, d_TU, u_U]


def _alphas(blank_BDU: Tensor, label_BDU: Tensor) -> Tensor:
    alpha_BU = torch.full_like(blank_BDU[:, 0], NEVER)
    alpha_BU[:, 0] = 0.0
    alphas = [alpha_BU]
    for blank_BU, label_BU in zip(blank_BDU.unbind(1)[:-1], label_BDU.unbind(1)[:-1], strict=True):
        stay_BU = alpha_BU + blank_BU
        stay_BU[:, 1:] = torch.logaddexp(stay_BU[:, 1:], (alpha_BU + label_BU)[:, :-1])
        alpha_BU = stay_BU
        alphas.append(alpha_BU)
    return torch.stack(alphas, dim=1)


def _betas(blank_BDU: Tensor, label_BDU: Tensor, frames_B: Tensor, labels_B: Tensor) -> tuple[Tensor, Tensor]:
    rows = torch.arange(len(frames_B), device=frames_B.device)
    last_B = frames_B - 1 + labels_B
    final_BDU = torch.full_like(blank_BDU, NEVER)
    final_BDU[rows, last_B, labels_B] = blank_BDU[rows, last_B, labels_B]
    beta_BU = torch.full_like(blank_BDU[:, 0], NEVER)
    betas = []
    for d in reversed(range(blank_BDU.shape[1])):
        stay_BU = beta_BU + blank_BDU[:, d]
        stay_BU[:, :-1] = torch.logaddexp(stay_BU[:, :-1], beta_BU[:, 1:] + label_BDU[:, d, :-1])
        beta_BU = torch.maximum(stay_BU.clamp(min=NEVER), final_BDU[:, d])
        betas.append(beta_BU)
    beta_BDU = torch.stack(betas[::-1], dim=1)
    return beta_BDU, beta_BDU[:, 0, 0]
