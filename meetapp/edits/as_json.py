"""Edits as JSON and back: one object an edit, `kind` naming its class; what comes from outside is checked."""

import json
from dataclasses import asdict
from typing import Any

from meetapp.edits.kinds import Edit, Logged
from meetapp.typed import typed

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
        numbers = (typed(named["id"], int), typed(named["action"], int), typed(named["created"], float))
        return Logged(*numbers, _edit(named["kind"], named["edit"]))
    except (KeyError, TypeError, RecursionError) as err:
        raise ValueError(f"not an edit: {line[:40]!r}") from err


def _edit(kind: Any, named: Any) -> Edit:
    if not isinstance(kind, str) or kind not in _KINDS:
        raise ValueError("an edit of an unknown kind")
    edit: Edit = typed(named, _KINDS[kind])
    return edit
