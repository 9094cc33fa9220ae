"""Faults of the program, told without words of a meeting: where an exception arose, not what it says.

The message of an exception may quote what it could not handle, and a log is something that people send away.
"""

import sys
import threading
import traceback
from types import TracebackType


def keep_words_out() -> None:
    """From now on exceptions that nobody expected leave their place on standard error, and not their message."""
    sys.excepthook = _tell
    threading.excepthook = lambda fault: _tell(fault.exc_type, fault.exc_value, fault.exc_traceback)


def places(err: BaseException) -> list[str]:
    """The frames of `err` and of what caused it, the first cause first, with the name of each."""
    cause = err.__cause__ or err.__context__
    earlier = places(cause) if cause is not None else []
    frames = [line.rstrip() for line in traceback.format_tb(err.__traceback__)]
    return [*earlier, "", *frames, type(err).__qualname__]


def _tell(kind: type[BaseException], err: BaseException | None, _where: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt | SystemExit) and err is not None:
        print("\n".join(places(err)), file=sys.stderr, flush=True)
