"""The recorder's loop: blocks and orders from one queue to the track, until told to stop or the input is gone."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue

from meetapp.errors import DeviceError, InputError, StorageError
from meetapp.events import Event, EventReader, EventWriter, LevelChanged, RecordingStarted, RecordingStopped, Trouble
from meetapp.journal import COMPUTER, JournalReader, is_paused, is_stopped
from meetapp.meeting import events_path
from meetapp.recorder.capture import LATENCY_S, Block, Capture, Order
from meetapp.recorder.clock import SampleClock, SleepClock
from meetapp.recorder.devices import AudioInput
from meetapp.recorder.levels import LevelMeter
from meetapp.recorder.space import Space
from meetapp.recorder.watchdog import Watchdog
from meetapp.sealed.state import is_on
from meetapp.tracks import TrackWriter, track_rate

WAKE_S = 0.2
# A device that stops without a word is opened anew; what it delivers late is kept.
STALL_S = 5.0
TOLD_LOSS_S = 1.0
SAID_BYTES = 1 << 16


class Recording:
    """One input on its way to one track.

    Args:
        beat: called often, to show that the recorder is at work.
        why_again: what the journal says of the gap, when the track has begun before.
        track: its number; the first one speaks for the whole recording.
    """

    def __init__(
        self,
        folder: Path,
        chosen: AudioInput,
        queue: "SimpleQueue[Block | Order]",
        tell: "Teller",
        beat: Callable[[], None] = lambda: None,
        why_again: str = "the recorder was restarted",
        track: int = 0,
    ) -> None:
        self._queue, self._tell, self._beat, self._device = queue, tell, beat, chosen.description
        self._folder, self._number, self._why_again = folder, track, why_again
        self._source = COMPUTER if track and chosen.kind == "monitor" else ""
        # The device first: a meeting whose input cannot be opened has no track at all.
        before = JournalReader(folder).read_new()
        if is_stopped(before, track):
            raise InputError(f"The recording in {folder} is complete: start a new meeting.")
        self._paused = is_paused(before)
        self._rate = rate = track_rate(before, track) or chosen.rate
        self._space = Space(folder, rate)
        self._space.look(time.monotonic())
        self._capture = Capture(chosen, rate, queue)
        self._begun: TrackWriter | None = None
        self._meter = LevelMeter(rate)
        self._clock, self._sleep = SampleClock(rate), SleepClock()
        self._looked_s = self._came_s = time.monotonic()
        self._watchdog = Watchdog(chosen.description, self._came_s)
        self._heard = False

    def run(self) -> None:
        """Until an order to stop; what the device has delivered by then is kept.

        Raises:
            StorageError: the disk refused, or is about to; all earlier blocks are intact.
            DeviceError: the device went away; all it delivered is kept, and the track can be continued.
        """
        try:
            self._obey_and_keep()
            self._keep_what_is_on_its_way()
        except DeviceError:
            if self._begun is not None:
                self._begun.close()
            raise
        finally:
            self._capture.close()
        self._complete()

    def _obey_and_keep(self) -> None:
        while (item := self._next()) != "stop":
            self._beat()
            if isinstance(item, Block):
                self._keep(item)
            elif item == "device-lost":
                self._drain()
                raise DeviceError(f"The input {self._device!r} went away; what it delivered is kept.")
            elif item is not None:
                self._pause(item == "pause")
            self._look(time.monotonic())
            # A block is judged by when it came: a disk that stalled is no fault of the input.
            self._watch(item.arrived_s if isinstance(item, Block) else time.monotonic())

    def _complete(self) -> None:
        self._drain()
        track = self._track()
        track.stop()
        if self._number == 0:
            self._tell(RecordingStopped(track.samples / self._rate))

    def _track(self, began_s: float | None = None) -> TrackWriter:
        """The track, begun when its first sample is there: devices take their time, and the timeline goes on."""
        if self._begun is None:
            self._begun = TrackWriter(
                self._folder,
                device=self._device,
                rate=self._rate,
                track=self._number,
                why_again=self._why_again,
                source=self._source,
                began_s=began_s,
            )
        return self._begun

    def _look(self, now_s: float) -> None:
        """Sees to the disk and to a device that has gone silent."""
        if now_s - self._looked_s > 1.0:
            self._came_s = now_s  # this process got no time: no fault of the device
        self._looked_s = now_s
        if now_s - self._came_s > STALL_S and self._queue.empty():
            raise DeviceError(f"The input {self._device!r} delivers nothing any more; what it delivered is kept.")
        try:
            warning = self._space.look(now_s)
        except StorageError:
            self._capture.close()
            self._complete()
            raise
        if warning:
            self._tell(warning)

    def _next(self, wait_s: float = WAKE_S) -> Block | Order | None:
        try:
            return self._queue.get(timeout=wait_s)
        except Empty:
            return None

    def _keep_what_is_on_its_way(self) -> None:
        """The last word before Stop may still be in the device's buffers."""
        until = time.monotonic() + LATENCY_S
        while time.monotonic() < until:
            item = self._next(LATENCY_S)
            if isinstance(item, Block):
                self._keep(item)

    def _drain(self) -> None:
        """Writes what is still queued, the device being closed."""
        while not self._queue.empty():
            item = self._queue.get()
            if isinstance(item, Block):
                self._keep(item)

    def _keep(self, block: Block) -> None:
        if not self._heard:
            self._heard = True
            self._tell(RecordingStarted(self._device, self._rate, self._number))
        self._came_s = max(self._came_s, block.arrived_s)
        wave_S = block.wave()
        slept_s = self._sleep.slept_s()
        if self._paused:
            return
        track = self._track(block.arrived_s - len(wave_S) / self._rate)
        if slept_s:
            self._lose(slept_s, "the computer slept")
        if block.lost:
            lost_s = self._clock.lost_s(len(wave_S), block.arrived_s)
            self._lose(lost_s, "the computer was too busy to fetch the sound in time")
        self._clock.count(len(wave_S), block.arrived_s, after_loss=block.lost)
        samples = track.append(wave_S)
        zeros = self._source != COMPUTER and not any(wave_S)  # nothing is played most of the time
        self._watchdog.saw(zeros=zeros, now_s=block.arrived_s)
        level = self._meter.accept(wave_S)
        if level:
            recorded_s = round(samples / self._rate, 3)
            self._tell(LevelChanged(self._number, level.rms_db, level.peak_db, recorded_s))

    def _lose(self, lost_s: float, why: str) -> None:
        self._track().gap(lost_s, why)
        if lost_s >= TOLD_LOSS_S:
            self._tell(Trouble(f"{round(lost_s)} s of sound are missing: {why}."))

    def _watch(self, now_s: float) -> None:
        trouble = None if self._paused else self._watchdog.check(now_s)
        if trouble:
            self._tell(trouble)

    def _pause(self, pause: bool) -> None:
        if pause == self._paused:
            return
        self._paused = pause
        if pause:
            self._track().pause()
            return
        self._track().resume()
        self._clock = SampleClock(self._rate)
        self._watchdog.rest(time.monotonic())


class Teller:
    """Writes events; a disk that refuses them must not end the recording, so they then go to standard error."""

    def __init__(self, folder: Path) -> None:
        self._writer: EventWriter | None = None
        self._path = events_path(folder)
        self._told: Event | None = None
        try:
            self._writer = EventWriter(self._path)
        except OSError as err:
            print(f"No events can be written in {folder}: {err.strerror}", file=sys.stderr)

    def __call__(self, event: Event) -> None:
        if isinstance(event, Trouble | RecordingStarted):
            self._told = event
        if self._writer is None:
            return
        try:
            self._writer.write(event)
        except OSError as err:
            print(f"Not written ({err.strerror}): {type(event).__name__}", file=sys.stderr)

    def once(self, trouble: Trouble) -> None:
        """Tells it, unless it is what was told last: an input that stays away is one trouble, not one a second."""
        if (self._told or self._told_before()) != trouble:
            self(trouble)

    def _told_before(self) -> Event | None:
        """What a recorder before this one told last; it is not known where only a key could tell."""
        if is_on():
            return None
        size = self._path.stat().st_size if self._path.exists() else 0
        recent = EventReader(self._path, max(0, size - SAID_BYTES)).read_new()
        told = [event for event in recent if isinstance(event, Trouble | RecordingStarted)]
        return told[-1] if told else None
