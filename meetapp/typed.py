"""Values that came as JSON, as what the fields of a dataclass may hold; numbers from outside are checked here."""

import math
from dataclasses import fields, is_dataclass
from types import GenericAlias, UnionType
from typing import Any

MOST = 1 << 53
"""No number is greater: JSON readers elsewhere, and SQLite, hold those below exactly."""


def typed(value: Any, kind: Any) -> Any:
    """`value` as the `kind` that a field has: a number, text, a dataclass, a tuple of one of these, or None.

    Fields that a dataclass does not know are passed over, as those of a newer version.

    Raises:
        ValueError: it is of another kind, or a number is out of bounds.
    """
    if isinstance(kind, UnionType):
        return None if value is None else typed(value, kind.__args__[0])
    if isinstance(kind, GenericAlias):
        return tuple(typed(each, kind.__args__[0]) for each in typed(value, list))
    if is_dataclass(kind):
        known = {field.name: field.type for field in fields(kind)}
        given = {name: typed(each, known[name]) for name, each in typed(value, dict).items() if name in known}
        try:
            return kind(**given)  # type: ignore[operator]
        except TypeError as err:
            raise ValueError(f"{kind.__name__} without all its fields") from err  # type: ignore[union-attr]
    wanted = (int, float) if kind is float else kind
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(f"{type(value).__name__} where {kind.__name__} must be")
    if isinstance(value, int | float) and not (math.isfinite(value) and abs(value) < MOST):
        raise ValueError("a number out of bounds")
    return value
