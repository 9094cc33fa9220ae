"""Token: the secret that a client shows, in a file that only the user can read."""

import hmac
import os
import re
import secrets
import stat
from pathlib import Path

from meetapp.errors import InputError
from meetapp.meeting import write_private
from meetapp.paths import make_private

LEAST = 16
_WORD = re.compile(rf"[!-~]{{{LEAST},512}}")


def load_token(path: Path) -> str:
    """The token in the file at `path`, which is made if there is none.

    Raises:
        InputError: the file holds no token, others may read it, or it cannot be read.
        StorageError: it cannot be made.
    """
    try:
        mode, token = path.stat().st_mode, path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return _new_token(path)
    except (OSError, UnicodeDecodeError) as err:
        reason = err.strerror if isinstance(err, OSError) else "it is not text"
        raise InputError(f"The token file {path} cannot be read: {reason}.") from err
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise InputError(f"Others may read the token file {path}: take that away (chmod 600) or delete the file.")
    if not _WORD.fullmatch(token):
        raise InputError(f"The token file {path} must hold one word of {LEAST} characters or more; or delete it.")
    return token


def is_right(shown: str, token: str) -> bool:
    """Whether the header `Authorization: Bearer TOKEN` shows the token; how long this takes tells nothing of it."""
    scheme, _, word = shown.partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(
        word.strip().encode("utf-8", "surrogateescape"), token.encode()
    )


def _new_token(path: Path) -> str:
    token = secrets.token_urlsafe(32)
    try:
        make_private(path.parent)
    except OSError as err:
        raise InputError(f"The folder of the token file {path} cannot be made: {err.strerror}.") from err
    write_private(path, token + "\n")
    return token
