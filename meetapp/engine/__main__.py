"""`python -m meetapp.engine FOLDER`: text from the track of a meeting, until the track is complete."""

import argparse
import contextlib
import sys
from functools import partial
from pathlib import Path

from meetapp.engine.manners import as_set, give_way
from meetapp.engine.patience import until_free
from meetapp.engine.waiting import Waiter, take_over
from meetapp.errors import InputError, MeetappError
from meetapp.events import tell_failure
from meetapp.faults import keep_words_out
from meetapp.hearing import kept
from meetapp.journal import storage_error
from meetapp.meeting import events_path
from meetapp.settings import chosen_model
from meetapp.store import open_library


def main() -> int:
    parser = argparse.ArgumentParser(prog="meetapp.engine", description="Turns the track of a meeting into text.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--library", type=Path, help="database that final turns are committed to")
    parser.add_argument("--meeting", type=int, default=0, help="the meeting's id in that database")
    parser.add_argument("--model", type=Path, help="folder of a model package (default: by the user's settings)")
    options = parser.parse_args()
    try:
        _follow(options)
    except MeetappError as err:
        return tell_failure(events_path(options.folder), err)
    except OSError as err:
        return tell_failure(events_path(options.folder), storage_error(options.folder, err))
    return 0


def _follow(options: argparse.Namespace) -> None:
    waiter = Waiter(take_over(options.folder).beat)
    if waiter.track_rate(options.folder) is None:
        return
    model, hearing = options.model or chosen_model(), as_set(kept(options.folder))
    give_way(hearing)
    with contextlib.ExitStack() as stack:
        library = None
        if options.library:
            library = until_free(partial(open_library, options.library), options.folder, waiter)
            stack.enter_context(library)
        # Its libraries take seconds to load: what fails before them shall fail at once.
        with waiter.loading():
            from meetapp.engine.names import loader
            from meetapp.engine.run import follow
            from meetapp.plain import keep_copies
            from sts_model.package import ModelPackageError

        try:
            load = loader(options.folder, model, hearing)
            follow(options.folder, model, library, options.meeting, load, waiter=waiter)
        except ModelPackageError as err:
            raise InputError(str(err)) from err
        if library is not None:
            with contextlib.suppress(MeetappError):  # the text is in the library; the window makes the copies again
                keep_copies(library, options.meeting)


if __name__ == "__main__":
    keep_words_out()
    sys.exit(main())
