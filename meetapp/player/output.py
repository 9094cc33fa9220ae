"""Output: blocks on a queue become sound on the loudspeaker, in the device's own thread."""

import threading
from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meetapp.errors import DeviceError
from meetapp.recorder.devices import PULSE_PLUGINS, load_portaudio

LATENCY_S = 0.05
"""Asked of the device: what is in its hands when playing is stopped is still heard."""

DECAY_S = 0.003
"""Sound that is cut off falls to silence in this time, or it would click."""


@dataclass(frozen=True)
class Block:
    """Sound whose first sample is that of the recording at `at_s`, at `speed` times its pace."""

    wave: NDArray[np.float32]
    at_s: float
    speed: float


@dataclass(frozen=True)
class Mark:
    """At `when_s` of the device's clock, the sound at `at_s` of the recording is heard."""

    when_s: float
    at_s: float
    speed: float
    until_s: float


class Output:
    """An open loudspeaker; silent while its queue is empty.

    Raises:
        SystemPartError: PortAudio is missing.
        DeviceError: there is nothing to play on.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._lock = threading.Lock()
        self._blocks: deque[Block] = deque()
        self._queued = 0
        self._offset = 0  # samples of the first block that have been played
        self._level = 0.0  # the last sample played
        self._mark: Mark | None = None
        self._closing = self._ended = False
        self._stream: Any = self._open()

    @property
    def lost(self) -> bool:
        """Whether the device went away."""
        return self._ended

    @property
    def queued_s(self) -> float:
        """Sound that waits to be taken by the device."""
        return self._queued / self.rate

    def put(self, block: Block) -> None:
        """Plays `block` after all that is queued."""
        with self._lock:
            self._blocks.append(block)
            self._queued += len(block.wave)

    def drop(self) -> None:
        """Is silent from now on, apart from what the device has in its hands."""
        with self._lock:
            self._blocks.clear()
            self._queued = self._offset = 0
            self._mark = None

    def heard_s(self) -> float | None:
        """The place in the recording that is heard now; None before any of the queue has been taken."""
        with self._lock:
            mark = self._mark
        if mark is None:
            return None
        return min(mark.until_s, mark.at_s + (float(self._stream.time) - mark.when_s) * mark.speed)

    def next_s(self) -> float | None:
        """The place in the recording that the device takes next; None when nothing is queued."""
        with self._lock:
            if not self._blocks:
                return None
            block = self._blocks[0]
            return block.at_s + self._offset / self.rate * block.speed

    def close(self) -> None:
        self._closing = True
        self._stream.close()

    def _open(self) -> Any:
        audio = load_portaudio()
        outputs = [dict(device) for device in audio.query_devices() if device["max_output_channels"] > 0]
        plugins = [device["index"] for name in PULSE_PLUGINS for device in outputs if device["name"] == name]
        default = audio.default.device[1]
        for device in [*plugins, *([default] if default >= 0 else []), *(each["index"] for each in outputs[:1])]:
            try:
                stream = audio.OutputStream(
                    device=device,
                    samplerate=self.rate,
                    channels=1,
                    dtype="float32",
                    latency=LATENCY_S,
                    callback=self._on_need,
                    finished_callback=self._on_end,
                )
                stream.start()
            except (audio.PortAudioError, ValueError):
                continue  # a plugin without its server, or a device that somebody else holds
            return stream
        raise DeviceError("The sound cannot be played: no loudspeaker answers. Connect one and try again.")

    def _on_need(self, out: NDArray[np.float32], count: int, time: Any, status: object) -> None:
        """Runs in the device's thread: copies, nothing else."""
        when_s = time.outputBufferDacTime or time.currentTime
        done = 0
        with self._lock:
            while done < count and self._blocks:
                block = self._blocks[0]
                wave = block.wave[self._offset : self._offset + count - done]
                out[done : done + len(wave), 0] = wave
                at_s, end_s = (block.at_s + n / self.rate * block.speed for n in (self._offset, len(block.wave)))
                self._mark = Mark(when_s + done / self.rate, at_s, block.speed, end_s)
                done, self._offset = done + len(wave), self._offset + len(wave)
                self._queued -= len(wave)
                if self._offset >= len(block.wave):
                    self._blocks.popleft()
                    self._offset = 0
            if done:
                self._level = float(out[done - 1, 0])
        out[done:, 0] = 0.0
        if done < count and self._level:
            fall = min(count - done, max(1, round(DECAY_S * self.rate)))
            out[done : done + fall, 0] = self._level * np.linspace(1.0, 0.0, fall, dtype=np.float32)
            self._level = 0.0

    def _on_end(self) -> None:
        """Runs in the device's thread when the stream ends, wanted or not."""
        self._ended = not self._closing
