"""Values from outside for the fields of a dataclass: each is of the kind that its field says, and of a sane size."""

import json
import math
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

MAX_BYTES = 1 << 20
"""Of a file of settings; the largest that ships has two thousand."""

LARGEST = 1 << 20
"""No setting counts or measures more; what is larger would only ask for memory."""

MOST_ITEMS = 256


def read_settings(path: Path) -> dict[str, Any]:
    """The JSON object in the file at `path`.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is too large, not JSON, or no object; the message is what stands after "cannot be used:".
    """
    return object_of(settings_text(path))


def settings_text(path: Path) -> str:
    """The text of the file at `path`.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is too large, or not UTF-8.
    """
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValueError(f"{path.name} is larger than {MAX_BYTES >> 20} MB")
    return content.decode("utf-8")


def object_of(text: str) -> dict[str, Any]:
    """The JSON object that `text` is.

    Raises:
        ValueError: it is none, or names something twice.
    """
    try:
        values = json.loads(text, object_pairs_hook=_once)
    except RecursionError as err:
        raise ValueError("it is nested too deeply") from err
    if not isinstance(values, dict):
        raise ValueError(f"it must be a JSON object, not {short(values)}")
    return values


def check_fields(kind: type, values: Mapping[str, Any], where: str) -> None:
    """Nothing, when each of `values` is what the field of the dataclass `kind` of that name may hold.

    Raises:
        ValueError: one is not, or has no field; `where` stands before its name.
    """
    known = get_type_hints(kind)
    for name, value in values.items():
        if name not in known:
            raise ValueError(f"{where} has an unknown setting {short(name)}")
        if not _fits(value, known[name]):
            raise ValueError(f"{where}.{name} cannot be {short(value)}")


def short(value: Any) -> str:
    """`value` for a sentence: on one line, and never long."""
    text = ascii(value) if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _fits(value: Any, kind: Any) -> bool:
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return any(_fits(value, part) for part in parts)
    if origin is tuple:
        return isinstance(value, list | tuple) and len(value) <= MOST_ITEMS and all(_fits(v, parts[0]) for v in value)
    if origin is not None:  # a mapping: names to numbers
        of_key, of_value = parts
        return isinstance(value, dict) and all(_fits(k, of_key) and _fits(v, of_value) for k, v in value.items())
    if kind is float or kind is int:
        number = isinstance(value, int if kind is int else int | float) and not isinstance(value, bool)
        return number and math.isfinite(value) and abs(value) <= LARGEST
    if kind in (str, bool, types.NoneType):
        return isinstance(value, kind)
    return isinstance(value, kind | dict)  # settings inside settings, which are checked where they are made


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("it names something twice")
    return made
