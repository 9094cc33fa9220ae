"""What can be said of a media file without a decoder: is it there, is it a file, may it be read."""

import os
import stat
from pathlib import Path

from meetapp.errors import MediaError


def check_readable(path: Path) -> None:
    """Nothing, when `path` is a file with bytes in it that this user may read.

    Raises:
        MediaError: it is not.
    """
    if not _is_text(str(path)):  # neither the library nor JSON could hold it
        raise MediaError(f"The name {_shown(path)} is not text in UTF-8: give the file, or its folder, another one.")
    try:
        info = path.stat()
    except FileNotFoundError as err:
        raise MediaError(f"There is no file {path}.") from err
    except OSError as err:
        raise MediaError(f"Cannot read {path}: {err.strerror}.") from err
    if stat.S_ISDIR(info.st_mode):
        raise MediaError(f"{path} is a folder: name the recordings in it.")
    if not stat.S_ISREG(info.st_mode):
        raise MediaError(f"{path} is not a file.")
    if not os.access(path, os.R_OK):
        raise MediaError(f"Cannot read {path}: you have no permission to.")
    if info.st_size == 0:
        raise MediaError(f"{path.name} is empty: it has no bytes.")


def _is_text(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _shown(path: Path) -> str:
    return str(path).encode("utf-8", "replace").decode()
