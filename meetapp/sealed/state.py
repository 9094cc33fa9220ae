"""State: whether this library is encrypted, and with which public key; read by whoever writes, without any secret."""

import json
from dataclasses import dataclass
from pathlib import Path

from meetapp import paths
from meetapp.errors import LockedError

KEY_BYTES = 32
TAG_BYTES = 16
"""What ChaCha20-Poly1305 adds to a message."""


@dataclass(frozen=True)
class Sealing:
    """A library that has a key; `on` when what is written from now on is sealed, else only what was before."""

    public: bytes
    on: bool


def state_path() -> Path:
    """The file that an encrypted library has, and no other."""
    return paths.home() / "encryption.json"


def sealing() -> Sealing | None:
    """The state of the user's library; None when nothing in it is, or shall be, encrypted.

    Raises:
        LockedError: the file that says so is damaged.
    """
    try:
        named = json.loads(state_path().read_text(encoding="utf-8"))
        state = Sealing(bytes.fromhex(named["public"]), named["state"] == "on")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as err:
        raise _DAMAGED from err
    if len(state.public) != KEY_BYTES:
        raise _DAMAGED
    return state


def as_text(state: Sealing) -> str:
    """`state` as the content of the file."""
    named = {"version": 1, "state": "on" if state.on else "off", "public": state.public.hex()}
    return json.dumps(named, indent=2) + "\n"


def is_on() -> bool:
    """Whether what is written now has to be sealed."""
    state = sealing()
    return state is not None and state.on


def seems_on() -> bool:
    """As `is_on`, for whoever only tells of it: so it is, too, where the file that says so is damaged."""
    try:
        return is_on()
    except LockedError:
        return True


_DAMAGED = LockedError(
    "The file encryption.json in the library's folder is damaged; `meetapp encryption unlock` makes it again from the"
    " recovery key."
)
