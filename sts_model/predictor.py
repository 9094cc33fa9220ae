"""Predictors: the labels so far to a vector of the joiner's width."""

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from sts_model.config import LstmStackConfig, TransducerConfig
from sts_model.recurrence import LstmStack, LstmState
from sts_model.vocabulary import BLANK


class Predictor(nn.Module):
    """Embeddings of the last `context` labels, concatenated and projected to the joiner's width.

    Stateless, so that hypotheses of the same last labels share it. BLANK stands for what comes before the first label.
    Source: Ghodsi et al. 2020, RNN-transducer with stateless prediction network.
    """

    def __init__(self, config: TransducerConfig) -> None:
        super().__init__()
        self.context, self.outputs = config.context, config.outputs
        self.embed = nn.Embedding(config.outputs, config.embedding)
        self.project = nn.Linear(config.context * config.embedding, config.joint)

    def forward(self, labels_BY: Tensor) -> Tensor:
        """pred_BUJ: U = Y + 1 rows, before any label and after each."""
        seen_BY = pad(labels_BY, (self.context, 0), value=BLANK)
        windows_BUK = seen_BY.unfold(1, self.context, 1)
        projected: Tensor = self.project(self.embed(windows_BUK).flatten(2))
        return projected

    def table(self) -> Tensor:
        """pred_PJ for every pair of last labels, row older * outputs + newer; needs a context of 2."""
        ids_V = torch.arange(self.outputs)
        pairs_P2 = torch.cartesian_prod(ids_V, ids_V)
        projected: Tensor = self.project(self.embed(pairs_P2).flatten(1))
        return projected


class RecurrentPredictor(nn.Module):
    """g = W_p lstm(embedding of every label so far); BLANK stands for the beginning.

    Source: Graves 2012, arXiv 1211.3711, section 2.2; sizes in Sklyar et al. 2022, arXiv 2205.05199.
    """

    def __init__(self, config: TransducerConfig, lstm: LstmStackConfig) -> None:
        super().__init__()
        self.embed = nn.Embedding(config.outputs, config.embedding)
        self.lstm = LstmStack(config.embedding, lstm)
        self.project = nn.Linear(lstm.units, config.joint)

    def forward(self, labels_BY: Tensor) -> Tensor:
        """pred_BUJ: U = Y + 1 rows, before any label and after each."""
        return self.step(pad(labels_BY, (1, 0), value=BLANK), self.initial_state(len(labels_BY)))[0]

    def initial_state(self, rows: int) -> LstmState:
        """Before the beginning: the first label to step over is BLANK."""
        return self.lstm.initial_state(rows)

    def step(self, labels_BY: Tensor, state: LstmState) -> tuple[Tensor, LstmState]:
        """pred_BYJ after each of the labels; the next state."""
        seen_BYH, state = self.lstm.step(self.embed(labels_BY), state)
        return self.project(seen_BYH), state


def build_predictor(config: TransducerConfig) -> Predictor | RecurrentPredictor:
    """The predictor that `config.kind` names."""
    return RecurrentPredictor(config, config.lstm) if config.lstm else Predictor(config)
