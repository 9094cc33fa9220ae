"""When each label of a clip is said, by a model that knows the language: alignments of our own."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from sts_model.losses.full import full_scores
from sts_model.losses.rnnt import rnnt_loss
from sts_model.model import Sts
from sts_model.vocabulary import EOT, SOT


@dataclass(frozen=True)
class Aligned:
    """times_Y: the encoder frame at which each label is emitted on average; loss_a_label: nats, high for other text."""

    times_Y: NDArray[np.float64]
    loss_a_label: float


@torch.inference_mode()
def align(model: Sts, frames_LF: NDArray[np.float32], labels_Y: NDArray[np.int64]) -> Aligned:
    """The times of the labels of one voice's clip, turn marks not among them, over the whole lattice.

    Source: label occupancies of the transducer's lattice, papers 8.1.
    """
    frames_1LF = model.frontend.normalise(torch.from_numpy(frames_LF)[None])
    heard = model(frames_1LF, torch.tensor([len(frames_LF)]), 1)
    labels_1Y = torch.from_numpy(np.concatenate([[SOT], labels_Y, [EOT]]))[None]
    sizes = heard.lengths_N, torch.tensor([labels_1Y.shape[1]])
    enc_1TJ, pred_1UJ = model.joiner.enc(heard.enc_NTD), model.predictor(labels_1Y)
    found = rnnt_loss(*full_scores(model.joiner, enc_1TJ, pred_1UJ, labels_1Y, *sizes), *sizes)
    return Aligned(found.times_BY[0, 1:-1].double().numpy(), float(found.loss_B) / labels_1Y.shape[1])
