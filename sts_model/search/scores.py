"""Scores of all tokens for one encoder frame after one pair of tokens: the joiner, compiled."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.compiled import njit
from sts_model.vocabulary import BLANK

Floats = NDArray[np.floating[Any]]


@njit(fastmath=True)
def token_logp(enc_J: Floats, pred_J: Floats, weight_JV: Floats, bias_V: Floats, logp_V: Floats) -> None:
    """Log-probabilities of all tokens for one encoder frame and one predictor row, into `logp_V`.

    After them, that of any label at all.
    """
    V = len(bias_V)
    for v in range(V):
        logp_V[v] = bias_V[v]
    for j in range(len(enc_J)):
        h = math.tanh(enc_J[j] + pred_J[j])
        for v in range(V):
            logp_V[v] += h * weight_JV[j, v]
    top = logp_V[0]
    for v in range(1, V):
        top = max(top, logp_V[v])
    total = 0.0
    for v in range(V):
        total += math.exp(logp_V[v] - top)
    norm = top + math.log(total)
    for v in range(V):
        logp_V[v] -= norm
    logp_V[V] = math.log(max(1e-9, 1 - math.exp(logp_V[BLANK])))
