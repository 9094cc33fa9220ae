"""Model packages: a folder of weights, settings and tables with checksums; nothing in it is ever unpickled."""

import json
from collections.abc import Mapping
from pathlib import Path

from safetensors.torch import save_file

from sts_model.checked import check_fields, read_settings, settings_text
from sts_model.config import ConfigError, from_json
from sts_model.manifest import MANIFEST, ModelPackageError, PackageInfo, verify, write_manifest
from sts_model.model import Sts
from sts_model.search.config import SearchConfig
from sts_model.weights import packed, read_weights

# fmt: off
__all__ = [
    "CONFIG", "LANGUAGE_MODEL", "LEXICON", "MANIFEST", "SEARCH_CONFIG", "WEIGHTS", "ModelPackageError", "PackageInfo",
    "read_model", "read_search_config", "unusable", "verify", "write_manifest", "write_model",
]
# fmt: on

WEIGHTS = "model.safetensors"
CONFIG = "config.json"
SEARCH_CONFIG = "search.json"
LEXICON = "lexicon.safetensors"
LANGUAGE_MODEL = "lm.safetensors"


def write_model(model: Sts, folder: Path) -> None:
    """Weights in eight bits and the config of `model`, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(packed(model.state_dict()), folder / WEIGHTS)
    (folder / CONFIG).write_text(model.config.to_json() + "\n", encoding="utf-8")


def read_model(folder: Path) -> Sts:
    """The recogniser of a verified package, in single precision, ready to listen.

    Raises:
        ModelPackageError: config and weights do not fit each other or this version.
    """
    try:
        config = from_json(settings_text(folder / CONFIG))
        if not config.usable:
            raise ConfigError("no search is made for its frames, tokens or predictor")
        return read_weights(lambda: Sts(config), folder / WEIGHTS).eval()
    except (OSError, ValueError) as err:
        raise ModelPackageError(f"The model folder {folder} cannot be used: {str(err).rstrip('.')}.") from err


def read_search_config(folder: Path) -> SearchConfig:
    """The search settings that were tuned with this model.

    Raises:
        ModelPackageError: the file is missing or has settings that this version does not know.
    """
    try:
        values = read_settings(folder / SEARCH_CONFIG)
        check_fields(SearchConfig, values, "search")
        return SearchConfig(**values)
    except (OSError, ValueError) as err:
        raise ModelPackageError(f"The {SEARCH_CONFIG} of the model folder {folder} cannot be used: {err}.") from err


def change_search_config(folder: Path, settings: Mapping[str, object]) -> None:
    """Puts `settings` into the search settings of a package, and its checksums anew.

    Raises:
        ModelPackageError: the package is not whole.
    """
    info, path = verify(folder), folder / SEARCH_CONFIG
    values = read_settings(path) | dict(settings)
    path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    write_manifest(folder, info.name, info.version)


def unusable(folder: Path, reason: object) -> ModelPackageError:
    """The error that says why the package in `folder` cannot be used."""
    sentence = " ".join(str(reason).split()).rstrip(".")
    return ModelPackageError(f"The model folder {folder} cannot be used: {sentence}.")
