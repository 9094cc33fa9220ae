"""Model packages on this machine: the one that ships with the program, and those installed in the user's folder."""

import re
import secrets
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from meetapp import paths
from meetapp import settings as stored
from meetapp.errors import InputError, StorageError
from meetapp.journal import storage_error
from sts_model.manifest import MANIFEST, ModelPackageError, PackageInfo, verify

SHIPPED = "shipped"
"""The name under which the program's own package is listed."""

CARD = "card.md"
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Model:
    """A package by its `name` in lists; `in_use` says that new meetings are heard with it.

    A package that is damaged has a `fault`, one sentence, and no `info`.
    """

    name: str
    folder: Path
    in_use: bool
    info: PackageInfo | None = None
    fault: str = ""

    @property
    def shipped(self) -> bool:
        return self.name == SHIPPED

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(self.info.files.values()) if self.info else 0


def models_folder() -> Path:
    """Where installed packages lie, one folder each."""
    return paths.home() / "models"


def list_models() -> list[Model]:
    """The shipped package first, then the installed ones by name, each checked."""
    return [_checked(name, folder) for name, folder in _folders().items()]


def find_model(name: str) -> Model:
    """The package that is listed under `name`.

    Raises:
        InputError: there is none.
    """
    folders = _folders()
    if name not in folders:
        raise InputError(f"There is no model {name!r}; known are {', '.join(folders)}.")
    return _checked(name, folders[name])


def look_at(folder: Path) -> PackageInfo:
    """What the package in `folder`, anywhere, says of itself once all of it was found to be whole.

    Raises:
        InputError: it is damaged, or no package.
    """
    try:
        return verify(folder)
    except ModelPackageError as err:
        raise InputError(str(err)) from err


def install(source: Path) -> Model:
    """Copies the package in `source` into the user's folder; nothing is left of one that does not arrive whole.

    Raises:
        InputError: it is damaged or no package, or the same version is installed already.
        StorageError: the disk refused.
    """
    info = look_at(source)
    name = _name_of(info)
    target = models_folder() / name
    if name == SHIPPED or target.exists():
        raise InputError(f"The model {info.title} is installed already; remove it first: meetapp models remove {name}.")
    fresh = models_folder() / f".{name}.{secrets.token_hex(4)}"
    try:
        fresh.mkdir(mode=0o700, parents=True)
        for file in (MANIFEST, *info.files):  # what the manifest does not name stays where it is
            shutil.copyfile(source / file, fresh / file)
        if look_at(fresh) != info:
            raise InputError(f"The model folder {source} was changed while it was copied; try again.")
        fresh.replace(target)
    except OSError as err:
        raise storage_error(models_folder(), err) from err
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return _checked(name, target)


def remove(name: str) -> None:
    """Deletes an installed package.

    Raises:
        InputError: there is none of that name, it ships with the program, or it is in use.
        StorageError: the disk refused.
    """
    folders = _folders()
    if name not in folders:
        raise InputError(f"There is no model {name!r}; known are {', '.join(folders)}.")
    if name == SHIPPED:
        raise InputError("The model that ships with meetapp cannot be removed.")
    if _is_in_use(folders[name]):
        raise InputError(f"The model {name} is in use; choose another first: meetapp models use {SHIPPED}.")
    doomed = folders[name].with_name(f".{name}.{secrets.token_hex(4)}")
    try:
        folders[name].replace(doomed)  # at once no model any more, even if deleting is cut short
        shutil.rmtree(doomed)
    except OSError as err:
        raise StorageError(f"The model folder {folders[name]} cannot be removed: {err.strerror}.") from err


def use(name: str) -> Model:
    """Makes a package the one that new meetings are heard with.

    Raises:
        InputError: there is none of that name, it is damaged, or the settings cannot be read.
        StorageError: the settings cannot be written.
    """
    model = find_model(name)
    if model.fault:
        raise InputError(model.fault)
    chosen = "" if model.shipped else str(model.folder)
    stored.save(paths.settings(), replace(stored.load(paths.settings()), model=chosen))
    return replace(model, in_use=True)


def card(model: Model) -> str:
    """The model's card in Markdown; empty when it has none."""
    try:
        return (model.folder / CARD).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _folders() -> dict[str, Path]:
    """Names and folders of all packages; what is still being copied or deleted begins with a dot."""
    installed = models_folder()
    folders = sorted(installed.iterdir()) if installed.is_dir() else []
    found = {each.name: each for each in folders if not each.name.startswith(".") and each.is_dir()}
    return {SHIPPED: paths.default_model(), **found}


def _checked(name: str, folder: Path) -> Model:
    in_use = _is_in_use(paths.default_model() if name == SHIPPED else folder)
    try:
        return Model(name, folder, in_use, verify(folder))
    except ModelPackageError as err:
        return Model(name, folder, in_use, fault=str(err))


def _is_in_use(folder: Path) -> bool:
    return stored.chosen_model().absolute() == folder.absolute()


def _name_of(info: PackageInfo) -> str:
    """A folder's name from what a package calls itself: `meetapp-english-0.3.0`."""
    return _UNFIT.sub("-", f"{info.name}-{info.version}").strip(".-") or "model"
