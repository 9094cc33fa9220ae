"""Which channel's output is held against which channel's targets.

- By rule: targets lie on the channel that `sts_model.simulation.channels` gave their turn, and nothing is chosen here.
  HEAT is its rule `heat`, the lowest free channel (Raj et al. 2022, SURT). DAT, whoever begins first on the first
  output (Sklyar et al. 2021, arXiv 2011.11671), is the same where two people say one overlapping turn each; `solo`
  carries it on to meetings: who begins first is first for as long as two speak.
- PIT: of each mixture the cheaper of the two placements (Yu et al. 2017). Costs a second lattice, and no state of the
  model says which voice comes next, so an output may change voices between rows.
"""

import torch
from torch import Tensor


def pit_swaps(kept_N: Tensor, swapped_N: Tensor) -> Tensor:
    """swap_B: true for mixtures that cost less with their two channels' targets exchanged.

    Args:
        kept_N, swapped_N: loss of each row against its own targets and against the other channel's; N = 2 * B,
            channel-major.
    Source: papers 7.1.
    """
    return swapped_N.view(2, -1).sum(0) < kept_N.view(2, -1).sum(0)


def exchanged(targets: Tensor, swap_B: Tensor) -> Tensor:
    """Targets of N = 2 * B rows, channel-major, with the two channels of the mixtures in `swap_B` exchanged."""
    chosen = swap_B.repeat(2).view(-1, *(1,) * (targets.dim() - 1))
    return torch.where(chosen, targets.roll(len(swap_B), 0), targets)
