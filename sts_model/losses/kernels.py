"""Compiled log-softmax of lattice nodes: only what the lattice reads is kept, and the gradient is written in one pass.

A node's scores are read twice in all, once for the normaliser and once for the gradient; in between only a number a
node is kept. The exponential is a polynomial, so that the compiler makes it wide: libm's is called number by number.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.compiled import njit
from sts_model.vocabulary import BLANK

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

NEVER = -1e30
"""Log-probability of what cannot happen; finite, so that sums and their gradients stay numbers."""

_LOWEST = np.float32(-87.0)
"""exp of less is no normal float32."""
_LOG2_E = np.float32(1.44269504)
_HALF = np.float32(0.5)
_LN2_HIGH, _LN2_LOW = np.float32(0.693359375), np.float32(-2.12194440e-4)
_P0, _P1, _P2 = np.float32(5.0000001201e-1), np.float32(1.6666665459e-1), np.float32(4.1665795894e-2)
_P3, _P4, _P5 = np.float32(8.3334519073e-3), np.float32(1.3981999507e-3), np.float32(1.9875691500e-4)
_ONE, _ZERO = np.float32(1.0), np.float32(0.0)


@njit(fastmath=True, nogil=True)
def exp_below_zero(x: Any) -> Any:
    """exp(x) in float32 for x <= 0 to 3e-7 relative: 2^n times a polynomial on half an octave; 1e-38 is as good as 0.

    Source: polynomial and two-part ln 2 of Cephes' expf (Moshier 1989).
    """
    x = max(x, _LOWEST)
    n = np.int32(x * _LOG2_E - _HALF)
    whole = np.float32(n)
    r = x - whole * _LN2_HIGH - whole * _LN2_LOW
    p = ((((_P5 * r + _P4) * r + _P3) * r + _P2) * r + _P1) * r + _P0
    return (p * r * r + r + _ONE) * np.int32((n + np.int32(127)) << np.int32(23)).view(np.float32)


@njit(fastmath=True, nogil=True)
def node_scores(z_KV: Floats, next_K: Ids, blank_K: Floats, label_K: Floats, norm_K: Floats) -> None:
    """Fills blank_K, label_K with log-softmax(z)[BLANK] and [next], NEVER where next < 0; norm_K with logsumexp(z)."""
    K, V = z_KV.shape
    for k in range(K):
        if next_K[k] < 0:
            blank_K[k] = label_K[k] = NEVER
            norm_K[k] = _ZERO
            continue
        top = z_KV[k, 0]
        for v in range(V):
            top = max(top, z_KV[k, v])
        total = _ZERO
        for v in range(V):
            total += exp_below_zero(z_KV[k, v] - top)
        norm = top + np.float32(math.log(total))
        norm_K[k] = norm
        blank_K[k] = z_KV[k, BLANK] - norm
        label_K[k] = z_KV[k, next_K[k]] - norm


@njit(fastmath=True, nogil=True)
def node_gradient(
    z_KV: Floats, next_K: Ids, norm_K: Floats, grad_blank_K: Floats, grad_label_K: Floats, grad_KV: Floats
) -> None:
    """Fills grad_KV: grad_blank at BLANK plus grad_label at next, less softmax(z) times their sum."""
    K, V = z_KV.shape
    for k in range(K):
        occupied = grad_blank_K[k] + grad_label_K[k]
        if next_K[k] < 0 or (grad_blank_K[k] == _ZERO and grad_label_K[k] == _ZERO):
            for v in range(V):
                grad_KV[k, v] = _ZERO
            continue
        norm = norm_K[k]
        for v in range(V):
            grad_KV[k, v] = -occupied * exp_below_zero(z_KV[k, v] - norm)
        grad_KV[k, BLANK] += grad_blank_K[k]
        grad_KV[k, next_K[k]] += grad_label_K[k]
