"""RNN-T loss on maps of blank and label scores, vectorised along the anti-diagonals of the lattice."""

from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable
from torch.nn.functional import pad

from sts_model.losses.kernels import NEVER
from sts_model.losses.scores import OUTSIDE, node_scores
from sts_model.losses.threads import one_thread


class Rnnt(NamedTuple):
    """What a lattice gives: loss_B to minimise, and times_BY, the frame in which each label is emitted on average.

    times_BY[y] = sum over t of t * gl[t, y], with gl the share of all alignments that emit label y in frame t; no
    gradient; 0 beyond a row's labels.
    """

    loss_B: Tensor
    times_BY: Tensor


def rnnt_loss(
    blank_BTU: Tensor, label_BTU: Tensor, frames_B: Tensor, labels_B: Tensor, fastemit_BY: Tensor | None = None
) -> Rnnt:
    """loss_B = -log P(labels | frames), summed over all alignments.

        alpha[t,u] = LSE(alpha[t-1,u] + blank[t-1,u], alpha[t,u-1] + label[t,u-1])
        log P = alpha[T-1,U] + blank[T-1,U]
        gb[t,u] = exp(alpha[t,u] + blank[t,u] + beta[t+1,u] - log P);    dL/dblank = -gb
        gl[t,u] = exp(alpha[t,u] + label[t,u] + beta[t,u+1] - log P);    dL/dlabel = -(1 + lambda[u]) gl

    Nodes with t + u = d depend only on those with d - 1, so one vector step serves a whole anti-diagonal, forward and
    backward at once. Only the posterior flows are kept for the gradient, not the graph of the recursion, which runs in
    float64: in float32, scores of thousands would leave the flows three digits.

    Args:
        blank_BTU: log-probability of blank at each node; U is the largest number of labels plus 1.
        label_BTU: log-probability of the next label at each node; the last column is not used. A constant added here,
            as the penalty of `sts_model.losses.latency`, shifts the alignments and has no gradient of its own.
        frames_B: encoder frames of each row, 1 to T.
        labels_B: labels of each row, 0 to U - 1.
        fastemit_BY: lambda of each label: how much more than its due a label is pulled up. The loss stays what it is.
    Source: Graves 2012, arXiv 1211.3711; anti-diagonals after Bagby et al. 2018; FastEmit: Yu et al. 2020,
        arXiv 2010.11148, in the gradient form of papers 8.2.
    """
    if fastemit_BY is None:
        fastemit_BY = blank_BTU.new_zeros(blank_BTU.shape[0], blank_BTU.shape[2] - 1)
    return Rnnt(*_RnntLoss.apply(blank_BTU, label_BTU, frames_B, labels_B, fastemit_BY))  # type: ignore[no-untyped-call]


def rnnt_loss_of_logits(
    logits_BTUV: Tensor, labels_BY: Tensor, frames_B: Tensor, labels_B: Tensor, fastemit_BY: Tensor | None = None
) -> Rnnt:
    """`rnnt_loss` of the joiner's logits at every node: the one tensor of their size that it makes is their gradient.

    Args:
        logits_BTUV: float32 or bfloat16; U = Y + 1. labels_BY: padded with anything in the vocabulary.
    """
    _, T, U, _ = logits_BTUV.shape
    blank_BTU, label_BTU = node_scores(logits_BTUV, next_labels(labels_BY, frames_B, labels_B, T)[..., :U])
    return rnnt_loss(blank_BTU, label_BTU, frames_B, labels_B, fastemit_BY)


@one_thread()
def next_labels(labels_BY: Tensor, frames_B: Tensor, labels_B: Tensor, frames: int) -> Tensor:
    """next_BTU: the label that each node would emit, anything after a row's last; OUTSIDE out of its lattice."""
    U = labels_BY.shape[1] + 1
    beyond_BT1 = torch.arange(frames, device=labels_BY.device)[:, None] >= frames_B[:, None, None]
    beyond_B1U = (torch.arange(U, device=labels_BY.device) > labels_B[:, None])[:, None]
    return pad(labels_BY.long(), (0, 1))[:, None].expand(-1, frames, -1).masked_fill(beyond_BT1 | beyond_B1U, OUTSIDE)


class _RnntLoss(torch.autograd.Function):
    @staticmethod
    @one_thread()
    def forward(
        ctx: Any, blank_BTU: Tensor, label_BTU: Tensor, frames_B: Tensor, labels_B: Tensor, fastemit_BY: Tensor
    ) -> tuple[Tensor, Tensor]:
        blank_BTU, label_BTU = blank_BTU.double(), label_BTU.double()
        alpha_BTU, beta_BTU = _lattice(blank_BTU, label_BTU, frames_B, labels_B)
        logp_B = beta_BTU[:, 0, 0]
        rows = torch.arange(len(frames_B), device=frames_B.device)
        after_BTU = pad(beta_BTU[:, 1:], (0, 0, 0, 1), value=NEVER)
        after_BTU[rows, frames_B - 1, labels_B] = 0.0
        through_BTU = alpha_BTU - logp_B[:, None, None]
        flow_blank_BTU = (through_BTU + blank_BTU + after_BTU).exp()
        flow_label_BTY = (through_BTU + label_BTU)[:, :, :-1].add(beta_BTU[:, :, 1:]).exp()
        frame_T1 = torch.arange(blank_BTU.shape[1], device=blank_BTU.device)[:, None]
        times_BY = (flow_label_BTY * frame_T1).sum(1)
        ctx.save_for_backward(flow_blank_BTU.float(), flow_label_BTY.float(), fastemit_BY)
        loss_B, times_BY = -logp_B.float(), times_BY.float()
        ctx.mark_non_differentiable(times_BY)
        return loss_B, times_BY

    @staticmethod
    @once_differentiable
    @one_thread()
    def backward(ctx: Any, grad_B: Tensor, _: Tensor) -> tuple[Tensor, Tensor, None, None, None]:
        flow_blank_BTU, flow_label_BTY, fastemit_BY = ctx.saved_tensors
        scale_B11 = -grad_B[:, None, None]
        grad_label_BTY = flow_label_BTY * (1 + fastemit_BY)[:, None] * scale_B11
        return flow_blank_BTU * scale_B11, pad(grad_label_BTY, (0, 1)), None, None, None


def _lattice(blank_BTU: Tensor, label_BTU: Tensor, frames_B: Tensor, labels_B: Tensor) -> tuple[Tensor, Tensor]:
    """alpha_BTU and beta_BTU, NEVER outside each row's lattice.

    beta is alpha of the lattice turned around: t' = T - 1 - t, u' = U - u. Both run as 2B rows of one recursion over
    anti-diagonals d = t + u; row d of what comes in is shifted so that a step adds, and needs no index.
    """
    B, T, U = blank_BTU.shape
    d_D1 = torch.arange(T + U - 1, device=blank_BTU.device)[:, None, None]
    u_U = torch.arange(U, device=blank_BTU.device)
    t_D1U = d_D1 - u_U
    inside_DBU = (t_D1U >= 0) & (t_D1U < frames_B[:, None]) & (u_U <= labels_B[:, None])
    row_B1 = torch.arange(B, device=blank_BTU.device)[:, None]

    def sheared(map_BTU: Tensor, t_DBU: Tensor, u_BU: Tensor, there_DBU: Tensor) -> Tensor:
        index_DBU = (row_B1 * T + t_DBU.clamp(0, T - 1)) * U + u_BU.clamp(0, U - 1)
        return map_BTU.flatten()[index_DBU].masked_fill_(~(there_DBU & inside_DBU), NEVER)

    back_DBU, back_BU = (frames_B[:, None] - 1) - t_D1U, labels_B[:, None] - u_U
    from_blank_DNU = torch.cat(
        [
            sheared(blank_BTU, t_D1U - 1, u_U, t_D1U > 0),
            sheared(blank_BTU, back_DBU, back_BU, (t_D1U > 0) | (d_D1 == 0)),
        ],
        dim=1,
    )
    from_label_DNU = torch.cat(
        [sheared(label_BTU, t_D1U, u_U - 1, u_U > 0), sheared(label_BTU, back_DBU, back_BU, u_U > 0)], dim=1
    )
    ends_DNU = _recursion(from_blank_DNU, from_label_DNU, B)
    t_T1 = torch.arange(T, device=blank_BTU.device)[:, None]
    within_BTU = (t_T1 < frames_B[:, None, None]) & (u_U <= labels_B[:, None, None])
    row_B11 = row_B1[:, :, None]
    alpha_BTU = ends_DNU[t_T1 + u_U, row_B11, u_U]
    back_BTU = (frames_B + labels_B - 1)[:, None, None] - (t_T1 + u_U)
    beta_BTU = ends_DNU[back_BTU.clamp(min=0), B + row_B11, back_BU[:, None].clamp(min=0)]
    return alpha_BTU.masked_fill_(~within_BTU, NEVER), beta_BTU.masked_fill_(~within_BTU, NEVER)


def _recursion(from_blank_DNU: Tensor, from_label_DNU: Tensor, first_rows: int) -> Tensor:
    """A[d,u] = LSE(A[d-1,u] + from_blank[d,u], A[d-1,u-1] + from_label[d,u]).

    A[0,0] is 0 in the first rows, which begin before anything is said, and from_blank[0,0] in the others, which begin
    with the last blank.
    """
    D, N, U = from_blank_DNU.shape
    padded_DNU = from_blank_DNU.new_full((D, N, U + 1), NEVER)  # a column in front: nothing comes from below u = 0
    padded_DNU[0, :first_rows, 1] = 0.0
    padded_DNU[0, first_rows:, 1] = from_blank_DNU[0, first_rows:, 0]
    here, below = padded_DNU[:, :, 1:].unbind(0), padded_DNU[:, :, :-1].unbind(0)
    blanks, labels = from_blank_DNU.unbind(0), from_label_DNU.unbind(0)
    for d in range(1, D):
        torch.logaddexp(here[d - 1] + blanks[d], below[d - 1] + labels[d], out=here[d])
    return padded_DNU[:, :, 1:]
