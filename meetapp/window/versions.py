"""The versions that a report about this program should name."""

import platform

from PySide6.QtCore import qVersion

from meetapp import __version__


def versions() -> str:
    """In one line: the program, Qt, Python and the system."""
    return f"meetapp {__version__}, Qt {qVersion()}, Python {platform.python_version()}, {platform.platform()}"
