"""Recurrent memory: a residual LSTM, for what convolutions of limited reach cannot keep, such as who is where."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from sts_model.config import LstmStackConfig


@dataclass(frozen=True)
class LstmState:
    """Of K layers."""

    hidden_KBH: Tensor
    cell_KBH: Tensor


class LstmStack(nn.Module):
    """Plain LSTM layers, one upon the other: no lookahead, no change of rate."""

    reduction = 1
    lookahead = 0

    def __init__(self, in_width: int, config: LstmStackConfig) -> None:
        super().__init__()
        self.lstm = nn.LSTM(in_width, config.units, config.layers, batch_first=True)
        self.width = config.units

    def forward(self, x_BTD: Tensor, lengths_B: Tensor) -> tuple[Tensor, Tensor]:
        return self.step(x_BTD, self.initial_state(len(x_BTD)))[0], lengths_B

    def initial_state(self, rows: int) -> LstmState:
        zeros_KBH = next(self.parameters()).new_zeros(self.lstm.num_layers, rows, self.width)
        return LstmState(zeros_KBH, zeros_KBH)

    def step(self, x_BTD: Tensor, state: LstmState) -> tuple[Tensor, LstmState]:
        if x_BTD.shape[1] == 0:
            return self.finish(state), state
        y_BTD, (hidden_KBH, cell_KBH) = self.lstm(x_BTD, (state.hidden_KBH, state.cell_KBH))
        return y_BTD, LstmState(hidden_KBH, cell_KBH)

    def finish(self, state: LstmState) -> Tensor:
        """Nothing: this part holds no frame back."""
        return state.hidden_KBH.new_zeros(state.hidden_KBH.shape[1], 0, self.width)


class ResidualLstm(nn.Module):
    """x + W lstm(x): no lookahead, no change of rate."""

    reduction = 1
    lookahead = 0

    def __init__(self, width: int, memory: int) -> None:
        super().__init__()
        self.lstm = nn.LSTM(width, memory, batch_first=True)
        self.out = nn.Linear(memory, width)

    def forward(self, x_BTD: Tensor, lengths_B: Tensor) -> tuple[Tensor, Tensor]:
        return self.step(x_BTD, self.initial_state(len(x_BTD)))[0], lengths_B

    def initial_state(self, rows: int) -> LstmState:
        zeros_KBH = self.out.weight.new_zeros(1, rows, self.lstm.hidden_size)
        return LstmState(zeros_KBH, zeros_KBH)

    def step(self, x_BTD: Tensor, state: LstmState) -> tuple[Tensor, LstmState]:
        if x_BTD.shape[1] == 0:
            return x_BTD, state
        y_BTH, (hidden_KBH, cell_KBH) = self.lstm(x_BTD, (state.hidden_KBH, state.cell_KBH))
        return x_BTD + self.out(y_BTH), LstmState(hidden_KBH, cell_KBH)

    def finish(self, state: LstmState) -> Tensor:
        """Nothing: this part holds no frame back."""
        return self.out.weight.new_zeros(state.hidden_KBH.shape[1], 0, self.out.out_features)


class BranchTie(nn.Module):
    """[e^1; e^2] + W lstm([e^1; e^2]): each channel's encoder frames after both channels' were seen.

    W is 0 at first, so that a trained model goes on as it was. Rows are channel-major.
    Source: Raj et al. 2023, SURT 2.0, arXiv 2306.10559: LSTM on top of the encoder; the residual form ours.
    """

    def __init__(self, channels: int, width: int, units: int) -> None:
        super().__init__()
        self.channels = channels
        self.both = ResidualLstm(channels * width, units)
        nn.init.zeros_(self.both.out.weight)
        nn.init.zeros_(self.both.out.bias)

    def forward(self, enc_NTD: Tensor) -> Tensor:
        """All frames of a batch at once; what follows a row's end changes nothing before it."""
        return self.step(enc_NTD, self.initial_state(len(enc_NTD) // self.channels))[0]

    def initial_state(self, rows: int) -> LstmState:
        return self.both.initial_state(rows)

    def step(self, enc_NTD: Tensor, state: LstmState) -> tuple[Tensor, LstmState]:
        both_BTE, state = self.both.step(torch.cat(enc_NTD.chunk(self.channels), dim=2), state)
        return torch.cat(both_BTE.chunk(self.channels, dim=2)), state
