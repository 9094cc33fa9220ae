"""Capture: the device's callback puts copies of its blocks on a bounded queue, and does nothing else."""

import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Literal, Protocol

from meetapp.errors import DeviceError
from meetapp.recorder.conversion import RateConverter
from meetapp.recorder.devices import PORTAUDIO, AudioInput, load_portaudio, prepare

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
    convert: "Callable[[array[int]], array[int]] | None" = None

    def wave(self) -> "array[int]":
        """Its samples at the track's rate; to be asked for once, since a conversion goes on from block to block."""
        wave_S = array("h", self.data)
        return wave_S if self.convert is None else self.convert(wave_S)


class Overflow(Protocol):
    """The part of PortAudio's status that matters here."""

    input_overflow: bool


class Capture:
    """An open input whose blocks arrive on `queue`, between the orders that others put there.

    Args:
        rate: what the blocks are brought to; the device itself runs at it where it can.
    Raises:
        DeviceError: the input cannot be opened.
    """

    def __init__(self, chosen: AudioInput, rate: int, queue: "SimpleQueue[Block | Order]") -> None:
        self._queue = queue
        self._dropped = False
        self._closing = False
        self._convert: RateConverter | None = None
        with PORTAUDIO:  # `prepare` and opening belong together
            self._stream = self._open_at(chosen, rate)

    def _open_at(self, chosen: AudioInput, rate: int) -> Any:
        device = prepare(chosen)
        try:
            return self._open(device, rate)
        except DeviceError as err:
            if chosen.rate == rate:
                raise DeviceError(f"Cannot record from {chosen.description!r}: {err}.") from err
            self._convert = RateConverter(chosen.rate, rate)
            try:
                return self._open(device, chosen.rate)
            except DeviceError as last:
                raise DeviceError(f"Cannot record from {chosen.description!r}: {last}.") from last

    def _open(self, device: int, rate: int) -> Any:
        audio = load_portaudio()
        try:
            stream = audio.RawInputStream(
                device=device,
                samplerate=rate,
                channels=1,
                dtype="int16",
                latency=LATENCY_S,
                callback=self.on_block,
                finished_callback=self.on_end,
            )
            stream.start()
        except (audio.PortAudioError, ValueError) as err:
            raise DeviceError(_reason(err)) from err
        return stream

    def on_block(self, data: Any, num_samples: int, when: Any, status: Overflow) -> None:
        """Runs in the device's thread: copies and queues, nothing else."""
        if self._queue.qsize() >= MAX_QUEUED_BLOCKS:
            self._dropped = True
            return
        lost = status.input_overflow or self._dropped
        self._queue.put(Block(bytes(data), lost, time.monotonic(), self._convert))
        self._dropped = False

    def on_end(self) -> None:
        """Runs in the device's thread when the stream ends, wanted or not."""
        if not self._closing:
            self._queue.put("device-lost")

    def close(self) -> None:
        """Stops the device; blocks it has delivered stay on the queue."""
        self._closing = True
        with PORTAUDIO:
            self._stream.close()


def _reason(err: Exception) -> str:
    """The plain part of PortAudio's message, which names the host's error in brackets."""
    return str(err.args[0] if err.args else err).rstrip(".")
