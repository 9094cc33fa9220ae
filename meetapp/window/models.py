"""The model packages of this computer, by what their manifests say; no Qt, and nothing that loads a model."""

import json
from dataclasses import dataclass
from pathlib import Path

from meetapp import paths


@dataclass(frozen=True)
class ModelInfo:
    """A package that may be chosen; `folder` is empty for the one that comes with the program."""

    folder: str
    name: str
    version: str

    @property
    def title(self) -> str:
        return f"{self.name} {self.version}".strip()


def find_models(chosen: str = "") -> list[ModelInfo]:
    """The program's own package first, then those in the user's folder of models, and the one that is `chosen`."""
    own = _info(paths.default_model())
    found = [ModelInfo("", own.name, own.version)] if own else []
    beside = paths.home() / "models"
    folders = sorted(each for each in beside.glob("*") if each.is_dir()) if beside.is_dir() else []
    folders += [Path(chosen)] if chosen and Path(chosen) not in folders else []
    return found + [info for info in map(_info, folders) if info]


def card_of(folder: str) -> str:
    """The model's card in Markdown; empty when the package has none."""
    path = (Path(folder) if folder else paths.default_model()) / "card.md"
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _info(folder: Path) -> ModelInfo | None:
    try:
        named = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return ModelInfo(str(folder), str(named["name"]), str(named.get("version", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # no package, or one that the engine will refuse with a sentence
