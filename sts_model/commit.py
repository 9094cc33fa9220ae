"""The commit of the code that runs, so that a figure can be made again."""

import subprocess
from pathlib import Path


def commit() -> str:
    """The short commit, with a mark when the tree differs from it; "unknown" outside a checkout."""
    try:
        described = subprocess.run(
            ["git", "describe", "--always", "--dirty"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return described.stdout.strip()
