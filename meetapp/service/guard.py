"""Guard: who may ask at all, decided before a request is read; and every refusal becomes the JSON that clients know.

A web page that the user visits can make the browser send requests to this machine, under the page's own name (Origin)
or under a name that was made to lead here (Host). Neither passes, and no page is ever told that it may.
"""

import re
import sys
import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from meetapp.cli.report import write_report
from meetapp.service.limits import RateLimit
from meetapp.service.refusal import RefusalError
from meetapp.service.stream import server_sent
from meetapp.service.token import is_right

OPEN_PATHS = frozenset({"/health"})
"""What may be asked without the token; it tells nothing but that the service runs."""

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_HERE = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?", re.IGNORECASE | re.ASCII)

BEGUN = web.RequestKey("begun", web.StreamResponse)
"""The answer of a request whose events have begun to go out."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def is_here(host: str, port: int) -> bool:
    """Whether `host`, as the header Host or the end of an Origin has it, is this service on the loopback interface."""
    found = _HERE.fullmatch(host)
    return found is not None and int(found[1] or 80) == port


def admit(request: web.Request, port: int, token: str, rate: RateLimit) -> None:
    """Lets through what may be served by the service at `port`.

    Raises:
        RefusalError: 403 for a web page, 401 without the token, 429 for too many requests.
    """
    if not is_here(request.headers.get("Host", ""), port):
        raise RefusalError(403, "The service answers to the name localhost only.", code="wrong_host")
    origin = request.headers.get("Origin")
    if origin is not None and not is_here(origin.removeprefix("http://"), port):
        raise RefusalError(403, "Web pages may not use the service.", code="wrong_origin")
    if request.path in OPEN_PATHS:
        return
    if not is_right(request.headers.get("Authorization", ""), token):
        raise RefusalError(401, "Show the token of the service: Authorization: Bearer TOKEN.", code="invalid_api_key")
    if wait_s := rate.wait_s(time.monotonic()):
        raise RefusalError(
            429, f"Too many requests: try again in {wait_s} s.", code="rate_limit_exceeded", retry_s=wait_s
        )


@web.middleware
async def told_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refusals, wrong paths and our own faults as OpenAI's clients read them; in a stream they are its last event."""
    try:
        return await handler(request)
    except RefusalError as err:
        refusal = err
    except web.HTTPException as err:
        refusal = RefusalError(err.status, f"The service has no such address: {err.reason}.")
    except Exception as err:  # noqa: BLE001  # the last resort of a request, as `report_fault` is that of the program
        refusal = our_fault(err)
    if BEGUN in request:
        await request[BEGUN].write(server_sent(refusal.body()))
        return request[BEGUN]
    headers = {**HEADERS, **refusal.headers}
    return web.Response(status=refusal.status, text=refusal.body(), content_type="application/json", headers=headers)


def our_fault(err: Exception) -> RefusalError:
    """What a client is told of an exception that nobody expected, once a report of it is kept."""
    sentence = "meetapp has failed through a fault of its own"
    try:
        print(f"{sentence}; the report is {write_report(err)}.", file=sys.stderr)
    except OSError as refused:
        print(f"{sentence}; the report could not be written: {refused.strerror}.", file=sys.stderr)
    return RefusalError(500, f"{sentence}.")
