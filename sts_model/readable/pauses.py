"""Pauses: how much longer people are silent where a mark stands, as evidence for it."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sts_model.readable.marks import COMMA, MARKS, NONE, QUESTION, STOP

EDGES_S = (0.15, 0.3, 0.5, 0.8, 1.2)
"""Pauses between two of these count as alike."""
NUM_PAUSES = len(EDGES_S) + 1
PRIOR = 5.0
"""So many pauses, spread as all are, are believed beforehand at each mark."""


@dataclass(frozen=True)
class Pauses:
    """logp_PM: ln P(pause | mark) - ln P(pause), by kind of pause and mark."""

    logp_PM: NDArray[np.float32]

    def __call__(self, pauses_s: Sequence[float]) -> NDArray[np.float32]:
        """What each pause adds to the score of each mark."""
        kinds = [kind(pause_s) for pause_s in pauses_s]
        return self.logp_PM[kinds].reshape(-1, len(MARKS))


def kind(pause_s: float) -> int:
    """Which kind of pause it is, 0 to NUM_PAUSES - 1."""
    return bisect_right(EDGES_S, pause_s)


def count(pairs: Iterable[tuple[float, int]]) -> Pauses:
    """The evidence in pairs of a pause in seconds and the mark that stands there.

    Recordings of single sentences have few full stops inside: those are taken for as long as commas, or longer.
    """
    counts_PM = np.zeros((NUM_PAUSES, len(MARKS)))
    for pause_s, mark in pairs:
        counts_PM[kind(pause_s), mark] += 1
    ends_P = counts_PM[:, STOP] + counts_PM[:, QUESTION]
    counts_PM[:, STOP] = counts_PM[:, QUESTION] = ends_P + counts_PM[:, COMMA] * (np.arange(NUM_PAUSES) > 0)
    all_P = counts_PM[:, NONE] + counts_PM[:, COMMA] + ends_P + 1
    all_P /= all_P.sum()
    given_PM = counts_PM + PRIOR * all_P[:, None]
    given_PM /= given_PM.sum(axis=0)
    return Pauses(np.log(given_PM / all_P[:, None]).astype(np.float32))
