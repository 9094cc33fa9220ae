"""Recurrent memory: a residual LSTM, for what convolutions of limited reach cannot keep, such as who is where."""

from dataclasses import dataclass

from torch import Tensor, nn


@dataclass(frozen=True)
class LstmState:
    hidden_1BH: Tensor
    cell_1BH: Tensor


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
        zeros_1BH = self.out.weight.new_zeros(1, rows, self.lstm.hidden_size)
        return LstmState(zeros_1BH, zeros_1BH)

    def step(self, x_BTD: Tensor, state: LstmState) -> tuple[Tensor, LstmState]:
        if x_BTD.shape[1] == 0:
            return x_BTD, state
        y_BTH, (hidden_1BH, cell_1BH) = self.lstm(x_BTD, (state.hidden_1BH, state.cell_1BH))
        return x_BTD + self.out(y_BTH), LstmState(hidden_1BH, cell_1BH)

    def finish(self, state: LstmState) -> Tensor:
        """Nothing: this part holds no frame back."""
        return self.out.weight.new_zeros(state.hidden_1BH.shape[1], 0, self.out.out_features)
