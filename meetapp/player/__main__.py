"""`python -m meetapp.player`: plays meetings as standard input says, and tells on standard output what is heard.

{"kind": "Open", "folder": "meetings/2026-11-27_093000_1a2b3c"}
{"kind": "Play", "at_s": 12.5}
"""

import os
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue

from meetapp.faults import keep_words_out
from meetapp.player.output import Output
from meetapp.player.protocol import Order, Report, decode_order, encode
from meetapp.player.run import run


def main(open_output: Callable[[int], Output] = Output) -> int:
    orders: SimpleQueue[Order | None] = SimpleQueue()
    threading.Thread(target=_read_orders, args=(orders,), daemon=True).start()
    run(orders, _tell, open_output)
    return 0


def _tell(report: Report) -> None:
    os.write(1, encode(report))


def _read_orders(orders: "SimpleQueue[Order | None]") -> None:
    """Puts what standard input says on the queue; its end is an order to end."""
    # os.read, because a daemon thread inside sys.stdin would hold a lock that the interpreter needs to end.
    held = b""
    while data := os.read(0, 1 << 16):
        *lines, held = (held + data).split(b"\n")
        for line in lines:
            try:
                orders.put(decode_order(line))
            except ValueError as err:
                print(err, file=sys.stderr)
    orders.put(None)


if __name__ == "__main__":
    keep_words_out()
    sys.exit(main())
