"""`meetapp` and `python -m meetapp`: the command line, and the last resort when the program itself is at fault."""

import sys

from meetapp.cli import run
from meetapp.cli.report import report_fault


def main() -> None:
    """Runs one command and ends the process with its exit code."""
    sys.excepthook = report_fault
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
