"""A whole recording: from the input that was asked for, and from the next one within a moment when it goes away."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue

from meetapp.errors import DeviceError, InputError, MeetappError
from meetapp.events import RecordingStopped, Trouble
from meetapp.journal import JournalReader, samples_on_disk, stop_track
from meetapp.locks import RoleLock
from meetapp.paths import make_private
from meetapp.recorder.capture import Block, Order
from meetapp.recorder.devices import AudioInput, choose, list_inputs, look_again
from meetapp.recorder.orders import listen
from meetapp.recorder.run import Recording, Teller
from meetapp.recorder.successor import Successor
from meetapp.tracks import track_rate

# A recorder that is being ended, or that hangs and is soon given up, may still have the track.
PREDECESSOR_S = 5.0
PRIORITY = -10
AWAY_S = 0.3
AWAY = "the input was away"

Queue = SimpleQueue[Block | Order]


def record(folder: Path, wanted: str, supervisor: Sequence[str] = ()) -> int:
    """Records from the input `wanted` into `folder` until told to stop; the process's exit code.

    Args:
        supervisor: the command that starts a new supervisor when the one that gives orders dies; none: then it stops.
    """
    queue: Queue = SimpleQueue()
    listen(queue, Successor(supervisor) if supervisor else None)
    _come_first()  # after the thread above, which hands its own priority on to a supervisor
    with contextlib.suppress(OSError):  # the track will say in a sentence what is wrong with the folder
        make_private(folder)
    tell = Teller(folder)
    try:
        lock = RoleLock(folder, "recorder")
        if not lock.take(PREDECESSOR_S):
            raise InputError(f"The meeting in {folder} is being recorded already.")
        why = "the recorder was restarted"
        while not _record_from_one(folder, wanted, queue, tell, lock.beat, why):
            why = AWAY
    except MeetappError as err:
        print(err, file=sys.stderr)
        tell(Trouble(str(err), fatal=True, exit_code=err.exit_code))
        return err.exit_code
    return 0


def _record_from_one(
    folder: Path, wanted: str, queue: Queue, tell: Teller, beat: Callable[[], None], why_again: str
) -> bool:
    """Whether the recording is complete; False when its input is gone and another, or the same, is to be tried.

    Raises:
        DeviceError: there is no input, and nothing has been recorded that would be worth waiting for one.
    """
    try:
        chosen, notice = choose_again(folder, wanted)
        if notice:
            tell.once(Trouble(notice))
        Recording(folder, chosen, queue, tell, beat, why_again).run()
    except DeviceError as err:
        if not samples_on_disk(folder):
            raise
        tell.once(Trouble(str(err), exit_code=err.exit_code))
        beat()
        return _stopped_meanwhile(folder, queue, tell)
    return True


def _stopped_meanwhile(folder: Path, queue: Queue, tell: Teller) -> bool:
    """Waits a moment for an input to come; whether the user stopped the recording, which is then complete."""
    time.sleep(AWAY_S)
    look_again()
    waiting = []
    while not queue.empty():
        waiting.append(queue.get())
    if "stop" not in waiting:
        for item in waiting:
            if item in ("pause", "resume"):
                queue.put(item)
        return False
    stop_track(folder)
    rate = track_rate(JournalReader(folder).read_new(), 0) or 1
    tell(RecordingStopped(samples_on_disk(folder) / rate))
    return True


def _come_first() -> None:
    """Asks the system to let this thread and its later ones run before others; it may refuse.

    A busy machine then costs no sound.
    """
    if hasattr(os, "setpriority"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, PRIORITY)


def choose_again(folder: Path, wanted: str) -> tuple[AudioInput, str]:
    """The input that `wanted` means, and a sentence for the user when it had to be another one.

    A recording that already has sound goes on with the default input when its own has gone.
    """
    inputs = list_inputs()
    try:
        return choose(inputs, wanted), ""
    except InputError:
        if track_rate(JournalReader(folder).read_new(), 0) is None:
            raise
    chosen = choose(inputs)
    return chosen, f"The input {wanted!r} is gone: the recording goes on with {chosen.description!r}."
