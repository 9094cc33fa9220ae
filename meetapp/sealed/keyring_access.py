"""The keyring of the system, where the secret half of the library's key lies; each process that reads asks it once."""

import functools
import importlib
from typing import Any

from meetapp.errors import LockedError
from meetapp.sealed.state import sealing

SERVICE = "meetapp"
PACKAGES = ("cryptography", "keyring", "sqlcipher3")
_NO_PACKAGES = (
    "Encryption needs packages that are not installed; install meetapp with its extra: pip install meetapp[encryption]."
)
_LOCKED = (
    "The library is encrypted, and the keyring of the system is locked or missing ({why}); unlock it and try again."
)
_NO_KEY = (
    "The library is encrypted, and its key is not in the keyring of this system;"
    " `meetapp encryption unlock` puts it there from the recovery key."
)
_WRONG_KEY = (
    "The key in the keyring is not the one of this library; `meetapp encryption unlock` takes the recovery key instead."
)


def library_secret() -> bytes:
    """The secret half of the key of the user's library.

    Raises:
        LockedError: the keyring does not give it.
    """
    state = sealing()
    if state is None:
        raise LockedError(
            "This is encrypted, and the library's encryption.json is gone;"
            " `meetapp encryption unlock` makes it again from the recovery key."
        )
    return _secret(state.public)


def stored_secret(public: bytes) -> bytes:
    """What the keyring holds as the key of the library with that public half.

    Raises:
        LockedError: it is locked, has none, or has another.
    """
    from meetapp.sealed.keys import name_of, public_of

    text = _call("get_password", name_of(public))
    if text is None:
        raise LockedError(_NO_KEY)
    try:
        secret = bytes.fromhex(text)
        if public_of(secret) == public:
            return secret
    except (ValueError, TypeError):
        pass
    raise LockedError(_WRONG_KEY)


def store_secret(secret: bytes) -> None:
    """Puts the key into the keyring and makes sure that it is there.

    Raises:
        LockedError: the keyring refused.
    """
    from meetapp.sealed.keys import name_of, public_of

    public = public_of(secret)
    _call("set_password", name_of(public), secret.hex())
    stored_secret(public)


def remove_secret(public: bytes) -> None:
    """Takes the key out of the keyring, when there is one."""
    from meetapp.sealed.keys import name_of

    if _call("get_password", name_of(public)) is not None:
        _call("delete_password", name_of(public))


def need_packages() -> None:
    """Nothing, where all packages that encryption needs are installed.

    Raises:
        LockedError: one is missing.
    """
    try:
        for name in PACKAGES:
            importlib.import_module(name)
    except ImportError as err:
        raise LockedError(_NO_PACKAGES) from err


@functools.cache
def _secret(public: bytes) -> bytes:
    need_packages()
    return stored_secret(public)


def _call(what: str, name: str, *values: str) -> Any:
    """What the keyring answers; its own words about a failure are kept short, and never hold a key."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return getattr(keyring, what)(SERVICE, name, *values)
    except KeyringError as err:
        raise LockedError(_LOCKED.format(why=type(err).__name__)) from None
    except Exception as err:  # noqa: BLE001  # back ends of systems raise whatever theirs raise
        raise LockedError(_LOCKED.format(why=type(err).__name__)) from None
