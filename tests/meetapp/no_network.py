"""A world without a network: a process that so much as makes a socket for one is refused, told of, and ended.

`has_none` gives Python that every process of a command runs first. What Python does is seen by an audit hook, on Linux
what compiled libraries do by a filter in the kernel too; both go on to child processes.
"""

import ctypes
import platform
import socket
import struct
import sys
from pathlib import Path

NETWORKS = (socket.AF_INET, socket.AF_INET6)
NAMES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
# The architecture as the kernel's auditing knows it, and its number of the call `socket`.
CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
CAN_FILTER = sys.platform == "linux" and platform.machine() in CALLS
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, KILL = 0x7FFF0000, 0x80000000
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2


def has_none(told: Path) -> str:
    """The world; whatever was refused adds a line to the file `told`."""
    return f"import runpy\nrunpy.run_path({__file__!r})['forbid']({str(told)!r})\n"


def forbid(told: str) -> None:
    """Takes the network from this process and its children, for good."""

    def look(event: str, arguments: tuple[object, ...]) -> None:
        if event in NAMES or (event == "socket.__new__" and arguments[1] in NETWORKS):
            with Path(told).open("a", encoding="utf-8") as file:
                file.write(f"{sys.argv}: {event}\n")
            raise PermissionError("There is no network here.")

    sys.addaudithook(look)
    if CAN_FILTER:
        _filter_calls()


def _filter_calls() -> None:
    """From now on the kernel ends this process when it makes a socket of NETWORKS."""
    architecture, call = CALLS[platform.machine()]
    steps = [
        (LOAD, 0, 0, 4),  # the architecture
        (EQUAL, 0, 5, architecture),
        (LOAD, 0, 0, 0),  # the number of the call
        (EQUAL, 0, 3, call),
        (LOAD, 0, 0, 16),  # its first argument
        (EQUAL, 2, 0, int(socket.AF_INET)),
        (EQUAL, 1, 0, int(socket.AF_INET6)),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, KILL),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    libc = ctypes.CDLL(None)
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(SET_SECCOMP, FILTER, program):
        raise OSError("The kernel does not take the filter.")
