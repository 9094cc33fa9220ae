"""How sure a pooled figure is: the bootstrap over recordings."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

Part = TypeVar("Part")


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


def spread(
    parts: Sequence[Part], statistic: Callable[[list[Part]], float | None], *, draws: int = 400, seed: int = 0
) -> tuple[float, float] | None:
    """The same for any `statistic` of what the recordings give, such as a percentile of all their latencies.

    Draws for which the statistic is None do not count; None when fewer than two recordings or no draws are left.
    """
    if len(parts) < 2:
        return None
    rng = np.random.default_rng(seed)
    drawn = (statistic([parts[i] for i in chosen]) for chosen in rng.integers(0, len(parts), (draws, len(parts))))
    values = [value for value in drawn if value is not None]
    if not values:
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
