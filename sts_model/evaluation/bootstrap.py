"""How sure a pooled error rate is: the bootstrap over recordings."""

from collections.abc import Sequence

import numpy as np


def interval(
    errors: Sequence[float], totals: Sequence[float], *, draws: int = 1000, seed: int = 0
) -> tuple[float, float] | None:
    """The 2.5 and 97.5 percentiles of sum(errors) / sum(totals) when recordings are drawn anew with replacement.

    None with fewer than two recordings, which say nothing about spread.
    """
    if len(errors) < 2 or not sum(totals):
        return None
    rng = np.random.default_rng(seed)
    chosen = rng.integers(0, len(errors), (draws, len(errors)))
    sums = np.asarray(totals, float)[chosen].sum(axis=1)
    rates = np.asarray(errors, float)[chosen].sum(axis=1)[sums > 0] / sums[sums > 0]
    low, high = np.percentile(rates, [2.5, 97.5])
    return float(low), float(high)
