"""`python -m meetapp.parcel LIBRARY MEETING FILE`: a meeting as one file, made where there is a library for sound."""

import argparse
import sys
from pathlib import Path

from meetapp.errors import MeetappError
from meetapp.faults import keep_words_out
from meetapp.parcel.writing import write_parcel
from meetapp.store import open_library


def main() -> int:
    parser = argparse.ArgumentParser(prog="meetapp.parcel", description="Writes a meeting as one file.")
    parser.add_argument("library", type=Path)
    parser.add_argument("meeting", type=int)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    try:
        with open_library(options.library) as library:
            write_parcel(library, options.meeting, options.file)
    except MeetappError as err:
        print(err, file=sys.stderr)
        return err.exit_code
    return 0


if __name__ == "__main__":
    keep_words_out()
    sys.exit(main())
