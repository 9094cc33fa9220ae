"""What a parcel says it holds: version, and size and digest of each file."""

import json
from dataclasses import asdict, dataclass

from meetapp.errors import InputError
from meetapp.parcel import MANIFEST, MOST_BYTES, VERSION
from meetapp.typed import typed


class UnfitError(InputError):
    """Why a parcel is refused, to be told with the name of its file; a sentence without its beginning and full stop."""


@dataclass(frozen=True)
class Part:
    """One file of the parcel."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Contents:
    """All files but this list itself."""

    version: int
    parts: tuple[Part, ...]


def encode(parts: list[Part]) -> bytes:
    """The list as it is written."""
    return json.dumps(asdict(Contents(VERSION, tuple(parts))), indent=1).encode()


def decode(content: bytes) -> dict[str, Part]:
    """The parts that `encode` wrote, by name.

    Raises:
        UnfitError: it is no such list, of a newer version, or names what is no part of a meeting.
    """
    try:
        contents: Contents = typed(json.loads(content), Contents)
    except (ValueError, RecursionError) as err:
        raise UnfitError(f"its list of contents, {MANIFEST}, is damaged") from err
    if contents.version != VERSION:
        raise UnfitError("it was written by another version of meetapp; update the older one")
    parts = {part.name: part for part in contents.parts}
    for name, part in parts.items():
        if name == MANIFEST or not 0 <= part.size <= MOST_BYTES.get(name, -1):
            raise UnfitError(f"{name[:40]!r} is no part of a meeting, or too large for one")
    if len(parts) != len(contents.parts):
        raise UnfitError("it names a part twice")
    return parts
