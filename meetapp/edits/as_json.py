"""Edits as JSON and back: one object an edit, `kind` naming its class; what comes from outside is checked."""

import json
import math
from dataclasses import asdict, fields, is_dataclass
from types import GenericAlias
from typing import Any

from meetapp.edits.kinds import Edit, Logged

MOST = 1 << 53
"""No number in an edit is greater: JSON readers elsewhere, and SQLite, hold those below exactly."""

_KINDS: dict[str, type] = {kind.__name__: kind for kind in Edit.__args__}


def kind_of(edit: Edit) -> str:
    """The name of the edit's kind."""
    return type(edit).__name__


def encode(edit: Edit) -> str:
    """The fields of `edit` as one line of JSON; in ASCII, so that no half of a surrogate pair is in the way."""
    return json.dumps(asdict(edit), separators=(",", ":"))


def decode(kind: str, text: str) -> Edit:
    """The edit that `encode` wrote as `text`.

    Raises:
        ValueError: `kind` is none that this version knows, or `text` is not its fields.
    """
    try:
        fields_read = json.loads(text)
    except RecursionError as err:
        raise ValueError("an edit in too many brackets") from err
    return _edit(kind, fields_read)


def encode_logged(logged: Logged) -> str:
    """`logged` as one line of JSON."""
    named = {"id": logged.id, "action": logged.action, "created": logged.created, "kind": kind_of(logged.edit)}
    return json.dumps({**named, "edit": asdict(logged.edit)}, separators=(",", ":"))


def decode_logged(line: str) -> Logged:
    """What `encode_logged` wrote as `line`.

    Raises:
        ValueError: the line is torn, altered, or of a kind this version does not know.
    """
    try:
        named = json.loads(line)
        numbers = (_checked(named["id"], int), _checked(named["action"], int), _checked(named["created"], float))
        return Logged(*numbers, _edit(named["kind"], named["edit"]))
    except (KeyError, TypeError, RecursionError) as err:
        raise ValueError(f"not an edit: {line[:40]!r}") from err


def _edit(kind: Any, named: Any) -> Edit:
    if not isinstance(kind, str) or kind not in _KINDS:
        raise ValueError("an edit of an unknown kind")
    edit: Edit = _checked(named, _KINDS[kind])
    return edit


def _checked(value: Any, kind: Any) -> Any:
    """`value` as the `kind` that a field has: a number, text, a dataclass, or a tuple of one of these."""
    if isinstance(kind, GenericAlias):
        return tuple(_checked(each, kind.__args__[0]) for each in _checked(value, list))
    if is_dataclass(kind):
        known = {field.name: field.type for field in fields(kind)}
        given = {name: _checked(each, known[name]) for name, each in _checked(value, dict).items() if name in known}
        try:
            return kind(**given)  # type: ignore[operator]
        except TypeError as err:
            raise ValueError("an edit without all its fields") from err
    wanted = (int, float) if kind is float else kind
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(f"an edit has {type(value).__name__} where {kind.__name__} must be")
    if isinstance(value, int | float) and not (math.isfinite(value) and abs(value) < MOST):
        raise ValueError("an edit has a number out of bounds")
    return value
