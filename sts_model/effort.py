"""Effort: how far the search looks, in words that need no knowledge of searching."""

from collections.abc import Mapping
from typing import Any, Literal, get_args

Effort = Literal["fast", "balanced", "careful"]
EFFORTS: tuple[Effort, ...] = get_args(Effort)

WIDTHS: Mapping[Effort, Mapping[str, Any]] = {
    "fast": {"hypotheses": 32, "beam": 9.0},
    "balanced": {},
    "careful": {"hypotheses": 300, "beam": 14.0},
}
"""Fields of `SearchConfig` that replace those of a package; `balanced` is as its package has it."""
