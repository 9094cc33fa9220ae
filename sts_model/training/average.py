"""`python -m sts_model average`: the mean of two runs' weights, for what each stage of training has forgotten.

Runs that began from the same weights lie near enough to each other for their mean to know nearly all that either does.
Source: Wortsman et al. 2022, Model soups, arXiv 2203.05482.
"""

import argparse
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from torch import Tensor

from sts_model.config import ConfigError, from_json
from sts_model.data.packs import DataError
from sts_model.model import PHONE_HEAD, PLANES, Sts, adopt
from sts_model.package import ModelPackageError, read_model

Weights = dict[str, Tensor]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds `average` to the commands of sts_model."""
    parser = subparsers.add_parser("average", help="the mean of two runs' weights")
    parser.add_argument("first", type=Path, help="checkpoint of a run, or a model package")
    parser.add_argument(
        "second", type=Path, help="checkpoint of a run of the same model, whose heads and stage are kept"
    )
    parser.add_argument("--share", type=float, default=0.5, help="of the second (default: %(default)s)")
    parser.add_argument("--output", type=Path, required=True, help="a checkpoint for `train --init` and `package`")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes the checkpoint.

    Raises:
        DataError: a checkpoint or package cannot be read, they are not of one model, or the share is none.
    """
    if not 0 <= args.share <= 1:
        raise DataError(f"The share must be 0 to 1, not {args.share}.")
    first = _package(args.first) if args.first.is_dir() else _read(args.first)["averaged"]
    second = _read(args.second)
    later: Weights = second["averaged"]
    if all(name.startswith((PLANES, PHONE_HEAD)) for name in later.keys() ^ first.keys()):
        first = _beside(first, later, second["config"])
    mean = {**second, "averaged": between(first, later, args.share)}
    args.output.parent.mkdir(parents=True, exist_ok=True)
    torch.save(mean, args.output)
    return 0


def _beside(first: Weights, later: Weights, config: str) -> Weights:
    """`first`, with the convolutions over frequency and the head for phones of `later` where it has none, and without a
    head where `later` has none; its trunk hears nothing of the convolutions."""
    model = Sts(from_json(config))
    model.load_state_dict(later)
    try:
        adopt(model, first)
    except ConfigError as err:
        raise DataError("Only runs of the same kind of model have a mean.") from err
    return model.state_dict()


def between(first: Weights, second: Weights, share: float) -> Weights:
    """first + share * (second - first), weight by weight.

    Raises:
        DataError: the weights are not of one model.
    """
    if {name: w.shape for name, w in first.items()} != {name: w.shape for name, w in second.items()}:
        raise DataError("Only runs of the same kind of model have a mean.")
    return {name: torch.lerp(w, second[name], share) if w.is_floating_point() else w for name, w in first.items()}


def _package(folder: Path) -> Weights:
    try:
        return dict(read_model(folder).state_dict())
    except ModelPackageError as err:
        raise DataError(str(err)) from err


def _read(path: Path) -> dict[str, Any]:
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, ValueError, KeyError, UnpicklingError) as err:
        raise DataError(f"The checkpoint {path} cannot be read.") from err
    if not isinstance(state, dict) or "averaged" not in state:
        raise DataError(f"{path} is no checkpoint of a run.")
    return state
