"""Scores of all tokens for one encoder frame after one pair of tokens: the joiner, compiled."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.compiled import njit
from sts_model.vocabulary import BLANK

Floats = NDArray[np.floating[Any]]

FULL = np.float32(20.0)
"""tanh of anything further from 0 is 1 in float32, and products of two `rises` stay below its limit."""


def rises(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """e^2x, as tanh(a + b) = 1 - 2 / (1 + e^2a e^2b): made once a frame and once a pair of tokens, not for both."""
    risen: NDArray[np.float32] = np.exp(2 * np.clip(x, -FULL, FULL))
    return risen


@njit(fastmath=True)
def token_logp(
    enc_J: Floats, pred_J: Floats, weight_JV: Floats, bias_V: Floats, hidden_J: Floats, logp_V: Floats
) -> None:
    """Log-probabilities of all tokens for one encoder frame and one predictor row, into `logp_V`.

    After them, that of any label at all. `enc_J`, `pred_J` are as `rises` gives them; `hidden_J` is for
    intermediate values.
    """
    V, one = len(bias_V), np.float32(1)
    for j in range(len(enc_J)):
        hidden_J[j] = one - np.float32(2) / (one + enc_J[j] * pred_J[j])
    for v in range(V):
        logp_V[v] = bias_V[v]
    # Several rows of the matrix at once, so that sums stay in registers.
    whole = len(enc_J) // 4 * 4
    for j in range(0, whole, 4):
        a, b, c, d = hidden_J[j], hidden_J[j + 1], hidden_J[j + 2], hidden_J[j + 3]
        for v in range(V):
            logp_V[v] += (a * weight_JV[j, v] + b * weight_JV[j + 1, v]) + (
                c * weight_JV[j + 2, v] + d * weight_JV[j + 3, v]
            )
    for j in range(whole, len(enc_J)):
        for v in range(V):
            logp_V[v] += hidden_J[j] * weight_JV[j, v]
    top = logp_V[0]
    for v in range(1, V):
        top = max(top, logp_V[v])
    total = np.float32(0)
    for v in range(V):
        total += np.float32(math.exp(logp_V[v] - top))
    norm = top + np.float32(math.log(total))
    for v in range(V):
        logp_V[v] -= norm
    logp_V[V] = math.log(max(1e-9, 1 - math.exp(logp_V[BLANK])))
