"""Predictor: the last labels to a vector; stateless, so that hypotheses of the same last labels share it."""

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from sts_model.config import TransducerConfig
from sts_model.vocabulary import BLANK, VOCABULARY_SIZE


class Predictor(nn.Module):
    """Embeddings of the last `context` labels, concatenated and projected to the joiner's width.

    BLANK stands for what comes before the first label.
    Source: Ghodsi et al. 2020, RNN-transducer with stateless prediction network.
    """

    def __init__(self, config: TransducerConfig) -> None:
        super().__init__()
        self.context = config.context
        self.embed = nn.Embedding(VOCABULARY_SIZE, config.embedding)
        self.project = nn.Linear(config.context * config.embedding, config.joint)

    def forward(self, labels_BY: Tensor) -> Tensor:
        """pred_BUJ: U = Y + 1 rows, before any label and after each."""
        seen_BY = pad(labels_BY, (self.context, 0), value=BLANK)
        windows_BUK = seen_BY.unfold(1, self.context, 1)
        projected: Tensor = self.project(self.embed(windows_BUK).flatten(2))
        return projected

    def table(self) -> Tensor:
        """pred_PJ for every pair of last labels, row older * VOCABULARY_SIZE + newer; needs a context of 2."""
        ids_V = torch.arange(VOCABULARY_SIZE)
        pairs_P2 = torch.cartesian_prod(ids_V, ids_V)
        projected: Tensor = self.project(self.embed(pairs_P2).flatten(1))
        return projected
