"""Weights from outside: names and shapes are found to fit before any memory is taken, and every number is one."""

from collections.abc import Callable, Container, Mapping
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

Module = TypeVar("Module", bound=nn.Module)

SCALE = ".scale"
"""Ends the names of the scales of weights kept as bytes."""
MATRIX_AXES = 2


class WeightsError(ValueError):
    """Weights that do not fit the settings beside them, or are no numbers."""


def read_weights(build: Callable[[], Module], path: Path) -> Module:
    """The module that `build` makes, with the weights of the safetensors file at `path`, in single precision.

    Raises:
        OSError: the file cannot be read.
        WeightsError: it is broken, or of another module.
    """
    try:
        with torch.device("meta"), _Unfilled():
            wanted = {name: list(tensor.shape) for name, tensor in build().state_dict().items()}
        with safe_open(path, "pt") as file:
            names = set(file.keys())
            found = {name: file.get_slice(name).get_shape() for name in names if not _is_scale(name, names)}
        _compare(wanted, found, path.name)
        weights = _unpacked(load_file(path))
        _compare(wanted, {name: list(tensor.shape) for name, tensor in weights.items()}, path.name)
    except SafetensorError as err:
        raise WeightsError(f"{path.name} is broken") from err
    except (RuntimeError, TypeError, OverflowError) as err:  # sizes that no tensor can have
        raise WeightsError(f"{path.name} does not fit its settings") from err
    if any(not tensor.isfinite().all() for tensor in weights.values()):
        raise WeightsError(f"{path.name} has weights that are no numbers")
    module = build()
    module.load_state_dict(weights)
    return module


def packed(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """`state` in a quarter of its size: matrices as bytes with a scale a row of the first axis, the rest in half.

    `read_weights` reads both these and plain weights.
    """
    tables: dict[str, Tensor] = {}
    for name, value in state.items():
        if value.ndim < MATRIX_AXES:
            tables[name] = value.half().contiguous()
            continue
        scale = value.abs().amax(dim=tuple(range(1, value.ndim)), keepdim=True).clamp_min(1e-8) / 127
        tables[name] = (value / scale).round().to(torch.int8).contiguous()
        tables[name + SCALE] = scale.float().contiguous()
    return tables


def _unpacked(tables: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Every tensor in single precision, without the scales of bytes."""
    weights = {}
    for name, value in tables.items():
        if not _is_scale(name, tables):
            is_bytes = value.dtype == torch.int8
            if is_bytes != (name + SCALE in tables):
                raise WeightsError(f"{name} and its scale do not fit each other")
            weights[name] = value.float() * tables[name + SCALE].float() if is_bytes else value.float()
    return weights


def _is_scale(name: str, names: Container[str]) -> bool:
    return name.endswith(SCALE) and name.removesuffix(SCALE) in names


class _Unfilled(TorchFunctionMode):
    """Leaves new weights as they are: drawing numbers without memory makes PyTorch load its compiler, for seconds."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        given = kwargs or {}
        if getattr(func, "__module__", "") == "torch.nn.init":
            return given.get("tensor", args[0] if args else None)
        return func(*args, **given)


def _compare(wanted: dict[str, list[int]], found: dict[str, list[int]], file: str) -> None:
    if missing := sorted(set(wanted) - set(found)):
        raise WeightsError(f"{file} lacks {missing[0]}")
    if strange := sorted(set(found) - set(wanted)):
        raise WeightsError(f"{file} has {ascii(strange[0])[:60]}, which its settings do not ask for")
    for name, shape in wanted.items():
        if found[name] != shape:
            raise WeightsError(f"{file} has {name} of the shape {found[name]} where {shape} is asked for")
