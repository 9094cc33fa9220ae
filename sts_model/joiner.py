"""Joiner: one encoder frame and one predictor row in, one score per token out."""

import torch
from torch import Tensor, nn

from sts_model.config import TransducerConfig


class Joiner(nn.Module):
    """z = W_o tanh(W_e e + g) + b_o with g the predictor's row, already of the joiner's width."""

    def __init__(self, enc_width: int, config: TransducerConfig) -> None:
        super().__init__()
        self.enc = nn.Linear(enc_width, config.joint)
        self.out = nn.Linear(config.joint, config.outputs)

    def forward(self, enc_J: Tensor, pred_J: Tensor) -> Tensor:
        """Logits over the vocabulary; the two arguments broadcast, `enc_J` is what `self.enc` gave."""
        logits: Tensor = self.out(torch.tanh(enc_J + pred_J))
        return logits
