"""`python -m meetapp.recorder FOLDER --input NAME [--second-input NAME] [--successor ...]`: records until told to stop.

Orders come on standard input; should it break, the command after `--successor` is started to give them instead.
"""

import argparse
import sys
from pathlib import Path

from meetapp.faults import keep_words_out
from meetapp.recorder.record import record


def main() -> int:
    parser = argparse.ArgumentParser(prog="meetapp.recorder", description="Records into a meeting folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--input", default="", help="name, place in the list, or a part of the name")
    parser.add_argument("--second-input", default="", help="another input, recorded as a track of its own")
    parser.add_argument(
        "--successor",
        nargs=argparse.REMAINDER,
        default=[],
        metavar="COMMAND",
        help="all that follows starts a supervisor when the present one dies",
    )
    options = parser.parse_args()
    return record(options.folder, options.input, options.successor, options.second_input)


if __name__ == "__main__":
    keep_words_out()
    sys.exit(main())
