"""Where and when figures were measured, and how much memory this process has taken."""

import os
import platform
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from sts_model.commit import commit

RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes in one unit of ru_maxrss


def circumstances() -> dict[str, str]:
    """Commit, time and machine, to stand beside every figure."""
    import torch

    return {
        "commit": commit(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{_processor()}, torch {torch.__version__}, Python {platform.python_version()}",
    }


def peak_memory() -> int:
    """Bytes resident at most since the process began."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT


def memory_now() -> int:
    """Bytes resident now; the peak where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return peak_memory()
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _processor() -> str:
    """What the processor calls itself; the architecture where the system does not say."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.machine()
