"""Expected number of word errors over rivals of a row: what a search that chooses among them should make small."""

import torch
from torch import Tensor


def expected_errors(
    logp_K: Tensor, scores_K: Tensor, errors_K: Tensor, row_K: Tensor, rows: int, scale: float = 1.0
) -> Tensor:
    """risk_N = sum over a row's rivals k of P(k) errors(k), P the softmax of scale * score over the row's rivals.

    A search adds to logp what a language model and its bonuses say, which no weight here changes, so the gradient goes
    through `logp_K` alone: dP(k) = scale P(k) (dlogp(k) - sum over j of P(j) dlogp(j)).

    Args:
        logp_K: ln P(labels of a rival | frames). scores_K, errors_K: what the search gave it, and its word errors.
        row_K: which of the `rows` rows a rival is of; a row without rivals has no risk.
    Source: Prabhavalkar et al. 2018, Minimum word error rate training, arXiv 1712.01818, formula 5; for transducers
        with an n-best list: Guo et al. 2020, arXiv 2007.13802.
    """
    scores_K = scale * (scores_K.detach() + (logp_K - logp_K.detach()))
    top_N = scores_K.detach().new_full((rows,), -torch.inf).scatter_reduce(0, row_K, scores_K.detach(), "amax")
    weights_K = (scores_K - top_N[row_K]).exp()
    total_N = scores_K.new_zeros(rows).index_add(0, row_K, weights_K)
    risk_N: Tensor = scores_K.new_zeros(rows).index_add(0, row_K, weights_K / total_N[row_K] * errors_K)
    return risk_N
