"""The application: which address is answered by what, and the service from its start to its end."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable

from aiohttp import web

from meetapp.errors import InputError
from meetapp.service.guard import HEADERS, Handler, admit, told_as_json
from meetapp.service.limits import Limits, RateLimit
from meetapp.service.live_socket import Live
from meetapp.service.models import Model
from meetapp.service.pool import Pool
from meetapp.service.refusal import RefusalError
from meetapp.service.transcriptions import Transcriptions

FAMILIES = {"127.0.0.1": socket.AF_INET, "localhost": socket.AF_INET, "::1": socket.AF_INET6}
END_S = 5.0
"""How long a request may take to notice that the service ends."""


def listen(host: str, port: int) -> socket.socket:
    """A socket on the loopback interface; `port` 0 is any that is free.

    Raises:
        InputError: the host is not this machine alone, or the port is taken.
    """
    if host not in FAMILIES:
        raise InputError(f"meetapp serves this machine alone: --host can be {', '.join(FAMILIES)}, not {host}.")
    family = FAMILIES[host]
    try:
        return socket.create_server(("::1" if family == socket.AF_INET6 else "127.0.0.1", port), family=family)
    except OSError as err:
        reason = os.strerror(err.errno or 0)
        raise InputError(f"Cannot listen on port {port} ({reason}): choose another with --port.") from err


def make_app(pool: Pool, limits: Limits, model: Model, port: int, token: str) -> web.Application:
    """The application, to be served at `port`."""
    rate = RateLimit(limits.requests_per_minute)

    @web.middleware
    async def admitted(request: web.Request, handler: Handler) -> web.StreamResponse:
        admit(request, port, token, rate)
        return await handler(request)

    async def models(_request: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": [model.listed()]}, headers=HEADERS)

    async def one_model(request: web.Request) -> web.Response:
        if request.match_info["name"] != model.name:
            raise RefusalError(404, f"There is no such model; there is {model.name}.", code="model_not_found")
        return web.json_response(model.listed(), headers=HEADERS)

    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"}, headers=HEADERS)

    app = web.Application(middlewares=[told_as_json, admitted], client_max_size=limits.field_bytes)
    app.router.add_post("/v1/audio/transcriptions", Transcriptions(pool, limits, frozenset({model.name})).handle)
    app.router.add_get("/v1/live", Live(pool, limits).handle)
    app.router.add_get("/v1/models", models)
    app.router.add_get("/v1/models/{name}", one_model)
    app.router.add_get("/health", health)
    return app


async def serve(
    listening: socket.socket, model: Model, token: str, limits: Limits, on_start: Callable[[], None]
) -> None:
    """Serves until it is interrupted; `on_start` is called once requests are taken.

    Raises:
        MeetappError: the model, or the folder for temporary files, cannot be used.
    """
    pool = Pool(model.folder, limits)
    app = make_app(pool, limits, model, listening.getsockname()[1], token)
    # Nothing is logged of requests; a client that goes away takes the work on its recording with it.
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=END_S)
    await runner.setup()
    warming = asyncio.create_task(pool.warm_up())
    interrupted = asyncio.create_task(_interruption())
    try:
        await web.SockSite(runner, listening).start()
        on_start()
        await asyncio.wait([warming, interrupted], return_when=asyncio.FIRST_COMPLETED)
        if warming.done():
            warming.result()
        await interrupted
    finally:
        for task in (warming, interrupted):
            task.cancel()
        await runner.cleanup()
        await pool.close()


async def _interruption() -> None:
    """Comes back at Ctrl-C, or when the service is told to end."""
    came, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with contextlib.suppress(NotImplementedError, AttributeError):  # Windows: Ctrl-C raises KeyboardInterrupt
            loop.add_signal_handler(getattr(signal, name), came.set)
    await came.wait()
