"""Orders: lines on standard input and signals become items on the recorder's queue.

A recorder must not end because its supervisor did: when the pipe that orders came through breaks without an order to
stop, a successor is started, which gives its orders through a pipe of its own.
"""

import os
import signal
import threading
from queue import SimpleQueue

from meetapp.recorder.capture import Block, Order
from meetapp.recorder.successor import Successor

STANDARD_INPUT = 0


def listen(queue: "SimpleQueue[Block | Order]", successor: Successor | None = None) -> None:
    """Puts orders from standard input and from signals on `queue`.

    Args:
        successor: starts a new supervisor when orders end without one to stop; without it their end is one.
    """
    # SimpleQueue.put may be called from a signal handler.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: queue.put("stop"))
    threading.Thread(target=_listen, args=(queue, successor), daemon=True).start()


def _listen(queue: "SimpleQueue[Block | Order]", successor: Successor | None) -> None:
    pipe: int | None = STANDARD_INPUT
    while pipe is not None and not _read_orders(pipe, queue):
        pipe = successor.start() if successor is not None else None
    queue.put("stop")


def _read_orders(pipe: int, queue: "SimpleQueue[Block | Order]") -> bool:
    """Passes on orders until whoever gives them is gone; whether one of them was to stop."""
    # os.read, because a daemon thread inside sys.stdin would hold a lock that the interpreter needs to end.
    held, stopped = b"", False
    while data := os.read(pipe, 4096):
        *lines, held = (held + data).split(b"\n")
        for line in lines:
            match line.strip():
                case b"stop":
                    stopped = True
                    queue.put("stop")
                case b"pause":
                    queue.put("pause")
                case b"resume":
                    queue.put("resume")
    return stopped
