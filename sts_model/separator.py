"""Front stacks: frames to the hidden frames of each channel, folded into rows of one batch."""

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from sts_model.config import FrontendConfig, SeparatorConfig
from sts_model.recurrence import LstmState, ResidualLstm
from sts_model.stacks import AnyStackState, Stack, build_stack
from sts_model.streaming import stack_frames
from sts_model.subsampling import Conv2dSubsampling, SubsamplingState

NUM_CHANNELS = 2


@dataclass(frozen=True)
class SeparatorState:
    """Feature frames that do not fill an encoder frame yet, and the states of the parts."""

    rest_BLF: Tensor
    subsampling: SubsamplingState
    mix: AnyStackState
    memory: LstmState | None
    channels: tuple[AnyStackState, ...]


class Separator(nn.Module):
    """h^c = SepEnc_c(MixEnc(x)) in the implicit form: the channels are told apart by what each is trained to carry.

    In the mask form the rows come already parted by a Masker, and all share the one SepEnc.
    MixEnc ends in an LSTM, or is one: which voice is on which channel must be kept for as long as an overlap lasts.

    `reduction` feature frames are stacked into one encoder frame; a last, incomplete one is dropped.
    Rows of the output are channel-major: row n is channel n // B of mixture n % B.
    Source: Sklyar et al. 2022, Separator-Transducer-Segmenter, arXiv 2205.05199, section 2.
    """

    def __init__(self, frontend: FrontendConfig, config: SeparatorConfig) -> None:
        super().__init__()
        self.mels, self.reduction = frontend.mels, frontend.stacked
        self.kind = config.kind
        branches = NUM_CHANNELS if config.kind == "implicit" else 1
        self.subsampling = Conv2dSubsampling(self.mels, config.subsampling) if config.subsampling else None
        beside = self.subsampling.width if self.subsampling else 0
        self.mix: Stack = build_stack(self.mels * self.reduction + beside, config.mix)
        self.memory = ResidualLstm(self.mix.width, config.memory) if config.memory else None
        self.channels = nn.ModuleList(build_stack(self.mix.width, config.sep) for _ in range(branches))
        first = self._channels()[0]
        self.width = first.width
        self.lookahead = (self.mix.lookahead + first.lookahead) * self.reduction

    def forward(self, frames_BLF: Tensor, lengths_B: Tensor, channels: int = NUM_CHANNELS) -> tuple[Tensor, Tensor]:
        """Hidden frames of the first `channels` branches there are, and lengths in encoder frames."""
        heard_BTD, _ = self._hear(frames_BLF, self._silence(len(frames_BLF)))
        lengths_B = lengths_B // self.reduction
        trunk_BTD, _ = self.mix(heard_BTD, lengths_B)
        if self.memory:
            trunk_BTD, _ = self.memory(trunk_BTD, lengths_B)
        parts = [channel(trunk_BTD, lengths_B)[0] for channel in self._channels()[:channels]]
        return torch.cat(parts), lengths_B.repeat(len(parts))

    def initial_state(self, rows: int) -> SeparatorState:
        rest_BLF = next(self.parameters()).new_zeros(rows, 0, self.mels)
        states = tuple(channel.initial_state(rows) for channel in self._channels())
        memory = self.memory.initial_state(rows) if self.memory else None
        return SeparatorState(rest_BLF, self._silence(rows), self.mix.initial_state(rows), memory, states)

    def step(self, frames_BLF: Tensor, state: SeparatorState) -> tuple[Tensor, SeparatorState]:
        seen_BLF = torch.cat([state.rest_BLF, frames_BLF], dim=1)
        whole = seen_BLF.shape[1] // self.reduction * self.reduction
        heard_BTD, subsampling = self._hear(seen_BLF, state.subsampling)
        trunk_BTD, mix = self.mix.step(heard_BTD, state.mix)
        trunk_BTD, memory = self._remember(trunk_BTD, state.memory)
        stepped = [channel.step(trunk_BTD, s) for channel, s in zip(self._channels(), state.channels, strict=True)]
        after = SeparatorState(seen_BLF[:, whole:], subsampling, mix, memory, tuple(s for _, s in stepped))
        return torch.cat([h_BTD for h_BTD, _ in stepped]), after

    def finish(self, state: SeparatorState) -> Tensor:
        trunk_BTD, _ = self._remember(self.mix.finish(state.mix), state.memory)
        parts = []
        for channel, before in zip(self._channels(), state.channels, strict=True):
            ready_BTD, before = channel.step(trunk_BTD, before)
            parts.append(torch.cat([ready_BTD, channel.finish(before)], dim=1))
        return torch.cat(parts)

    def _silence(self, rows: int) -> SubsamplingState:
        return self.subsampling.initial_state(rows) if self.subsampling else ()

    def _hear(self, frames_BLF: Tensor, state: SubsamplingState) -> tuple[Tensor, SubsamplingState]:
        """Whole encoder frames: the feature frames of each side by side, and what convolutions hear in them."""
        stacked_BTD = stack_frames(frames_BLF, self.reduction)
        if not self.subsampling:
            return stacked_BTD, state
        plane_BTW, state = self.subsampling.step(frames_BLF[:, : stacked_BTD.shape[1] * self.reduction], state)
        return torch.cat([stacked_BTD, plane_BTW.to(stacked_BTD)], dim=2), state

    def _remember(self, trunk_BTD: Tensor, state: LstmState | None) -> tuple[Tensor, LstmState | None]:
        return self.memory.step(trunk_BTD, state) if self.memory and state else (trunk_BTD, state)

    def _channels(self) -> list[Stack]:
        return cast("list[Stack]", list(self.channels))
