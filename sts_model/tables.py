"""Tables from outside: compiled code looks up in them without looking where, so their kinds are checked first."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_ROWS = 1 << 27
"""Sums of bytes over so many rows still fit 64 bits, and numbers of rows 32."""


def checked_tables(tables: dict[str, NDArray[Any]], kinds: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """`tables`, which are a row of numbers of the given kind each, and no others.

    Raises:
        KeyError: one is missing.
        ValueError: one is of another kind, too long, or has what is no number.
    """
    for name, kind in kinds.items():
        table = tables[name]
        if table.dtype != kind or table.ndim != 1 or len(table) > MOST_ROWS:
            raise ValueError(f"the table {name} is not a row of {np.dtype(kind)}")
        if np.issubdtype(table.dtype, np.floating) and np.isnan(table).any():
            raise ValueError(f"the table {name} has what is no number")
    return {name: tables[name] for name in kinds}
