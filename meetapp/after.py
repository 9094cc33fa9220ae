"""After: a command of the user's own that is run when a meeting is complete, and what became of it.

The command comes from the user's settings or command line and from nowhere else: no folder, file or meeting can bring
one along. No shell reads it, and what a meeting is called reaches it in variables, never as a part of the command.
"""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from meetapp.errors import InputError

LIMIT_S = 300.0
POLL_S = 0.02


@dataclass(frozen=True)
class About:
    """What the command is told; `number` is that in the library, None where the library was left alone."""

    number: int | None
    folder: Path | None
    title: str
    source: str

    def variables(self) -> dict[str, str]:
        """As variables of the environment, without what these cannot hold."""
        return {
            "MEETAPP_MEETING": "" if self.number is None else str(self.number),
            "MEETAPP_FOLDER": "" if self.folder is None else str(self.folder.absolute()),
            "MEETAPP_TITLE": "".join(filter(str.isprintable, self.title)),
            "MEETAPP_SOURCE": "".join(filter(str.isprintable, self.source)),
        }


def parted(command: str, *, windows: bool = os.name == "nt") -> list[str]:
    """The words of `command`, as a shell of this system would part them.

    On Windows a backslash parts folders and an apostrophe belongs to a name; elsewhere both quote.

    Raises:
        ValueError: a quotation mark is without its other half.
    """
    lexer = shlex.shlex(command, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters = True, ""
    if windows:
        lexer.escape, lexer.quotes = "", '"'
    return list(lexer)


def words_of(command: str) -> list[str]:
    """The program and its arguments that `command` names.

    Raises:
        InputError: it is empty or half quoted, or there is no such program.
    """
    try:
        words = parted(command)
    except ValueError as err:
        raise InputError(
            f"The command to run afterwards has a quotation mark without its other half: {command}"
        ) from err
    if not words:
        raise InputError("The command to run afterwards is empty.")
    if shutil.which(words[0]) is None:
        raise InputError(f"There is no program {words[0]!r} to run afterwards.")
    return words


def run(command: str, about: About, *, limit_s: float = LIMIT_S, is_stopped: Callable[[], bool] = lambda: False) -> str:
    """What went wrong with the command, in a sentence; empty when nothing did. What it prints is not kept."""
    try:
        words = words_of(command)
        process = _start(words, {**os.environ, **about.variables()})
    except InputError as err:
        return f"{err} The meeting itself is complete."
    except OSError as err:
        return f"The command {words[0]!r} could not be run afterwards: {err.strerror}. The meeting itself is complete."
    give_up = time.monotonic() + limit_s
    while (code := process.poll()) is None:
        if why := "you stopped it" if is_stopped() else "it took too long" if time.monotonic() > give_up else "":
            _end(process)
            return f"The command {words[0]!r} was ended: {why}. The meeting itself is complete."
        time.sleep(POLL_S)
    return f"The command {words[0]!r} failed with code {code}. The meeting itself is complete." if code else ""


def _start(words: list[str], variables: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(words, stdin=nowhere, stdout=nowhere, stderr=nowhere, env=variables, start_new_session=True)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends the command with all that it has started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
