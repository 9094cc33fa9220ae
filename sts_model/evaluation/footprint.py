"""How many bytes a value holds on to: arrays and tensors with all of the storage behind them, and plain objects."""

import sys
from typing import Any

import numpy as np
from torch import Tensor


def footprint(*values: Any) -> int:
    """Bytes reachable from `values`, each object once; a view counts for the whole that it keeps alive."""
    seen: set[int] = set()
    waiting: list[Any] = list(values)
    total = 0
    while waiting:
        value = waiting.pop()
        if isinstance(value, Tensor):
            storage = value.untyped_storage()
            key, size, inner = storage.data_ptr(), storage.nbytes(), list[Any]()
        else:
            key, size, inner = _plain(value)
        if key not in seen:
            seen.add(key)
            total += size
            waiting += inner
    return total


def _plain(value: Any) -> tuple[int, int, list[Any]]:
    """Identity, bytes, and what lies inside."""
    if isinstance(value, np.ndarray):
        while isinstance(value.base, np.ndarray):
            value = value.base
        return id(value), value.nbytes, []
    if isinstance(value, dict):
        return id(value), sys.getsizeof(value), [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | set | frozenset):
        return id(value), sys.getsizeof(value), list(value)
    return id(value), sys.getsizeof(value), _fields(value)


def _fields(value: Any) -> list[Any]:
    slots = [getattr(value, name) for name in getattr(type(value), "__slots__", ()) if hasattr(value, name)]
    return [*getattr(value, "__dict__", {}).values(), *slots]
