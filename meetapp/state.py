"""What goes on with a meeting of the library, told from its folder and from whether its text was completed."""

from pathlib import Path
from typing import Literal

from meetapp import supervisor
from meetapp.meeting import is_in_progress
from meetapp.store import Library
from meetapp.store.meetings import MeetingRow, get_meeting

State = Literal["complete", "working", "interrupted", "recorded"]
"""Of "recorded" nobody makes the text, and not all of it is there: it was not wanted yet, or could not be made."""


def state_of(folder: Path) -> State:
    """Whether somebody works on the meeting, or did when a crash came; slow enough to keep a window waiting."""
    if not is_in_progress(folder):
        return "complete"
    if supervisor.running(folder):
        return "working"
    return "interrupted" if is_in_progress(folder) else "complete"  # it may just have come to its end


def with_text(library: Library, row: MeetingRow, state: State) -> State:
    """`state`, which the folder of `row` was in, or "recorded" where the library has not all of its text."""
    if state != "complete" or row.duration_s is not None:
        return state
    # It may have been completed since `row` was read.
    return "recorded" if get_meeting(library, row.id).duration_s is None else "complete"
