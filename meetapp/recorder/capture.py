"""Capture: the device's callback puts copies of its blocks on a bounded queue, and does nothing else."""

import time
from array import array
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Literal, Protocol

from meetapp.errors import DeviceError
from meetapp.recorder.devices import AudioInput, load_portaudio, prepare

LATENCY_S = 0.1
# A disk may stall for half a minute before sound is lost.
MAX_QUEUED_BLOCKS = 1200
Order = Literal["stop", "pause", "resume", "device-lost"]


@dataclass(frozen=True)
class Block:
    """Samples as the device gave them; `lost` when some before them never arrived."""

    data: bytes
    lost: bool
    arrived_s: float

    @property
    def wave(self) -> "array[int]":
        return array("h", self.data)


class Overflow(Protocol):
    """The part of PortAudio's status that matters here."""

    input_overflow: bool


class Capture:
    """An open input whose blocks arrive on `queue`, between the orders that others put there."""

    def __init__(self, chosen: AudioInput, rate: int, queue: "SimpleQueue[Block | Order]") -> None:
        self._queue = queue
        self._dropped = False
        self._closing = False
        audio = load_portaudio()
        try:
            self._stream: Any = audio.RawInputStream(
                device=prepare(chosen),
                samplerate=rate,
                channels=1,
                dtype="int16",
                latency=LATENCY_S,
                callback=self.on_block,
                finished_callback=self.on_end,
            )
            self._stream.start()
        except (audio.PortAudioError, ValueError) as err:
            raise DeviceError(f"Cannot record from {chosen.description!r}: {_reason(err)}.") from err

    def on_block(self, data: Any, num_samples: int, when: Any, status: Overflow) -> None:
        """Runs in the device's thread: copies and queues, nothing else."""
        if self._queue.qsize() >= MAX_QUEUED_BLOCKS:
            self._dropped = True
            return
        self._queue.put(Block(bytes(data), status.input_overflow or self._dropped, time.monotonic()))
        self._dropped = False

    def on_end(self) -> None:
        """Runs in the device's thread when the stream ends, wanted or not."""
        if not self._closing:
            self._queue.put("device-lost")

    def close(self) -> None:
        """Stops the device; blocks it has delivered stay on the queue."""
        self._closing = True
        self._stream.close()


def _reason(err: Exception) -> str:
    """The plain part of PortAudio's message, which names the host's error in brackets."""
    return str(err.args[0] if err.args else err).rstrip(".")
