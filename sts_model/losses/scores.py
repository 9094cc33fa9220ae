"""Scores that the lattice reads, from the joiner's logits, without a second tensor of their size.

log_softmax and its gradient through autograd hold three tensors of the logits' size; here the forward pass keeps
three numbers a node, and the backward pass writes one: the gradient.
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from sts_model.losses import kernels
from sts_model.losses.kernels import NEVER
from sts_model.losses.threads import in_threads
from sts_model.vocabulary import BLANK

OUTSIDE = -1
"""Next label of a node that is not in the lattice: it is not looked at."""

_SLICE = 2**21
"""Logits that are worked on at once where there is no compiled code."""


def node_scores(logits: Tensor, next_label: Tensor) -> tuple[Tensor, Tensor]:
    """Log-probability of blank and of the next label at each node, in float32, whatever the logits are in.

        blank = z[BLANK] - logsumexp_k z[k];    label = z[next] - logsumexp_k z[k]
        dL/dz[k] = [k = BLANK] dL/dblank + [k = next] dL/dlabel - softmax(z)[k] (dL/dblank + dL/dlabel)

    Args:
        logits: [..., V], float32 or bfloat16. next_label: [...]; OUTSIDE where the node is not in the lattice.
    Returns:
        blank, label: [...], NEVER where OUTSIDE.
    Source: papers 8.1, gradient.
    """
    flat_KV = logits.reshape(-1, logits.shape[-1])
    blank_K, label_K = _NodeScores.apply(flat_KV, next_label.reshape(-1))  # type: ignore[no-untyped-call]
    return blank_K.view(next_label.shape), label_K.view(next_label.shape)


class _NodeScores(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, z_KV: Tensor, next_K: Tensor) -> tuple[Tensor, Tensor]:
        blank_K, label_K, norm_K = (torch.empty(len(z_KV), device=z_KV.device) for _ in range(3))
        if _compiled(z_KV):
            in_threads(kernels.node_scores, z_KV, next_K, blank_K, label_K, norm_K)
        else:
            for rows in _slices(z_KV):
                z_RV, index_R = z_KV[rows].float(), next_K[rows]
                norm_K[rows] = z_RV.logsumexp(1)
                outside_R = index_R == OUTSIDE
                blank_K[rows] = (z_RV[:, BLANK] - norm_K[rows]).masked_fill(outside_R, NEVER)
                label_R = z_RV.gather(1, index_R.clamp(min=0)[:, None]).squeeze(1)
                label_K[rows] = (label_R - norm_K[rows]).masked_fill(outside_R, NEVER)
        ctx.save_for_backward(z_KV, next_K, norm_K)
        return blank_K, label_K

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad_blank_K: Tensor, grad_label_K: Tensor) -> tuple[Tensor, None]:
        z_KV, next_K, norm_K = ctx.saved_tensors
        grad_KV = torch.empty_like(z_KV)
        if _compiled(z_KV):
            given = (grad_blank_K.contiguous(), grad_label_K.contiguous())
            in_threads(kernels.node_gradient, z_KV, next_K, norm_K, *given, grad_KV)
            return grad_KV, None
        for rows in _slices(z_KV):
            inside_R = next_K[rows] != OUTSIDE
            to_blank_R, to_label_R = grad_blank_K[rows] * inside_R, grad_label_K[rows] * inside_R
            grad_RV = (z_KV[rows].float() - norm_K[rows, None]).clamp(max=0).exp_()
            grad_RV.mul_(-(to_blank_R + to_label_R)[:, None])
            grad_RV[:, BLANK] += to_blank_R
            grad_RV.scatter_add_(1, next_K[rows].clamp(min=0)[:, None], to_label_R[:, None])
            grad_KV[rows] = grad_RV.to(grad_KV.dtype)
        return grad_KV, None


def _compiled(z_KV: Tensor) -> bool:
    return z_KV.device.type == "cpu" and z_KV.dtype == torch.float32


def _slices(z_KV: Tensor) -> Iterator[slice]:
    step = max(1, _SLICE // z_KV.shape[1])
    return (slice(start, start + step) for start in range(0, len(z_KV), step))
