"""`/v1/live`: sound comes in over a WebSocket, and what is heard goes back while people are still talking.

The client names the rate of its sound in the address, `ws://127.0.0.1:PORT/v1/live?rate=48000` (16000 if it does not),
and sends binary messages of any length: 16-bit little-endian samples, one channel. The text message
`{"order": "stop"}` says that there is no more; the last turns follow, then the connection is closed. A client that goes
away without it has no use for the rest, and nothing is kept. What comes back is described in `meetapp.service.live`.
"""

import asyncio
import contextlib
import json
import sys
from array import array

from aiohttp import WSMsgType, web

from meetapp.errors import MeetappError
from meetapp.events import Trouble
from meetapp.service.answer import Object
from meetapp.service.guard import our_fault
from meetapp.service.limits import Limits
from meetapp.service.live import LiveTurns, message
from meetapp.service.pool import Pool
from meetapp.service.refusal import RefusalError
from meetapp.service.session import Session
from meetapp.tracks import TrackWriter
from sts_model.units import SAMPLE_RATE

LEAST_RATE, MOST_RATE = 8_000, 192_000
PING_S = 20.0
SLOW_S = 30.0
"""A client that takes no message for so long is given up."""


class Sound:
    """The track of a live meeting, fed in pieces of any length until it `ended`."""

    def __init__(self, session: Session, rate: int, most_s: float) -> None:
        self._track = TrackWriter(session.folder, device="client", rate=rate)
        self._most = round(most_s * rate)
        self._half = b""
        self.ended = False

    @property
    def is_full(self) -> bool:
        """Whether the track is as long as it may be."""
        return self._track.samples >= self._most

    def append(self, data: bytes) -> None:
        """Puts `data` at the end of the track; half a sample waits for its other half.

        Raises:
            StorageError: the disk refused.
        """
        data = self._half + data
        whole = len(data) - len(data) % 2
        self._half = data[whole:]
        block_S = array("h", data[:whole])
        if sys.byteorder == "big":
            block_S.byteswap()
        self._track.append(block_S)

    def end(self) -> None:
        """Declares the track complete."""
        if not self.ended:
            self.ended = True
            self._track.stop()

    def close(self) -> None:
        """Lets go of a track that was broken off."""
        if not self.ended:
            self.ended = True
            self._track.close()


class Live:
    """The endpoint."""

    def __init__(self, pool: Pool, limits: Limits) -> None:
        self._pool, self._limits = pool, limits

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One live meeting.

        Raises:
            RefusalError: the rate cannot be used, or no engine is free.
        """
        rate = _rate(request.query.get("rate", str(SAMPLE_RATE)))
        socket = web.WebSocketResponse(heartbeat=PING_S, max_msg_size=self._limits.message_bytes, compress=False)
        if not socket.can_prepare(request):
            raise RefusalError(426, "This address is for WebSocket connections.")
        with self._pool.place():
            return await self._meet(socket, request, rate)

    async def _meet(self, socket: web.WebSocketResponse, request: web.Request, rate: int) -> web.WebSocketResponse:
        async with self._pool.session(rate) as session:
            await socket.prepare(request)
            # Whichever ends first: all has been told, or there is nobody left to tell.
            tasks = [asyncio.create_task(work) for work in (self._hear(socket, session, rate), _tell(socket, session))]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        for trouble in filter(None, map(_trouble, outcomes)):
            with contextlib.suppress(ConnectionError, TimeoutError):
                await _say(socket, message(trouble))
        await socket.close()
        return socket

    async def _hear(self, socket: web.WebSocketResponse, session: Session, rate: int) -> None:
        """Takes what the client sends until it goes away, or does what it may not."""
        stall_s = self._limits.stall_s
        with contextlib.closing(Sound(session, rate, self._limits.live_s)) as sound:
            while True:
                try:
                    came = await socket.receive(timeout=None if sound.ended else stall_s)
                except TimeoutError:
                    await _say(socket, message(Trouble(f"No sound came for {stall_s:.0f} seconds: that was the end.")))
                    sound.end()
                    continue
                if came.type not in (WSMsgType.BINARY, WSMsgType.TEXT):
                    return
                trouble = _take(came.data, sound)
                if trouble is not None:
                    await _say(socket, message(trouble))
                    if trouble.fatal:
                        return


def _take(data: bytes | str, sound: Sound) -> Trouble | None:
    """Does what a message asks for; what the client should be told of that.

    Raises:
        StorageError: the disk refused.
    """
    if isinstance(data, str):
        if not _is_stop(data):
            return Trouble('The only order is {"order": "stop"}; sound comes in binary messages.', fatal=True)
        sound.end()
    elif not sound.ended:
        sound.append(data)
        if sound.is_full:
            sound.end()
            return Trouble("The meeting is as long as it may be, so it has ended.")
    return None


def _trouble(outcome: BaseException | None) -> Trouble | None:
    """What the client should be told of how a part of the meeting ended; of its own going away, nothing."""
    if not isinstance(outcome, Exception) or isinstance(outcome, ConnectionError | TimeoutError):
        return None
    told = outcome if isinstance(outcome, MeetappError) else our_fault(outcome)
    return Trouble(str(told), fatal=True)


def _is_stop(text: str) -> bool:
    try:
        named = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(named, dict) and named.get("order") == "stop"


async def _tell(socket: web.WebSocketResponse, session: Session) -> None:
    """Sends what is heard, and at the end why no more is."""
    live = LiveTurns()
    async for event in session.follow():
        if not (isinstance(event, Trouble) and event.fatal):  # told below, with what no event says
            await _say(socket, *live.messages(event))
    if session.outcome.failure:
        await _say(socket, message(Trouble(session.outcome.failure, fatal=True)))


async def _say(socket: web.WebSocketResponse, *messages: Object) -> None:
    for each in messages:
        async with asyncio.timeout(SLOW_S):
            await socket.send_str(json.dumps(each, ensure_ascii=False))


def _rate(given: str) -> int:
    rate = int(given) if given.isascii() and given.isdigit() and len(given) <= 6 else 0
    if not LEAST_RATE <= rate <= MOST_RATE:
        message = f"rate must be a whole number from {LEAST_RATE} to {MOST_RATE}, not {given[:20]!r}."
        raise RefusalError(400, message, param="rate", code="unsupported_value")
    return rate
