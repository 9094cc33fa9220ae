"""`meetapp` without a command, and `meetapp open`: the window."""

import sys
from collections.abc import Sequence
from pathlib import Path

from meetapp.errors import SystemPartError


def show(files: Sequence[Path] = (), *, record: bool = False) -> int:
    """The window's exit code once it is closed; it begins with importing `files`, and with a recording if wanted.

    Raises:
        SystemPartError: Qt, or a library of the system that it needs, is missing.
    """
    try:
        from meetapp.window.app import run
    except ImportError as err:
        raise SystemPartError(
            f"The window cannot start, since a part of Qt is missing ({err}); see the README."
        ) from err
    code: int = run(sys.argv[:1], [file.resolve() for file in files], record=record)
    return code
