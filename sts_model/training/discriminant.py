"""Linear discriminant analysis: the directions in which classes differ most for how much their members do."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def discriminant(x_ND: NDArray[Any], class_N: NDArray[np.int64], size: int) -> tuple[Array, Array]:
    """Mean of all rows, and a matrix [D, size] that takes what is left to the best directions, within-variance 1.

    Args:
        x_ND: one row a member.
        class_N: class of each row, 0 to the number of classes - 1, each with a member at least.
        size: how many directions; at most D and the number of classes.
    """
    rows_ND = np.asarray(x_ND, np.float64)
    mean_D = rows_ND.mean(axis=0)
    centre_VD = np.stack([rows_ND[class_N == v].mean(axis=0) for v in range(int(class_N.max()) + 1)])
    within_DD = np.cov((rows_ND - centre_VD[class_N]).T) + 1e-3 * np.eye(rows_ND.shape[1])
    whiten_DD = np.linalg.inv(np.linalg.cholesky(within_DD)).T
    directions_DD = np.linalg.svd((centre_VD - mean_D) @ whiten_DD, full_matrices=False)[2].T
    return mean_D, whiten_DD @ directions_DD[:, :size]
