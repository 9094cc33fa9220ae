"""Muon: each matrix steps in the direction of its momentum, orthogonalised; processes share that work."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor

from sts_model.training.precision import has_bfloat16
from sts_model.training.ranks import Ranks

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
"""Of the quintic that pulls every singular value towards 1 (to 0.7 to 1.2), fastest near 0."""
ITERATIONS = 5
WIDE = 2
"""From so many times as long as it is high on, a float32 matrix is orthogonalised through its Gram matrix."""
LIKE_ADAMW = 0.2
"""Root mean square of an AdamW step, in learning rates; a Muon step is scaled to it."""


class Muon(torch.optim.Optimizer):
    """For matrices between hidden layers; momentum `momentum` with Nesterov's look ahead.

    torch.optim.Muon orthogonalises in bfloat16, which many a CPU only emulates, and in every process anew.

    Args:
        matrices: parameters, or groups of them; the weight of a group with `parts` stands for so many matrices side
            by side (one a tap of a convolution), each of which is orthogonalised by itself: that costs a third.
    Source: Jordan et al. 2024, Muon; scale and weight decay: Liu et al. 2025, arXiv 2502.16982, section 2.2.
    """

    def __init__(
        self,
        matrices: Iterable[Tensor] | Sequence[dict[str, Any]],
        lr: float,
        weight_decay: float,
        ranks: Ranks,
        momentum: float = 0.95,
    ) -> None:
        super().__init__(matrices, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum, "parts": 1})
        self.ranks = ranks

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """Every process keeps all momenta, moves its share of the matrices and takes the others from their movers."""
        movers: list[tuple[Tensor, int]] = []
        for group in self.param_groups:
            for weight in (weight for weight in group["params"] if weight.grad is not None):
                towards = self._look_ahead(weight, group["momentum"])
                mover = len(movers) % self.ranks.size
                if mover == self.ranks.rank:
                    _move(weight, towards, group)
                movers.append((weight, mover))
        if self.ranks.size > 1:
            for weight, mover in movers:
                dist.broadcast(weight, mover)

    def _look_ahead(self, weight: Tensor, momentum: float) -> Tensor:
        if weight.grad is None:
            raise ValueError("a weight without a gradient does not move")
        state = self.state[weight]
        if not state:
            state["momentum_buffer"] = torch.zeros_like(weight)
        state["momentum_buffer"].lerp_(weight.grad, 1 - momentum)
        return weight.grad.lerp(state["momentum_buffer"], momentum)


def orthogonalised(matrix: Tensor) -> Tensor:
    """The nearest matrix whose singular values are all about 1 (Newton-Schulz); [m, n] in, [m, n] out."""
    x = matrix.bfloat16() if has_bfloat16(matrix.device.type) else matrix.float()
    tall = matrix.shape[0] > matrix.shape[1]
    x = x.T if tall else x
    x = x / x.norm().clamp(min=1e-7)
    x = _by_gram(x) if x.dtype == torch.float32 and x.shape[1] >= WIDE * x.shape[0] else _directly(x)
    return (x.T if tall else x).to(matrix.dtype)


def _directly(x_MN: Tensor) -> Tensor:
    a, b, c = COEFFICIENTS
    for _ in range(ITERATIONS):
        gram_MM = x_MN @ x_MN.T
        x_MN = torch.addmm(x_MN, torch.addmm(gram_MM, gram_MM, gram_MM, beta=b, alpha=c), x_MN, beta=a)
    return x_MN


def _by_gram(x_MN: Tensor) -> Tensor:
    """The same polynomials, multiplied out on the small side: the long one is touched twice, not ten times."""
    gram_MM = x_MN @ x_MN.T
    step_MM = product_MM = _polynomial(gram_MM)
    for _ in range(ITERATIONS - 1):
        gram_MM = step_MM @ (gram_MM @ step_MM)
        step_MM = _polynomial(gram_MM)
        product_MM = step_MM @ product_MM
    return product_MM @ x_MN


def _polynomial(gram_MM: Tensor) -> Tensor:
    """a + b G + c G^2."""
    a, b, c = COEFFICIENTS
    step_MM = torch.addmm(gram_MM, gram_MM, gram_MM, beta=b, alpha=c)
    step_MM.diagonal().add_(a)
    return step_MM


def _move(weight: Tensor, towards: Tensor, group: dict[str, Any]) -> None:
    size = LIKE_ADAMW * max(weight.shape) ** 0.5
    weight.mul_(1 - group["lr"] * group["weight_decay"])
    straight = torch.cat([orthogonalised(part) for part in towards.chunk(group["parts"], dim=1)], dim=1)
    weight.add_(straight, alpha=-group["lr"] * size)
