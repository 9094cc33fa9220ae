"""`python -m meetapp.recorder FOLDER --input NAME`: records until told to stop (orders on standard input)."""

import argparse
import sys
from pathlib import Path

from meetapp.recorder.run import record


def main() -> int:
    parser = argparse.ArgumentParser(prog="meetapp.recorder", description="Records one input into a meeting folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--input", default="", help="name, place in the list, or a part of the name")
    options = parser.parse_args()
    return record(options.folder, options.input)


if __name__ == "__main__":
    sys.exit(main())
