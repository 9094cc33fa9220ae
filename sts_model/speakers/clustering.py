"""How alike two voices are, given how long each was heard, and clustering by that likeness."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.speakers.count import UNKNOWN, SpeakerCount

Array = NDArray[np.float64]

_BARRED = 1000.0
"""Taken from the likeness of what may not share a cluster; no likeness comes near it."""


def unit(x_E: NDArray[Any]) -> Array:
    """`x_E` scaled to length 1 along its last axis; zeros stay zeros."""
    norm = np.linalg.norm(x_E, axis=-1, keepdims=True)
    unit_E: Array = np.asarray(x_E, np.float64) / np.maximum(norm, 1e-12)
    return unit_E


def stretch(seconds: Any, half_s: float) -> Any:
    """By how much noise shortens the voice in a vector made of so much speech: 1 for endless speech, more for less.

    A vector of d seconds is taken as voice plus noise whose power falls as half_s / d; the expected cosine of two
    of one voice is then 1 / (stretch * stretch), and multiplying a cosine by both stretches makes it comparable.
    Source: ours; the scalar case of a two-covariance (PLDA) model with noise that depends on duration.
    """
    return np.sqrt(1 + half_s / seconds)


def agglomerate(
    emb_NE: NDArray[Any],
    seconds_N: NDArray[Any],
    apart_NN: NDArray[np.bool_],
    *,
    stop: float,
    half_s: float,
    count: SpeakerCount = UNKNOWN,
    least_s: float = 0.0,
) -> NDArray[np.int64]:
    """Cluster number of each vector, 0 to K - 1 in order of first member.

    The two clusters that are most alike (stretched cosine of their sums) merge, until none reach `stop`. Where the
    number of speakers is known, merging ends sooner or later: where there are as many clusters of `least_s` seconds.
    Smaller ones that are left belong to no speaker of their own.

    Args:
        emb_NE: unit length.
        seconds_N: speech behind each vector, above 0.
        apart_NN: symmetric; true where two vectors may not share a cluster, unless there are too many clusters.
        stop: least likeness for a merge; 1 is what one voice is expected to have with itself.
        half_s: see `stretch`.
    """
    best_N, best = np.zeros(len(emb_NE), np.int64), (0, 0)
    for likeness, label_N in _levels(emb_NE, seconds_N, apart_NN, half_s):
        spoken_K = np.bincount(label_N, seconds_N)
        found = int((spoken_K >= least_s).sum())
        enough = min(int((spoken_K > 0).sum()), count.least), min(found, count.least)
        if enough >= best:
            best_N, best = label_N, enough
        if likeness < stop and (found <= count.most or not count.most):
            break
    return np.unique(best_N, return_inverse=True)[1].astype(np.int64)


def _levels(
    emb_NE: NDArray[Any], seconds_N: NDArray[Any], apart_NN: NDArray[np.bool_], half_s: float
) -> Iterator[tuple[float, NDArray[np.int64]]]:
    """Clusters before each merge, from single vectors to one cluster, and how alike the two are that merge next.

    Those that may not share a cluster merge after all others, and seem very unlike.
    """
    N = len(emb_NE)
    label_N = np.arange(N)
    seconds_N = seconds_N.astype(np.float64)
    sum_NE = np.asarray(emb_NE, np.float64) * seconds_N[:, None]
    unit_NE = unit(sum_NE)
    stretch_N = stretch(seconds_N, half_s)
    gone_N = np.zeros(N, bool)
    barred_NN = apart_NN.copy()
    like_NN = unit_NE @ unit_NE.T * stretch_N[:, None] * stretch_N - _BARRED * barred_NN
    np.fill_diagonal(like_NN, -np.inf)
    for _ in range(N - 1):
        keep, gone = sorted(int(i) for i in divmod(int(like_NN.argmax()), N))
        yield float(like_NN[keep, gone]), label_N.copy()
        label_N[label_N == gone] = keep
        sum_NE[keep] += sum_NE[gone]
        seconds_N[keep] += seconds_N[gone]
        unit_NE[keep], stretch_N[keep] = unit(sum_NE[keep]), stretch(seconds_N[keep], half_s)
        barred_NN[keep] |= barred_NN[gone]
        barred_NN[:, keep] = barred_NN[keep]
        gone_N[gone] = True
        row_N = unit_NE @ unit_NE[keep] * stretch_N * stretch_N[keep] - _BARRED * barred_NN[keep]
        row_N[gone_N] = -np.inf
        row_N[keep] = -np.inf
        like_NN[keep], like_NN[:, keep] = row_N, row_N
        like_NN[gone], like_NN[:, gone] = -np.inf, -np.inf
    yield -np.inf, label_N
