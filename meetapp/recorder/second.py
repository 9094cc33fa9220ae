"""Second: another input, as the sound of the computer, beside the first one, which its troubles never concern."""

import threading
import time
from pathlib import Path
from queue import Empty, SimpleQueue

from meetapp.errors import MeetappError
from meetapp.events import Trouble
from meetapp.journal import samples_on_disk, stop_track
from meetapp.recorder.capture import Block, Order
from meetapp.recorder.devices import PORTAUDIO, choose, list_inputs
from meetapp.recorder.run import Recording, Teller

TRACK = 1
RESTARTED, AWAY = "the recorder was restarted", "the input was away"
RETRY_S, FIRST_S = 1.0, 0.1
# Longer than a slow disk, shorter than a supervisor waits for the recorder to end.
END_S = 10.0


class SecondInput:
    """Records the input `wanted` as track 1 of the meeting in `folder`, in a thread of its own, until told to stop.

    An input that cannot be had is told once and tried again and again; nothing that happens here ends the recording.
    """

    def __init__(self, folder: Path, wanted: str) -> None:
        self._folder, self._wanted = folder, wanted
        self._tell: Teller
        self.queue: SimpleQueue[Block | Order] = SimpleQueue()
        self.is_open = False
        self._said = ""
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self, tell: Teller) -> None:
        """Begins, unless it has begun; `tell` takes its events."""
        if self._thread.ident is None:
            self._tell = tell
            self._thread.start()

    def finish(self) -> None:
        """Stops it, as an order would, and waits until its track is complete."""
        self.queue.put("stop")
        if self._thread.ident is not None:
            self._thread.join(END_S)

    def _run(self) -> None:
        # The timeline begins with the first input's first sample.
        while not samples_on_disk(self._folder):
            if self._stopped_meanwhile(FIRST_S):
                return
        why = RESTARTED
        while not self._record(why):
            why = AWAY

    def _record(self, why_again: str) -> bool:
        """Whether the track is complete; False when the input is to be tried again."""
        try:
            with PORTAUDIO:
                chosen = choose(list_inputs(), self._wanted)
                recording = Recording(self._folder, chosen, self.queue, self._tell, why_again=why_again, track=TRACK)
                self.is_open = True
            self._said = ""
            recording.run()
        except MeetappError as err:
            self.is_open = False
            self._say(str(err))
            return self._stopped_meanwhile(RETRY_S)
        return True

    def _say(self, reason: str) -> None:
        """Tells it unless it was said last: an input that stays away is one trouble."""
        if reason != self._said:
            self._said = reason
            self._tell(Trouble(f"The second input is not recorded: {reason} The first one is."))

    def _stopped_meanwhile(self, wait_s: float) -> bool:
        """Waits that long; whether the recording was stopped, which completes what there is of this track."""
        until_s = time.monotonic() + wait_s
        while (left_s := until_s - time.monotonic()) > 0:
            try:
                order = self.queue.get(timeout=left_s)
            except Empty:
                return False
            if order == "stop":
                if samples_on_disk(self._folder, TRACK):
                    stop_track(self._folder, TRACK)
                return True
        return False
