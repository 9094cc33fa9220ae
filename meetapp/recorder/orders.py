"""Orders: lines on standard input and signals become items on the recorder's queue."""

import os
import signal
import threading
from queue import SimpleQueue

from meetapp.recorder.capture import Block, Order


def listen(queue: "SimpleQueue[Block | Order]") -> None:
    """Puts orders from standard input and from signals on `queue`; the end of standard input is an order to stop."""
    # SimpleQueue.put may be called from a signal handler.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: queue.put("stop"))
    threading.Thread(target=_read_orders, args=(queue,), daemon=True).start()


def _read_orders(queue: "SimpleQueue[Block | Order]") -> None:
    # os.read, because a daemon thread inside sys.stdin would hold a lock that the interpreter needs to end.
    held = b""
    while data := os.read(0, 4096):
        *lines, held = (held + data).split(b"\n")
        for line in lines:
            match line.strip():
                case b"stop":
                    queue.put("stop")
                case b"pause":
                    queue.put("pause")
                case b"resume":
                    queue.put("resume")
    queue.put("stop")
