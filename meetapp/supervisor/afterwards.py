"""Afterwards: when a meeting is complete, runs the command that its user wants to be run then."""

import contextlib
from pathlib import Path

from meetapp import after, paths
from meetapp.errors import InputError, LockedError
from meetapp.events import AfterRun, EventWriter
from meetapp.meeting import events_path, open_meeting
from meetapp.settings import load_what_can_be


def run_after(folder: Path, number: int, command: str) -> None:
    """Runs `command`, or the one in the user's settings, of the meeting called `number`; whoever follows is told."""
    command = command or load_what_can_be(paths.settings())[0].after_meeting
    if not command:
        return
    failure = after.run(command, _about(folder, number))
    # The disk may be full by now, or the meeting deleted: that is no fault of the meeting's.
    with contextlib.suppress(OSError):
        events = EventWriter(events_path(folder))
        events.write(AfterRun(failure))
        events.close()


def _about(folder: Path, number: int) -> after.About:
    try:
        meeting = open_meeting(folder)
    except (InputError, LockedError):
        return after.About(number, folder, "", "")  # damaged, or no key; its text is in the library
    return after.About(number, folder, meeting.title, meeting.source)
