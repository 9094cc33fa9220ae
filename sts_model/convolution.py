"""Factored convolution stack: residual blocks with one past and one future tap, streaming with exact lookahead."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from sts_model.config import ConvStackConfig
from sts_model.streaming import valid


@dataclass(frozen=True)
class BlockState:
    """Bottleneck frames a block still reaches back to, and residual frames that wait for their future tap."""

    tail_BTR: Tensor
    waiting_BTD: Tensor


TAPS = 3
"""Frames that a block looks at: one before, its own, one after."""


class FactoredBlock(nn.Module):
    """x[t] + relu(W2 [b[t - past]; b[t]; b[t + future]]) with b = norm(W1 x); beyond the ends b is 0.

    The norm sits on the narrow bottleneck, where it costs a third of what it would on the residual stream.
    Source: after the factored TDNN of Povey et al. 2018, Semi-orthogonal low-rank matrix factorization; norm ours.
    """

    reduction = 1

    def __init__(self, width: int, bottleneck: int, past: int, future: int) -> None:
        super().__init__()
        self.past, self.lookahead = past, future
        self.width, self.bottleneck = width, bottleneck
        self.down = nn.Linear(width, bottleneck, bias=False)
        self.norm = nn.LayerNorm(bottleneck)
        self.up = nn.Linear(TAPS * bottleneck, width)

    def initial_state(self, rows: int) -> BlockState:
        like = self.down.weight
        return BlockState(like.new_zeros(rows, self.past, self.bottleneck), like.new_zeros(rows, 0, self.width))

    def forward(self, x_BTD: Tensor, valid_BT1: Tensor) -> Tensor:
        narrow_BTR = self.norm(self.down(x_BTD)) * valid_BT1
        return self._mix(x_BTD, pad(narrow_BTR, (0, 0, self.past, self.lookahead)))

    def step(self, x_BTD: Tensor, state: BlockState) -> tuple[Tensor, BlockState]:
        narrow_BTR = torch.cat([state.tail_BTR, self.norm(self.down(x_BTD))], dim=1)
        x_BTD = torch.cat([state.waiting_BTD, x_BTD], dim=1)
        ready = max(0, x_BTD.shape[1] - self.lookahead)
        y_BTD = self._mix(x_BTD[:, :ready], narrow_BTR[:, : ready + self.past + self.lookahead])
        return y_BTD, BlockState(narrow_BTR[:, ready:], x_BTD[:, ready:])

    def finish(self, state: BlockState) -> Tensor:
        return self._mix(state.waiting_BTD, pad(state.tail_BTR, (0, 0, 0, self.lookahead)))

    def _mix(self, x_BTD: Tensor, narrow_BTR: Tensor) -> Tensor:
        """`narrow_BTR` reaches `past` frames before and `lookahead` frames after `x_BTD`."""
        T = x_BTD.shape[1]
        if T == 0:
            return x_BTD
        taps = [narrow_BTR[:, first : first + T] for first in (0, self.past, self.past + self.lookahead)]
        return x_BTD + torch.relu(self.up(torch.cat(taps, dim=2)))


@dataclass(frozen=True)
class StackState:
    blocks: tuple[BlockState, ...]


class ConvStack(nn.Module):
    """Projection to the width of the stack, then its blocks; at the frame rate of its input."""

    reduction = 1

    def __init__(self, in_width: int, config: ConvStackConfig) -> None:
        super().__init__()
        self.project = nn.Linear(in_width, config.width) if in_width != config.width else nn.Identity()
        self.blocks = nn.ModuleList(
            FactoredBlock(config.width, config.bottleneck, past, future)
            for past, future in zip(config.past, config.future, strict=True)
        )
        self.width = config.width
        self.lookahead = sum(config.future)

    def forward(self, x_BTD: Tensor, lengths_B: Tensor) -> tuple[Tensor, Tensor]:
        x_BTD = self.project(x_BTD)
        valid_BT1 = valid(lengths_B, x_BTD.shape[1])[:, :, None]
        for block in self._chain():
            x_BTD = block(x_BTD, valid_BT1)
        return x_BTD, lengths_B

    def initial_state(self, rows: int) -> StackState:
        return StackState(tuple(block.initial_state(rows) for block in self._chain()))

    def step(self, x_BTD: Tensor, state: StackState) -> tuple[Tensor, StackState]:
        x_BTD = self.project(x_BTD)
        states = []
        for block, before in zip(self._chain(), state.blocks, strict=True):
            x_BTD, after = block.step(x_BTD, before)
            states.append(after)
        return x_BTD, StackState(tuple(states))

    def finish(self, state: StackState) -> Tensor:
        first, *rest = zip(self._chain(), state.blocks, strict=True)
        y_BTD = first[0].finish(first[1])
        for block, before in rest:
            ready_BTD, after = block.step(y_BTD, before)
            y_BTD = torch.cat([ready_BTD, block.finish(after)], dim=1)
        return y_BTD

    def _chain(self) -> Iterator[FactoredBlock]:
        return cast("Iterator[FactoredBlock]", iter(self.blocks))
