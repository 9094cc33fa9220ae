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
