"""Children: how one process of the program starts another, from source and from a built program alike.

A built program is one executable without a Python beside it: called as `meetapp -m meetapp.engine ...` it becomes
that process (`packaging/program.py` is what it runs). Nobody else needs to know.
"""

import runpy
import subprocess
import sys


def command(module: str, *arguments: str) -> list[str]:
    """The words that start `module` as a process of its own, as `python -m` would."""
    if is_built():
        return [sys.executable, "-m", module, *arguments]
    return [sys.executable, "-P", "-m", module, *arguments]


def run(module: str, *arguments: str, otherwise: str) -> str:
    """Waits until `module` has done its work in a process of its own, with nobody to ask.

    Returns:
        What it said last when it failed, or `otherwise` when it said nothing; empty when all went well.
    """
    words = command(module, *arguments)
    done = subprocess.run(
        words, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if not done.returncode:
        return ""
    said = done.stderr.strip().splitlines()
    return said[-1] if said else otherwise


def is_built() -> bool:
    """Whether this is a built program, and not source that a Python runs."""
    return bool(getattr(sys, "frozen", False))


def become(words: list[str]) -> bool:
    """Runs the process that `words`, a command without its executable, ask for; False when they ask for none."""
    match words:
        case ["-m", module, *arguments] if module == "meetapp" or module.startswith("meetapp."):
            sys.argv = [module, *arguments]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
            return True
    return False
