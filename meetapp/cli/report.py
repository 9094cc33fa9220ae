"""The last resort: an exception nobody expected becomes a sentence, and a report file for us."""

import os
import platform
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

from meetapp import __version__, paths
from meetapp.faults import places


def report_fault(kind: type[BaseException], err: BaseException, _where: TracebackType | None) -> None:
    """Prints the sentence for a fault of the program; as `sys.excepthook`, so that the exit code is 1."""
    if issubclass(kind, KeyboardInterrupt):
        return
    sentence = "meetapp has failed through a fault of its own; please send us the report"
    try:
        print(f"{sentence} {write_report(err)} (it holds no words of your meetings).", file=sys.stderr)
    except OSError as refused:
        print(f"{sentence} (which could not be written: {refused.strerror}).", file=sys.stderr)


def write_report(err: BaseException) -> Path:
    """A new private file that says where `err` arose; its message is left out, since it may quote a transcript.

    Raises:
        OSError: neither the user's folder nor the one for temporary files can be written.
    """
    text = "\n".join(
        [
            f"meetapp {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"command: {' '.join(sys.argv[1:2])}",
            *places(err),
        ]
    )
    try:
        folder = paths.home() / "reports"
        paths.make_private(folder)
        return _write(folder, text)
    except OSError:
        return _write(Path(tempfile.gettempdir()), text)


def _write(folder: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(prefix=time.strftime("fault-%Y%m%d-%H%M%S-"), suffix=".txt", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    return Path(name)
