"""Which optimizer updates which weights: orthogonalised steps for the large hidden matrices, AdamW for the rest."""

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from sts_model.convolution import TAPS, FactoredBlock
from sts_model.training.muon import Muon
from sts_model.training.ranks import Ranks

OPTIMIZERS = ("adamw", "muon")
NARROWEST = 128


def build_optimizers(
    module: nn.Module, kind: str, rate: float, weight_decay: float, ranks: Ranks
) -> list[torch.optim.Optimizer]:
    """The optimizers of a run, each with a share of the weights; all follow one learning rate.

    Args:
        kind: `adamw` for everything, or `muon`: weights of linear layers between hidden layers get Muon's steps,
            scaled to the size that AdamW's have.
    Raises:
        ValueError: an unknown kind.
    """
    if kind not in OPTIMIZERS:
        raise ValueError(f"the optimizer must be one of {', '.join(OPTIMIZERS)}, not {kind!r}")
    hidden = list(_hidden_matrices(module)) if kind == "muon" else []
    moved = {weight for weight, _ in hidden}
    rest = [weight for weight in module.parameters() if weight not in moved]
    optimizers: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(rest, rate, betas=(0.9, 0.98), weight_decay=weight_decay, fused=True)
    ]
    if hidden:
        groups = [
            {"params": [weight for weight, own in hidden if own == parts], "parts": parts}
            for parts in sorted({parts for _, parts in hidden})
        ]
        optimizers.append(Muon(groups, rate, weight_decay, ranks))
    return optimizers


def _hidden_matrices(module: nn.Module) -> Iterable[tuple[Tensor, int]]:
    """Weights of linear layers whose narrow side is wide enough for its directions to matter, and their parts."""
    taps = {block.up.weight for block in module.modules() if isinstance(block, FactoredBlock)}
    for layer in module.modules():
        if isinstance(layer, nn.Linear) and min(layer.weight.shape) >= NARROWEST:
            yield layer.weight, TAPS if layer.weight in taps else 1
