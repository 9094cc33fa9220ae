"""`meetapp models`: the model packages of this machine, for people or as JSON."""

import json
import sys
from pathlib import Path

from meetapp import models
from meetapp.cli.model_card import error_rates, fields
from meetapp.errors import InputError
from meetapp.models import Model

DAMAGED = InputError.exit_code


def show_models(*, as_json: bool) -> None:
    """Prints every package, the one in use marked with a star."""
    found = models.list_models()
    if as_json:
        print(_json([_told(each) for each in found]))
        return
    width = max(len(each.name) for each in found)
    for each in found:
        print(f"{'*' if each.in_use else ' '} {each.name:<{width}}  {_line(each)}")


def show_model(name: str, *, as_json: bool) -> int:
    """Prints what a package and its card say; the exit code is 2 when it is damaged.

    Raises:
        InputError: there is none of that name.
    """
    model = models.find_model(name)
    card = models.card(model)
    told, rates = fields(card), error_rates(card)
    if as_json:
        all_rates = [{"set": rate.test_set, "measure": rate.measure, "value": rate.value} for rate in rates]
        print(_json({**_told(model), "fields": told, "error_rates": all_rates, "card": card}))
        return DAMAGED if model.fault else 0
    print(_line(model))
    print(f"folder: {model.folder}")
    for file, size in model.info.files.items() if model.info else ():
        print(f"{size / 1e6:10.2f} MB  {file}")
    for field, value in told.items():
        print(f"{field}: {value}")
    for rate in rates:
        print(f"{rate.measure}  {rate.test_set}: {rate.value}")
    return DAMAGED if model.fault else 0


def install_model(source: Path, *, as_json: bool) -> None:
    """Installs the package in `source` and prints under which name.

    Raises:
        InputError: it cannot be used, or is there already.
        StorageError: the disk refused.
    """
    model = models.install(source)
    said = f"Installed {_line(model)}. To hear meetings with it: meetapp models use {model.name}"
    print(_json(_told(model)) if as_json else said)


def verify_models(name: str | None, *, as_json: bool) -> int:
    """Prints whether one package, or each, is as it was sealed; the exit code is 2 when one is not.

    Raises:
        InputError: there is none of that name.
    """
    found = models.list_models() if name is None else [models.find_model(name)]
    if as_json:
        print(_json([_told(each) for each in found]))
    for each in () if as_json else found:
        print(each.fault or f"{each.name}: whole.", file=sys.stderr if each.fault else sys.stdout)
    return DAMAGED if any(each.fault for each in found) else 0


def remove_model(name: str, *, as_json: bool) -> None:
    """Deletes an installed package.

    Raises:
        InputError: it ships with the program, is in use, or is not there.
        StorageError: the disk refused.
    """
    models.remove(name)
    print(_json({"removed": name}) if as_json else f"Removed {name}.")


def use_model(name: str, *, as_json: bool) -> None:
    """Makes a package the one that new meetings are heard with.

    Raises:
        InputError: it is damaged or not there, or the settings cannot be read.
        StorageError: the settings cannot be written.
    """
    model = models.use(name)
    print(_json(_told(model)) if as_json else f"New meetings are heard with {_line(model)}.")


def _line(model: Model) -> str:
    if model.info is None:
        return model.fault
    return f"{model.info.title} ({model.size / 1e6:.1f} MB)"


def _told(model: Model) -> dict[str, object]:
    info = model.info
    return {
        "name": model.name,
        "title": info.title if info else None,
        "version": info.version if info else None,
        "folder": str(model.folder),
        "bytes": model.size,
        "files": info.files if info else {},
        "shipped": model.shipped,
        "in_use": model.in_use,
        "fault": model.fault or None,
    }


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)
