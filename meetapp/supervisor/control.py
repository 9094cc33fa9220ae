"""Control: orders to a supervisor, as JSON lines over a local socket that only this user can reach.

The socket is `control` in the meeting's folder. Where there are no such sockets, or the path is too long for one,
`control` is a private file that names a port of the loopback interface and the secret that opens it.
"""

import contextlib
import hmac
import json
import secrets
import select
import socket
import stat
import time
from pathlib import Path
from typing import Any

from meetapp.errors import InputError
from meetapp.meeting import is_in_progress, write_private

ORDERS = ("stop", "pause", "resume")
MAX_UNIX_PATH = 100  # bytes; the least of the systems' limits is 104
MAX_LINE = 4096
ANSWER_S = 2.0
START_S = 3.0  # a supervisor that was just started is not listening yet
RETRY_S = 0.02


class ControlServer:
    """Listens for orders to the supervisor of one meeting."""

    def __init__(self, folder: Path, *, loopback: bool = False) -> None:
        self._path = folder.resolve() / "control"
        self._secret = ""
        if is_listening(folder):
            raise InputError(f"The meeting in {folder} is being worked on already.")
        self._path.unlink(missing_ok=True)
        if loopback or not hasattr(socket, "AF_UNIX") or len(str(self._path).encode()) > MAX_UNIX_PATH:
            self._secret = secrets.token_urlsafe(24)
            self._socket = socket.create_server(("127.0.0.1", 0))
            named = {"port": self._socket.getsockname()[1], "secret": self._secret}
            write_private(self._path, json.dumps(named) + "\n")
        else:
            self._socket = socket.socket(socket.AF_UNIX)
            self._socket.bind(str(self._path))
            self._path.chmod(0o600)
            self._socket.listen()

    def orders(self, wait_s: float) -> list[str]:
        """Orders that came, after waiting at most `wait_s` for the first."""
        if not select.select([self._socket], [], [], wait_s)[0]:
            return []
        connection, _ = self._socket.accept()
        with connection:
            connection.settimeout(ANSWER_S)
            try:
                asked = _read_line(connection)
                known = self._knows(asked)
                connection.sendall(json.dumps({"ok": known}).encode() + b"\n")
            except (OSError, ValueError):
                return []  # a caller that hung up or talks something else
        return [asked["order"]] if known and asked["order"] in ORDERS else []

    def close(self) -> None:
        self._socket.close()
        self._path.unlink(missing_ok=True)

    def _knows(self, asked: dict[str, Any]) -> bool:
        right = hmac.compare_digest(str(asked.get("secret", "")).encode(), self._secret.encode())
        return right and asked.get("order") in (*ORDERS, "ping")


def send(folder: Path, order: str) -> None:
    """Gives `order` to the supervisor of the meeting in `folder`, waiting for one that is just starting.

    Raises:
        InputError: no supervisor is at work there, or it does not know the order.
    """
    if order not in ORDERS:
        raise InputError(f"There is no order {order!r}; there are {', '.join(ORDERS)}.")
    give_up = time.monotonic() + START_S
    while not _ask(folder, order):
        if not is_in_progress(folder) or time.monotonic() > give_up:
            raise InputError(f"Nothing is being recorded or imported in {folder}.")
        time.sleep(RETRY_S)


def is_listening(folder: Path) -> bool:
    """Whether a supervisor answers for the meeting in `folder`."""
    return _ask(folder, "ping")


def _ask(folder: Path, order: str) -> bool:
    """Whether a supervisor was reached and took the order."""
    path = folder.resolve() / "control"
    with contextlib.ExitStack() as stack:
        try:
            if stat.S_ISSOCK(path.stat().st_mode):
                connection, secret = stack.enter_context(socket.socket(socket.AF_UNIX)), ""
                connection.settimeout(ANSWER_S)
                connection.connect(str(path))
            else:
                named = json.loads(path.read_text(encoding="utf-8"))
                port, secret = int(named["port"]), str(named["secret"])
                connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), ANSWER_S))
            connection.sendall(json.dumps({"order": order, "secret": secret}).encode() + b"\n")
            return bool(_read_line(connection).get("ok"))
        except (OSError, ValueError, KeyError, TypeError):
            return False  # nobody there: no file, a socket left by a crash, a port that is someone else's


def _read_line(connection: socket.socket) -> dict[str, Any]:
    data = b""
    while not data.endswith(b"\n"):
        piece = connection.recv(MAX_LINE)
        data += piece
        if not piece or len(data) > MAX_LINE:
            raise ValueError("not a line")
    named = json.loads(data)
    if not isinstance(named, dict):
        raise ValueError("not an object")
    return named
