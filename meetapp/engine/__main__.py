"""`python -m meetapp.engine FOLDER`: text from the track of a meeting, until the track is complete."""

import argparse
import sys
from pathlib import Path

from meetapp import paths
from meetapp.engine.run import follow
from meetapp.errors import InputError, MeetappError
from meetapp.events import tell_failure
from meetapp.journal import storage_error
from meetapp.meeting import events_path
from meetapp.store import open_library
from sts_model.package import ModelPackageError


def main() -> int:
    parser = argparse.ArgumentParser(prog="meetapp.engine", description="Turns the track of a meeting into text.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--library", type=Path, help="database that final turns are committed to")
    parser.add_argument("--meeting", type=int, default=0, help="the meeting's id in that database")
    parser.add_argument("--model", type=Path, default=paths.default_model(), help="folder of a model package")
    options = parser.parse_args()
    try:
        if options.library:
            with open_library(options.library) as library:
                follow(options.folder, options.model, library, options.meeting)
        else:
            follow(options.folder, options.model)
    except MeetappError as err:
        return tell_failure(events_path(options.folder), err)
    except ModelPackageError as err:
        return tell_failure(events_path(options.folder), InputError(str(err)))
    except OSError as err:
        return tell_failure(events_path(options.folder), storage_error(options.folder, err))
    return 0


if __name__ == "__main__":
    sys.exit(main())
