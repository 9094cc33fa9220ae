"""What a training run leaves: read back as a model, as a recipe, or as the start of another run."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from sts_model.config import StsConfig, from_json
from sts_model.model import Sts, adopt
from sts_model.package import read_model, verify
from sts_model.training.objective import Objective
from sts_model.training.recipe import Recipe, recipe_from_json

MULTI = "multi"
"""Stage of training with two channels; before it, the second has learnt nothing."""


def read_checkpoint(path: Path, *, averaged: bool = True) -> Sts:
    """The averaged model of a run, or the one of its last step, ready to listen."""
    state = _read(path)
    config: StsConfig = from_json(state["config"])
    model = Sts(config)
    last = {name.removeprefix("model."): w for name, w in state["objective"].items() if name.startswith("model.")}
    model.load_state_dict(state["averaged"] if averaged else last)
    return model.eval()


def read_recipe(path: Path) -> Recipe:
    """The recipe that a run was trained with; the default one for runs that did not say."""
    return recipe_from_json(_read(path).get("recipe", "{}"))


def start_from(objective: Objective, path: Path, stage: str, *, fresh_masks: bool = False) -> None:
    """Gives an objective the averaged model of another run and its heads, where it has the same ones.

    Into stage multi, the second channel of a single-speaker model starts as a copy of the first.

    Args:
        path: a checkpoint, or the folder of a model package: a shipped model goes on learning without its run.
        fresh_masks: what estimates the masks starts anew.
    Raises:
        ConfigError: the models do not fit.
        ModelPackageError: the folder is no model package.
    """
    if path.is_dir():
        verify(path)
        adopt(objective.model, _kept(read_model(path).state_dict(), fresh_masks))
        return
    state = _read(path)
    alone = stage == MULTI and state.get("stage") != MULTI
    adopt(objective.model, _kept(state["averaged"], fresh_masks), copy_channel=alone)
    own = objective.state_dict()
    heads = {
        name: value
        for name, value in state["objective"].items()
        if not name.startswith("model.")
        and name not in state["averaged"]  # a head that is the model's own has come with it
        and name in own
        and own[name].shape == value.shape
    }
    objective.load_state_dict(heads, strict=False)


def _kept(weights: Mapping[str, Tensor], fresh_masks: bool) -> dict[str, Tensor]:
    return {name: weight for name, weight in weights.items() if not (fresh_masks and name.startswith("masker."))}


def _read(path: Path) -> dict[str, Any]:
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state
