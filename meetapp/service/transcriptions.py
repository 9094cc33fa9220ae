"""`POST /v1/audio/transcriptions`: a recording in, its text out, whole or as it comes."""

import asyncio
import tempfile
from contextlib import aclosing
from pathlib import Path

from aiohttp import web

from meetapp.events import RecordingStarted, TurnAdded
from meetapp.service.answer import answer
from meetapp.service.guard import BEGUN, HEADERS
from meetapp.service.limits import Limits
from meetapp.service.pool import Pool
from meetapp.service.refusal import RefusalError
from meetapp.service.session import PREFIX, Session
from meetapp.service.stream import TextStream, server_sent
from meetapp.service.upload import receive
from meetapp.service.wanted import Wanted, parse
from sts_model.wording import worded


class Transcriptions:
    """The endpoint, for clients that ask for one of `models`."""

    def __init__(self, pool: Pool, limits: Limits, models: frozenset[str]) -> None:
        self._pool, self._limits, self._models = pool, limits, models

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The answer to one request.

        Raises:
            RefusalError: the request, or its recording, cannot be served.
        """
        with self._pool.place(), tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
            upload = await receive(request, Path(folder), self._limits)
            wanted = parse(upload.fields, self._models)
            try:
                async with asyncio.timeout(self._limits.work_s), self._pool.session() as session:
                    session.hear_file(upload.file)
                    return await (_streamed(request, session, wanted) if wanted.stream else _whole(session, wanted))
            except TimeoutError as err:
                raise RefusalError(
                    504, f"The recording took longer than {self._limits.work_s / 3600:.0f} hours."
                ) from err


async def _whole(session: Session, wanted: Wanted) -> web.Response:
    async for _ in session.follow():
        pass
    body, kind = answer(session.heard(), wanted)
    return web.Response(text=body, content_type=kind, headers=HEADERS)


async def _streamed(request: web.Request, session: Session, wanted: Wanted) -> web.StreamResponse:
    """Events as turns end; they begin once there is sound, so that a bad file is refused with a status."""
    response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream; charset=utf-8"})
    stream = TextStream(wanted)
    async with aclosing(session.follow()) as events:
        async for event in events:
            if isinstance(event, RecordingStarted) and not response.prepared:
                request[BEGUN] = response
                await response.prepare(request)
            elif isinstance(event, TurnAdded):
                for told in stream.ended(worded(event.turn, "readable")):
                    await response.write(server_sent(told))
    await response.write(server_sent(stream.done(session.heard())))
    return response
