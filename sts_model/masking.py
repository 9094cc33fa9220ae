"""Masker: frames of the mixture to frames of each channel, by masks on their power, folded into rows of one batch."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from sts_model.config import FrontendConfig, MaskConfig
from sts_model.convolution import ConvStack, StackState
from sts_model.recurrence import LstmState, ResidualLstm
from sts_model.streaming import stack_frames

START_LOGITS = (3.0, -3.0)
"""Before any training nearly everything passes to channel 0, whose recogniser hears it as it always did."""


@dataclass(frozen=True)
class Masked:
    """Frames of each channel, and the logarithms of the masks (not scaled) that made them; rows channel-major."""

    frames_NLF: Tensor
    masks_NLF: Tensor


@dataclass(frozen=True)
class MaskerState:
    """Feature frames that do not fill an encoder frame, whole ones that wait for their masks, and the parts' states."""

    rest_BLF: Tensor
    waiting_BLF: Tensor
    before: StackState
    memory: LstmState
    after: StackState


class Masker(nn.Module):
    """x_c = x + scale * log(sigma(m_c) + e^-floor): the power of each channel is a share of the mixture's.

    One set of logits m an encoder frame, for each of its feature frames and bins. `scale` is that of the front end.
    Source: Raj et al. 2023, SURT 2.0, arXiv 2306.10559; masks in the linear domain as its public recipe has them,
    the estimator (convolutions around an LSTM instead of dual-path LSTMs) ours.
    """

    def __init__(self, frontend: FrontendConfig, config: MaskConfig) -> None:
        super().__init__()
        self.mels, self.scale, self.reduction = frontend.mels, frontend.scale, frontend.stacked
        self.floor = math.exp(-config.floor_nats)
        width = self.mels * self.reduction
        self.before = ConvStack(width, config.before)
        self.memory = ResidualLstm(self.before.width, config.memory)
        self.after = ConvStack(self.before.width, config.after)
        self.out = nn.Linear(self.after.width, len(START_LOGITS) * width)
        self.lookahead = (self.before.lookahead + self.after.lookahead) * self.reduction
        nn.init.normal_(self.out.weight, std=0.01)
        with torch.no_grad():
            self.out.bias.copy_(torch.tensor(START_LOGITS).repeat_interleave(width))

    def forward(self, frames_BLF: Tensor, lengths_B: Tensor) -> tuple[Masked, Tensor]:
        """Both channels of a batch, cut to whole encoder frames, and the lengths in feature frames."""
        lengths_B = lengths_B // self.reduction
        x_BTD, _ = self.memory(self.before(stack_frames(frames_BLF, self.reduction), lengths_B)[0], lengths_B)
        x_BTD, _ = self.after(x_BTD, lengths_B)
        return self._masked(x_BTD, frames_BLF), lengths_B.repeat(len(START_LOGITS)) * self.reduction

    def initial_state(self, rows: int) -> MaskerState:
        none_BLF = self.out.weight.new_zeros(rows, 0, self.mels)
        parts = self.before.initial_state(rows), self.memory.initial_state(rows), self.after.initial_state(rows)
        return MaskerState(none_BLF, none_BLF, *parts)

    def step(self, frames_BLF: Tensor, state: MaskerState) -> tuple[Masked, MaskerState]:
        seen_BLF = torch.cat([state.rest_BLF, frames_BLF], dim=1)
        whole = seen_BLF.shape[1] // self.reduction * self.reduction
        x_BTD, before = self.before.step(stack_frames(seen_BLF, self.reduction), state.before)
        x_BTD, memory = self.memory.step(x_BTD, state.memory)
        x_BTD, after = self.after.step(x_BTD, state.after)
        waiting_BLF = torch.cat([state.waiting_BLF, seen_BLF[:, :whole]], dim=1)
        rest_BLF, ready = seen_BLF[:, whole:], x_BTD.shape[1] * self.reduction
        return self._masked(x_BTD, waiting_BLF), MaskerState(rest_BLF, waiting_BLF[:, ready:], before, memory, after)

    def finish(self, state: MaskerState) -> Masked:
        x_BTD, _ = self.memory.step(self.before.finish(state.before), state.memory)
        ready_BTD, after = self.after.step(x_BTD, state.after)
        x_BTD = torch.cat([ready_BTD, self.after.finish(after)], dim=1)
        return self._masked(x_BTD, state.waiting_BLF)

    def _masked(self, x_BTD: Tensor, frames_BLF: Tensor) -> Masked:
        """`frames_BLF` begins where `x_BTD` does and is at least as long."""
        B, T, _ = x_BTD.shape
        C = len(START_LOGITS)
        logits_BTCD = self.out(x_BTD).float().reshape(B, T, C, self.reduction * self.mels)
        logits_NLF = logits_BTCD.permute(2, 0, 1, 3).reshape(C * B, T * self.reduction, self.mels)
        masks_NLF = (logits_NLF.sigmoid() + self.floor).log()
        return Masked(frames_BLF[:, : T * self.reduction].repeat(C, 1, 1) + self.scale * masks_NLF, masks_NLF)
