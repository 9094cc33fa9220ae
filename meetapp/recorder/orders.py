"""Orders: lines on standard input and signals become items on the recorder's queues.

A recorder must not end because its supervisor did: when the pipe that orders came through breaks without an order to
stop, a successor is started, which gives its orders through a pipe of its own.
"""

import os
import signal
import threading
from collections.abc import Callable

from meetapp.recorder.capture import Order
from meetapp.recorder.successor import Successor

STANDARD_INPUT = 0


Give = Callable[[Order], None]


def listen(give: Give, successor: Successor | None = None) -> None:
    """Passes orders from standard input and from signals on to `give`.

    Args:
        give: puts an order on a queue, or on several; it is called from a signal handler, too.
        successor: starts a new supervisor when orders end without one to stop; without it their end is one.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: give("stop"))
    threading.Thread(target=_listen, args=(give, successor), daemon=True).start()


def _listen(give: Give, successor: Successor | None) -> None:
    pipe: int | None = STANDARD_INPUT
    while pipe is not None and not _read_orders(pipe, give):
        pipe = successor.start() if successor is not None else None
    give("stop")


def _read_orders(pipe: int, give: Give) -> bool:
    """Passes on orders until whoever gives them is gone; whether one of them was to stop."""
    # os.read, because a daemon thread inside sys.stdin would hold a lock that the interpreter needs to end.
    held, stopped = b"", False
    while data := os.read(pipe, 4096):
        *lines, held = (held + data).split(b"\n")
        for line in lines:
            match line.strip():
                case b"stop":
                    stopped = True
                    give("stop")
                case b"pause":
                    give("pause")
                case b"resume":
                    give("resume")
    return stopped
