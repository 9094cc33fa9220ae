"""Weights from outside: names and shapes are found to fit before any memory is taken, and every number is one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file
from torch import nn
from torch.overrides import TorchFunctionMode

Module = TypeVar("Module", bound=nn.Module)


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
            found = {name: file.get_slice(name).get_shape() for name in file.keys()}  # noqa: SIM118  # no mapping
        _compare(wanted, found, path.name)
        weights = {name: tensor.to(torch.float32) for name, tensor in load_file(path).items()}
    except SafetensorError as err:
        raise WeightsError(f"{path.name} is broken") from err
    except (RuntimeError, TypeError, OverflowError) as err:  # sizes that no tensor can have
        raise WeightsError(f"{path.name} does not fit its settings") from err
    if any(not tensor.isfinite().all() for tensor in weights.values()):
        raise WeightsError(f"{path.name} has weights that are no numbers")
    module = build()
    module.load_state_dict(weights)
    return module


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
