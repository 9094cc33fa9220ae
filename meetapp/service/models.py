"""Models: how the one model of the service is called, without loading it."""

from dataclasses import dataclass
from pathlib import Path

from meetapp.errors import InputError
from sts_model.manifest import MANIFEST, ModelPackageError, verify


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
    """The model package in `folder`, once all of it was found to be whole.

    Raises:
        InputError: it is damaged, or no package.
    """
    try:
        info = verify(folder)
    except ModelPackageError as err:
        raise InputError(str(err)) from err
    return Model(folder, info.name, int((folder / MANIFEST).stat().st_mtime))
