"""The service in this process, on a real port of the loopback interface, with sessions that say what a test wants."""

import asyncio
import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

from aiohttp import web

from meetapp.events import Event, Finished, RecordingStarted, TurnAdded
from meetapp.service.answer import Heard
from meetapp.service.app import listen, make_app
from meetapp.service.limits import Limits
from meetapp.service.models import Model
from meetapp.service.refusal import RefusalError

TOKEN = "0123456789-test-token"
BOUNDARY = "----form"
MODEL = Model(Path(), "ours", 0)


class FakeSession:
    """Says `events` of a file as soon as there is one."""

    def __init__(self, events: list[Event], failure: RefusalError | None) -> None:
        self._events, self._failure = events, failure
        self.file: Path | None = None
        self.content = b""

    def hear_file(self, file: Path) -> None:
        self.file, self.content = file, file.read_bytes()

    async def follow(self):
        for event in self._events:
            await asyncio.sleep(0)
            yield event

    def heard(self) -> Heard:
        if self._failure is not None:
            raise self._failure
        turns = tuple(event.turn for event in self._events if isinstance(event, TurnAdded))
        return Heard(turns, sum(event.duration_s for event in self._events if isinstance(event, Finished)))


class FakePool:
    """Gives out sessions that say `events`, or fail with `failure` at their end."""

    def __init__(self, events: list[Event] | None = None, failure: RefusalError | None = None) -> None:
        self.events, self.failure = events or [RecordingStarted("file", 16000), Finished(1.0)], failure
        self.sessions: list[FakeSession] = []

    def place(self):
        return contextlib.nullcontext()

    @contextlib.asynccontextmanager
    async def session(self, rate: int = 16000):
        self.sessions.append(FakeSession(self.events, self.failure))
        yield self.sessions[-1]


@contextlib.contextmanager
def serving(pool, limits: Limits = Limits()) -> Iterator[int]:  # noqa: B008  # frozen
    """The port of a service that gets its sessions from `pool`, until the end of the block."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        ended = loop.create_future()

        async def serve() -> None:
            runner = web.AppRunner(
                make_app(pool, limits, MODEL, port, TOKEN), handler_cancellation=True, shutdown_timeout=1
            )
            await runner.setup()
            await web.SockSite(runner, listening).start()
            ready.set()
            await ended
            await runner.cleanup()

        thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
        thread.start()
        assert ready.wait(240)
        try:
            yield port
        finally:
            loop.call_soon_threadsafe(ended.set_result, None)
            thread.join(20)
            loop.close()


def form(*fields: tuple[str, bytes], file: bytes | None = b"sound", name: str = "talk.wav") -> bytes:
    """A body of multipart/form-data with these fields and, unless it is None, a file that the client calls `name`."""
    parts = [(f'name="{field}"', value) for field, value in fields]
    if file is not None:
        parts.append((f'name="file"; filename="{name}"', file))
    lines = [
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + value for head, value in parts
    ]
    return b"\r\n".join([*lines, f"--{BOUNDARY}--\r\n".encode()])


def ask(
    port: int, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of one answer; the token is shown unless `authorization` says otherwise."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    sent = {"Authorization": f"Bearer {TOKEN}"}
    if body is not None:
        sent["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
    sent |= {name.title().replace("_", "-"): value for name, value in headers.items()}
    with contextlib.closing(connection):
        connection.request(method, path, body=body, headers=sent)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()


def ask_to_transcribe(port: int, body: bytes, **headers: str) -> tuple[int, dict]:
    """Status and JSON of the answer to a form."""
    status, _, text = ask(port, "POST", "/v1/audio/transcriptions", body, **headers)
    return status, json.loads(text)


def say_raw(port: int, data: bytes) -> bytes:
    """All that comes back for bytes that need not be HTTP."""
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(data)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        came = b""
        while piece := connection.recv(65536):
            came += piece
    return came
