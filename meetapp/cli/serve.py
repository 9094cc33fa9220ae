"""`meetapp serve`: the service for other programs of this machine, until Ctrl-C."""

import asyncio
import contextlib
from dataclasses import dataclass
from pathlib import Path

from meetapp import paths
from meetapp.errors import SystemPartError
from meetapp.service.limits import MIB, Limits
from meetapp.service.models import find_model
from meetapp.service.token import load_token


@dataclass(frozen=True, kw_only=True)
class Service:
    """What the user asked for; without a `token_file` the token is kept in the user's folder."""

    host: str = "127.0.0.1"
    port: int = 0
    token_file: Path | None = None
    model: Path | None = None
    at_once: int = 2
    max_upload_mb: int = 1024
    requests_per_minute: int = 120


def run_service(wanted: Service) -> int:
    """The exit code once the service has been interrupted.

    Raises:
        InputError: the port is taken, the host is another machine's, or the token or the model cannot be used.
        SystemPartError: the library for HTTP is missing.
    """
    try:
        from meetapp.service.app import listen, serve
    except ImportError as err:
        raise SystemPartError(f"The service cannot start, since a part of it is missing ({err}).") from err
    limits = Limits(
        upload_bytes=wanted.max_upload_mb * MIB,
        requests_per_minute=wanted.requests_per_minute,
        at_once=wanted.at_once,
    )
    model = find_model((wanted.model or paths.default_model()).absolute())
    token_file = wanted.token_file or paths.home() / "service-token"
    with listen(wanted.host, wanted.port) as listening:
        token = load_token(token_file)
        host, port = listening.getsockname()[:2]

        def tell() -> None:
            place = f"[{host}]" if ":" in host else host
            print(f"Serving on http://{place}:{port}/v1 until Ctrl-C.", flush=True)
            print(f"The token is in {token_file}.", flush=True)

        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(listening, model, token, limits, tell))
    return 0
