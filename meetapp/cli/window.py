"""`meetapp` without a command: the window."""

import sys

from meetapp.errors import SystemPartError


def show() -> int:
    """The window's exit code once it is closed.

    Raises:
        SystemPartError: Qt, or a library of the system that it needs, is missing.
    """
    try:
        from meetapp.window.app import run
    except ImportError as err:
        raise SystemPartError(
            f"The window cannot start, since a part of Qt is missing ({err}); see the README."
        ) from err
    code: int = run(sys.argv[:1])
    return code
