"""Supervisor: a process that starts, watches and restarts the children of one meeting, and outlives the window.

These are the three things that the window and the command line need of it; each is one call.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from meetapp import children
from meetapp.locks import holder
from meetapp.meeting import log_path, mark_in_progress, open_private
from meetapp.part import WHOLE, Part
from meetapp.supervisor.control import is_listening, send


def start(
    folder: Path,
    *,
    input: str | None = None,
    second_input: str = "",
    media: Path | Sequence[Path] | None = None,
    part: Part = WHOLE,
    resume: bool = False,
    library: Path | None = None,
    meeting_id: int | None = None,
    model: Path | None = None,
    text: bool = True,
    after: str = "",
) -> "subprocess.Popen[bytes]":
    """A supervisor at work on the meeting in `folder`, in a process session of its own; its exit code is the meeting's.

    Args:
        folder: an existing meeting folder.
        input: record from this input; None, with neither `media` nor `resume`, is the system's default.
        second_input: record this one too, as a track of its own; empty: no other.
        media: import this file instead of recording, or these files as a track each.
        part: how much of a file.
        resume: neither record nor import: make the text of what is on disk, as after a crash.
        library: commit final turns to this database, under `meeting_id`.
        model: a model package other than the default.
        text: without it a recording is sound alone; `resume` makes its text when it is wanted.
        after: a command to run when the meeting is complete, instead of the one in the user's settings.
    """
    command = children.command("meetapp.supervisor", str(folder))
    if media is not None:
        files = [media] if isinstance(media, Path) else media
        command += [word for file in files for word in ("--media", str(file))] + part.options()
    elif resume:
        command += ["--resume"]
    else:
        command += recording(input or "", second_input)
    command += keeping(library, meeting_id, model)
    if not text:
        command += ["--no-text"]
    if after:
        command += ["--after", after]
    mark_in_progress(folder)  # from now on `order` knows that somebody will listen
    log = open_private(log_path(folder))
    with log:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def recording(input: str, second_input: str) -> list[str]:
    """The options, alike for supervisor and recorder, that say what is recorded."""
    return ["--input", input, *(("--second-input", second_input) if second_input else ())]


def keeping(library: Path | None, meeting_id: int | None, model: Path | None) -> list[str]:
    """The options, alike for supervisor and engine, that say where turns are kept and which model hears them."""
    options = [] if library is None else ["--library", str(library), "--meeting", str(meeting_id)]
    return options if model is None else [*options, "--model", str(model)]


def order(folder: Path, what: str) -> None:
    """Tells the supervisor of the meeting in `folder` to "stop", "pause" or "resume".

    Raises:
        InputError: nothing is going on in that folder.
    """
    send(folder, what)


def running(folder: Path) -> bool:
    """Whether a supervisor is at work on the meeting in `folder`, or a recorder that is starting the next one."""
    return is_listening(folder) or holder(folder, "recorder") is not None
