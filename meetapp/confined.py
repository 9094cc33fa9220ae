"""What a process may take that reads what comes from outside: memory, processor time, and no image of it on disk."""

import contextlib
import sys
from pathlib import Path


def confine(memory_bytes: int, cpu_s: float) -> None:
    """Holds this process to so much memory and processor time, where the system can; it leaves no core dump.

    Memory beyond raises MemoryError, or ends the process; time beyond ends it.
    """
    if sys.platform == "win32":
        return
    import resource

    _set(resource.RLIMIT_AS, memory_bytes)
    _set(resource.RLIMIT_CORE, 0)
    limit_cpu(cpu_s)


def limit_cpu(cpu_s: float) -> None:
    """Ends this process once it has used so much processor time, all of its life counted; may be moved later."""
    if sys.platform != "win32":
        import resource

        _set(resource.RLIMIT_CPU, round(cpu_s))


def peak_bytes() -> int:
    """The most memory this program has held; 0 where the system does not tell.

    Linux counts in `ru_maxrss` what the process held before it became this program (a child of a large parent is born
    large), so there the mark of its own memory is read.
    """
    if sys.platform == "win32":
        return 0
    with contextlib.suppress(OSError, StopIteration, ValueError):
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) << 10
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak << 10


def _set(what: int, most: int) -> None:
    """Sets the soft limit, which may rise again, never above what the user or the system allows."""
    import resource

    _, hard = resource.getrlimit(what)
    with contextlib.suppress(ValueError):  # a system that knows the limit but does not set it
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
