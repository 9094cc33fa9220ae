"""Model packages: a folder of weights, settings and tables with checksums; nothing in it is ever unpickled."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from sts_model.config import ConfigError, from_json
from sts_model.model import Sts
from sts_model.search.config import SearchConfig

FORMAT = 1
MANIFEST = "manifest.json"
WEIGHTS = "model.safetensors"
CONFIG = "config.json"
SEARCH_CONFIG = "search.json"
LEXICON = "lexicon.safetensors"
LANGUAGE_MODEL = "lm.safetensors"


class ModelPackageError(Exception):
    """A model folder that cannot be used, in one sentence."""


@dataclass(frozen=True)
class PackageInfo:
    """What a package says of itself; `files` maps names to sizes in bytes."""

    name: str
    version: str
    files: dict[str, int]

    @property
    def title(self) -> str:
        return f"{self.name} {self.version}"


def write_model(model: Sts, folder: Path) -> None:
    """Weights in half precision and the config of `model`, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: value.half().contiguous() for name, value in model.state_dict().items()}
    save_file(weights, folder / WEIGHTS)
    (folder / CONFIG).write_text(model.config.to_json() + "\n", encoding="utf-8")


def write_manifest(folder: Path, name: str, version: str) -> PackageInfo:
    """Seals the folder: sizes and checksums of every file in it, so that `verify` notices any change."""
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": _digest(path)}
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != MANIFEST
    }
    content = {"format": FORMAT, "name": name, "version": version, "files": files}
    (folder / MANIFEST).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return verify(folder)


def verify(folder: Path) -> PackageInfo:
    """What the package is, once every file has been found to be as it was sealed.

    Raises:
        ModelPackageError: the folder, a file or the manifest is missing, altered or of a newer format.
    """
    content = _manifest(folder)
    for name, expected in content["files"].items():
        path = folder / name
        if Path(name).name != name:
            raise ModelPackageError(f"The model folder {folder} names a file outside itself: {name}.")
        if not path.is_file():
            raise ModelPackageError(f"The model folder {folder} lacks the file {name}; install the model again.")
        if path.stat().st_size != expected["bytes"] or _digest(path) != expected["sha256"]:
            raise ModelPackageError(
                f"The file {name} of the model folder {folder} was altered; install the model again."
            )
    sizes = {name: int(expected["bytes"]) for name, expected in content["files"].items()}
    return PackageInfo(str(content["name"]), str(content["version"]), sizes)


def read_model(folder: Path) -> Sts:
    """The recogniser of a verified package, in single precision, ready to listen.

    Raises:
        ModelPackageError: config and weights do not fit each other or this version.
    """
    try:
        config = from_json((folder / CONFIG).read_text(encoding="utf-8"))
        if not config.usable:
            raise ConfigError("no search is made for its frames, tokens or predictor")
        model = Sts(config)
        model.load_state_dict({name: value.to(torch.float32) for name, value in load_file(folder / WEIGHTS).items()})
    except (OSError, ConfigError, SafetensorError, RuntimeError) as err:
        reason = str(err).splitlines()[0].rstrip(".:")
        raise ModelPackageError(f"The model folder {folder} cannot be used: {reason}.") from err
    return model.eval()


def read_search_config(folder: Path) -> SearchConfig:
    """The search settings that were tuned with this model.

    Raises:
        ModelPackageError: the file is missing or has settings that this version does not know.
    """
    try:
        return SearchConfig(**json.loads((folder / SEARCH_CONFIG).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as err:
        raise ModelPackageError(f"The {SEARCH_CONFIG} of the model folder {folder} cannot be used: {err}.") from err


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    if not folder.is_dir():
        raise ModelPackageError(f"There is no model folder {folder}.")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        known = content["format"] == FORMAT
        complete = all({"bytes", "sha256"} <= set(entry) for entry in content["files"].values())
        complete = complete and {"name", "version"} <= set(content)
    except FileNotFoundError as err:
        raise ModelPackageError(f"The folder {folder} is no model package: it lacks {MANIFEST}.") from err
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
        raise ModelPackageError(f"The {MANIFEST} of the model folder {folder} cannot be read.") from err
    if not known or not complete:
        raise ModelPackageError(f"The model folder {folder} is of a format this version does not know.")
    return dict(content)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
