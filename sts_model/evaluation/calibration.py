"""Whether a word's confidence is the share of such words that are right: ECE, Brier score, normalised cross entropy."""

from collections.abc import Sequence

import numpy as np

from sts_model.evaluation.matching import Match, words_of
from sts_model.evaluation.segments import Segment

BINS = 10
SMALLEST = 1e-6
"""Confidences are kept this far from 0 and 1 where their logarithm is taken."""

Judged = list[tuple[float, bool]]
"""Confidence of each heard word, and whether it was right."""


def judge_words(hypothesis: Sequence[Segment], match: Match) -> Judged:
    """Every heard word of a recording with times and confidences of its own: right when a reference word is matched."""
    return [
        (word.confidence, place in match.said)
        for place, word in words_of(hypothesis).items()
        if hypothesis[place[0]].timed
    ]


def ece(judged: Judged, bins: int = BINS) -> float | None:
    """Expected calibration error: sum over `bins` equal-mass bins of n_b / n * |share right_b - mean confidence_b|.

    None without words.
    """
    if not judged:
        return None
    values = np.array(sorted(judged), float)
    # Words of one confidence are alike: bins that cut through them must not part right from wrong.
    _, group, sizes = np.unique(values[:, 0], return_inverse=True, return_counts=True)
    values[:, 1] = (np.bincount(group, values[:, 1]) / sizes)[group]
    parts = [part for part in np.array_split(values, bins) if len(part)]
    return float(sum(len(part) * abs(part[:, 1].mean() - part[:, 0].mean()) for part in parts) / len(values))


def brier(judged: Judged) -> float | None:
    """Mean of (confidence - right)^2; None without words."""
    if not judged:
        return None
    values = np.array(judged, float)
    return float(((values[:, 0] - values[:, 1]) ** 2).mean())


def nce(judged: Judged) -> float | None:
    """1 - H(right | confidence) / H(right): 1 is perfect, 0 as good as the share of right words, below it worse.

    None where all words are right or all wrong, which leaves nothing to tell apart.
    """
    values = np.array(judged, float).reshape(-1, 2)
    right = values[:, 1].mean() if len(values) else 0.0
    if not 0 < right < 1:
        return None
    sure = np.clip(values[:, 0], SMALLEST, 1 - SMALLEST)
    given = -np.where(values[:, 1] > 0, np.log(sure), np.log(1 - sure)).mean()
    base = -(right * np.log(right) + (1 - right) * np.log(1 - right))
    return float(1 - given / base)
