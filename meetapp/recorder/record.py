"""A whole recording: from the input that was asked for, and from the next one within a moment when it goes away."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from meetapp.errors import DeviceError, InputError, MeetappError
from meetapp.events import RecordingStopped, Trouble
from meetapp.journal import JournalReader, samples_on_disk, stop_track
from meetapp.locks import RoleLock
from meetapp.paths import make_private
from meetapp.recorder.capture import Block, Order
from meetapp.recorder.devices import PORTAUDIO, AudioInput, choose, list_inputs, look_again
from meetapp.recorder.orders import listen
from meetapp.recorder.run import Recording, Teller
from meetapp.recorder.second import AWAY, RESTARTED, SecondInput
from meetapp.recorder.successor import Successor
from meetapp.tracks import track_rate

# A recorder that is being ended, or that hangs and is soon given up, may still have the track.
PREDECESSOR_S = 5.0
PRIORITY = -10
AWAY_S = 0.3

Queue = SimpleQueue[Block | Order]


def record(folder: Path, wanted: str, supervisor: Sequence[str] = (), also: str = "") -> int:
    """Records from the input `wanted` into `folder` until told to stop; the process's exit code.

    Args:
        supervisor: the command that starts a new supervisor when the one that gives orders dies; none: then it stops.
        also: a second input, recorded as a track of its own; empty: none.
    """
    queue: Queue = SimpleQueue()
    second = SecondInput(folder, also) if also else None
    listen(queue.put if second is None else partial(_give_both, queue, second), _successor(supervisor))
    _come_first()  # after the thread above, which hands its own priority on to a supervisor
    with contextlib.suppress(OSError):  # the track will say in a sentence what is wrong with the folder
        make_private(folder)
    tell = Teller(folder)
    try:
        lock = RoleLock(folder, "recorder")
        if not lock.take(PREDECESSOR_S):
            raise InputError(f"The meeting in {folder} is being recorded already.")
        first = First(folder, wanted, queue, tell, lock.beat, second)
        while not first.record_from_one():
            pass
    except MeetappError as err:
        print(err, file=sys.stderr)
        tell(Trouble(str(err), fatal=True, exit_code=err.exit_code))
        return err.exit_code
    finally:
        if second is not None:
            second.finish()
    return 0


def _successor(supervisor: Sequence[str]) -> Successor | None:
    return Successor(supervisor) if supervisor else None


def _give_both(queue: Queue, second: SecondInput, order: Order) -> None:
    queue.put(order)
    second.queue.put(order)


class First:
    """The input that the recording lives by, and the one after it when it goes away; the second one begins with it."""

    def __init__(
        self,
        folder: Path,
        wanted: str,
        queue: Queue,
        tell: Teller,
        beat: Callable[[], None],
        second: SecondInput | None = None,
    ) -> None:
        self._folder, self._wanted, self._queue = folder, wanted, queue
        self._tell, self._beat, self._second = tell, beat, second
        self._why_again = RESTARTED

    def record_from_one(self) -> bool:
        """Whether the recording is complete; False when its input is gone and another, or the same, is to be tried.

        Raises:
            DeviceError: there is no input, and nothing has been recorded that would be worth waiting for one.
        """
        try:
            self._open().run()
        except DeviceError as err:
            if not samples_on_disk(self._folder):
                raise
            self._tell.once(Trouble(str(err), exit_code=err.exit_code))
            self._beat()
            return self._stopped_meanwhile()
        return True

    def _open(self) -> Recording:
        why_again, self._why_again = self._why_again, AWAY
        with PORTAUDIO:
            chosen, notice = choose_again(self._folder, self._wanted)
            if notice:
                self._tell.once(Trouble(notice))
            recording = Recording(self._folder, chosen, self._queue, self._tell, self._beat, why_again)
        if self._second is not None:
            self._second.start(self._tell)
        return recording

    def _stopped_meanwhile(self) -> bool:
        """Waits a moment for an input to come; whether the user stopped the recording, which is then complete."""
        time.sleep(AWAY_S)
        with PORTAUDIO:  # the second input shall not be opened between the question and what is done about it
            if self._second is None or not self._second.is_open:
                look_again()
        waiting = []
        while not self._queue.empty():
            waiting.append(self._queue.get())
        if "stop" not in waiting:
            for item in waiting:
                if item in ("pause", "resume"):
                    self._queue.put(item)
            return False
        stop_track(self._folder)
        rate = track_rate(JournalReader(self._folder).read_new(), 0) or 1
        self._tell(RecordingStopped(samples_on_disk(self._folder) / rate))
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
