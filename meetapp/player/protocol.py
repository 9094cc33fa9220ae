"""What window and player say to each other: orders on standard input, reports on standard output, a JSON line each."""

import json
import math
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

SLOWEST, FASTEST = 0.5, 2.0


@dataclass(frozen=True)
class Open:
    """Play the meeting in `folder` from now on; nothing sounds until `Play`."""

    folder: str


@dataclass(frozen=True)
class Play:
    """Go on from `at_s`; from where it stands when that is None."""

    at_s: float | None = None


@dataclass(frozen=True)
class Pause:
    """Be silent, and stay where it is."""


@dataclass(frozen=True)
class Seek:
    """Go to `at_s`, playing on or staying silent as before."""

    at_s: float


@dataclass(frozen=True)
class SetSpeed:
    """Play at `speed` times the pace of the recording, 0.5 to 2, voices at their own pitch."""

    speed: float


@dataclass(frozen=True)
class Only:
    """Play nothing but these stretches (begin and end in seconds); everything when there are none."""

    spans: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Opened:
    """The meeting's sound lasts `duration_s`; 0 when it has none."""

    duration_s: float


@dataclass(frozen=True)
class Position:
    """What is heard at this moment is the sound at `at_s`; `orders` were obeyed until now, of those since the start."""

    at_s: float
    playing: bool
    orders: int = 0


@dataclass(frozen=True)
class Problem:
    """Nothing can be played, for the reason that the sentence gives."""

    sentence: str


Order = Open | Play | Pause | Seek | SetSpeed | Only
Report = Opened | Position | Problem
_ORDERS: dict[str, type] = {kind.__name__: kind for kind in Order.__args__}
_REPORTS: dict[str, type] = {kind.__name__: kind for kind in Report.__args__}
T = TypeVar("T")


def encode(said: Order | Report) -> bytes:
    """`said` as one line, newline included."""
    return json.dumps({"kind": type(said).__name__, **asdict(said)}).encode() + b"\n"


def decode_order(line: bytes) -> Order:
    """The order in `line`.

    Raises:
        ValueError: it is none, or its numbers make no sense.
    """
    order: Order = _decode(line, _ORDERS)
    if isinstance(order, Play | Seek) and order.at_s is not None:
        _check(order.at_s, 0.0, math.inf)
    if isinstance(order, SetSpeed):
        _check(order.speed, SLOWEST, FASTEST)
    if isinstance(order, Only):
        order = Only(tuple((float(begin), float(end)) for begin, end in order.spans))
        for begin, end in order.spans:
            _check(begin, 0.0, math.inf)
            _check(end, begin, math.inf)
    return order


def decode_report(line: bytes) -> Report:
    """The report in `line`.

    Raises:
        ValueError: it is none.
    """
    report: Report = _decode(line, _REPORTS)
    return report


def _decode(line: bytes, kinds: dict[str, type]) -> Any:
    try:
        fields: dict[str, Any] = json.loads(line)
        return kinds[fields.pop("kind")](**fields)
    except (KeyError, TypeError, AttributeError, ValueError) as err:
        raise ValueError(f"neither an order nor a report: {line[:80]!r}") from err


def _check(value: object, least: float, most: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most or value == math.inf:
        raise ValueError(f"{value!r} does not lie between {least} and {most}")
