"""Agglomerative clustering of unit vectors that respects pairs which must stay apart."""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def agglomerate(
    emb_NE: Vectors, weight_N: NDArray[np.float32], apart_NN: NDArray[np.bool_], stop: float
) -> NDArray[np.int64]:
    """Cluster number of each vector, 0 to K - 1 in order of first member.

    The two clusters whose members are most alike on weighted average merge, until none reach `stop`.

    Args:
        emb_NE: unit length.
        weight_N: how much each vector counts, above 0.
        apart_NN: symmetric; true where two vectors may not share a cluster.
        stop: least mean cosine for a merge, -1 to 1.
    Source: average linkage (UPGMA) with cannot-link pairs.
    """
    N = len(emb_NE)
    label_N = np.arange(N)
    link_NN = (emb_NE @ emb_NE.T).astype(np.float64)
    link_NN[apart_NN] = -np.inf
    np.fill_diagonal(link_NN, -np.inf)
    total_N = weight_N.astype(np.float64)
    for _ in range(N - 1):
        keep, gone = sorted(int(i) for i in divmod(int(link_NN.argmax()), N))
        if link_NN[keep, gone] < stop:
            break
        mean_N = (total_N[keep] * link_NN[keep] + total_N[gone] * link_NN[gone]) / (total_N[keep] + total_N[gone])
        link_NN[keep], link_NN[:, keep] = mean_N, mean_N
        link_NN[gone], link_NN[:, gone] = -np.inf, -np.inf
        link_NN[keep, keep] = -np.inf
        total_N[keep] += total_N[gone]
        label_N[label_N == gone] = keep
    return np.unique(label_N, return_inverse=True)[1].astype(np.int64)
