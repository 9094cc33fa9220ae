"""`meetapp record` when the library cannot be opened for want of its key: the sound is recorded all the same.

It is sealed with the public key, which needs no secret; text and a place in the library come with `meetapp recover`.
"""

import contextlib
import subprocess
import sys
import time
from pathlib import Path

from meetapp import meeting, supervisor
from meetapp.cli.follow import OUR_FAULT, StopRequests
from meetapp.errors import InputError
from meetapp.journal import JournalReader, samples_on_disk
from meetapp.tracks import track_rate

POLL_S = 0.1


def record_alone(folder: Path, input: str, second_input: str, duration_s: float | None) -> int:
    """The exit code once the recording in `folder` has been stopped; inputs as `supervisor.start` takes them."""
    process = supervisor.start(folder, input=input, second_input=second_input, text=False)
    code = _until_stopped(process, folder, duration_s)
    recorded_s = _recorded_s(folder)
    if not recorded_s:
        print(f"Nothing was recorded; see {meeting.log_path(folder)}.", file=sys.stderr)
        meeting.mark_done(folder)
        return code or OUR_FAULT
    meeting.mark_in_progress(folder)  # its text is still to be made: this is how `meetapp recover` finds it
    print(f"Recorded {recorded_s:.1f} s; the meeting is kept in {folder}.", file=sys.stderr)
    return code


def _until_stopped(process: "subprocess.Popen[bytes]", folder: Path, duration_s: float | None) -> int:
    """The supervisor's exit code, once the user or the clock has stopped it."""
    is_stopped = False
    with StopRequests() as stops:
        while process.poll() is None:
            over = duration_s is not None and _recorded_s(folder) >= duration_s
            if (stops.count or over) and not is_stopped:
                is_stopped = True
                with contextlib.suppress(InputError):  # it has ended by itself
                    supervisor.order(folder, "stop")
            time.sleep(POLL_S)
    return process.returncode if process.returncode >= 0 else OUR_FAULT


def _recorded_s(folder: Path) -> float:
    rate = track_rate(JournalReader(folder).read_new(), 0)
    return samples_on_disk(folder) / rate if rate else 0.0
