"""Models: how the one model of the service is called, without loading it."""

import json
from dataclasses import dataclass
from pathlib import Path

from meetapp.errors import InputError


@dataclass(frozen=True)
class Model:
    """The package in `folder`; `created` is the time of its manifest in seconds since 1970."""

    folder: Path
    name: str
    created: int

    def listed(self) -> dict[str, object]:
        """As `GET /v1/models` lists it."""
        return {"id": self.name, "object": "model", "created": self.created, "owned_by": "meetapp"}


def find_model(folder: Path) -> Model:
    """The model package in `folder`; whether its files are whole is for the engine to say.

    Raises:
        InputError: the folder is no model package.
    """
    manifest = folder / "manifest.json"
    try:
        named, created = json.loads(manifest.read_text(encoding="utf-8")), int(manifest.stat().st_mtime)
        name = named["name"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as err:
        raise InputError(f"{folder} is no model package: its manifest.json is missing or damaged.") from err
    if not isinstance(name, str) or not name:
        raise InputError(f"{folder} is no model package: its manifest.json has no name.")
    return Model(folder, name, created)
