"""Implicit separator: frames of the mixture to two channels of hidden frames, folded into rows of one batch."""

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from sts_model.config import ConfigError, SeparatorConfig
from sts_model.convolution import ConvStack, StackState
from sts_model.recurrence import LstmState, ResidualLstm
from sts_model.units import REDUCTION

NUM_CHANNELS = 2


@dataclass(frozen=True)
class SeparatorState:
    """Feature frames that do not fill an encoder frame yet, and the states of the parts."""

    rest_BLF: Tensor
    mix: StackState
    memory: LstmState
    channels: tuple[StackState, ...]


class Separator(nn.Module):
    """h^c = SepEnc_c(MixEnc(x)): no mask, the channels are told apart only by what each is trained to carry.

    MixEnc ends in an LSTM: which voice is on which channel must be kept for as long as an overlapped stretch lasts.

    REDUCTION feature frames are stacked into one encoder frame; a last, incomplete one is dropped.
    Rows of the output are channel-major: row n is channel n // B of mixture n % B.
    Source: Sklyar et al. 2022, Separator-Transducer-Segmenter, arXiv 2205.05199, section 2.
    """

    reduction = REDUCTION

    def __init__(self, mels: int, config: SeparatorConfig) -> None:
        super().__init__()
        if config.kind != "implicit":
            raise ConfigError(f"separator.kind must be implicit, not {config.kind!r}")
        self.mels = mels
        self.mix = ConvStack(mels * REDUCTION, config.mix)
        self.memory = ResidualLstm(self.mix.width, config.memory)
        self.channels = nn.ModuleList(ConvStack(self.mix.width, config.sep) for _ in range(NUM_CHANNELS))
        self.width = config.sep.width
        self.lookahead = (self.mix.lookahead + sum(config.sep.future)) * REDUCTION

    def forward(self, frames_BLF: Tensor, lengths_B: Tensor, channels: int = NUM_CHANNELS) -> tuple[Tensor, Tensor]:
        """The first `channels` channels of a batch; one is enough where only one person speaks."""
        stacked_BTD = self._stack(frames_BLF)
        lengths_B = lengths_B // REDUCTION
        trunk_BTD, _ = self.memory(self.mix(stacked_BTD, lengths_B)[0], lengths_B)
        parts = [channel(trunk_BTD, lengths_B)[0] for channel in self._channels()[:channels]]
        return torch.cat(parts), lengths_B.repeat(channels)

    def initial_state(self, rows: int) -> SeparatorState:
        rest_BLF = next(self.parameters()).new_zeros(rows, 0, self.mels)
        states = tuple(channel.initial_state(rows) for channel in self._channels())
        return SeparatorState(rest_BLF, self.mix.initial_state(rows), self.memory.initial_state(rows), states)

    def step(self, frames_BLF: Tensor, state: SeparatorState) -> tuple[Tensor, SeparatorState]:
        seen_BLF = torch.cat([state.rest_BLF, frames_BLF], dim=1)
        whole = seen_BLF.shape[1] // REDUCTION * REDUCTION
        trunk_BTD, mix = self.mix.step(self._stack(seen_BLF[:, :whole]), state.mix)
        trunk_BTD, memory = self.memory.step(trunk_BTD, state.memory)
        stepped = [channel.step(trunk_BTD, s) for channel, s in zip(self._channels(), state.channels, strict=True)]
        after = SeparatorState(seen_BLF[:, whole:], mix, memory, tuple(s for _, s in stepped))
        return torch.cat([h_BTD for h_BTD, _ in stepped]), after

    def finish(self, state: SeparatorState) -> Tensor:
        trunk_BTD, _ = self.memory.step(self.mix.finish(state.mix), state.memory)
        parts = []
        for channel, before in zip(self._channels(), state.channels, strict=True):
            ready_BTD, before = channel.step(trunk_BTD, before)
            parts.append(torch.cat([ready_BTD, channel.finish(before)], dim=1))
        return torch.cat(parts)

    def _channels(self) -> list[ConvStack]:
        return cast("list[ConvStack]", list(self.channels))

    def _stack(self, frames_BLF: Tensor) -> Tensor:
        B, L, F = frames_BLF.shape
        T = L // REDUCTION
        return frames_BLF[:, : T * REDUCTION].reshape(B, T, REDUCTION * F)
