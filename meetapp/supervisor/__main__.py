"""`python -m meetapp.supervisor FOLDER (--input NAME | --media FILE | --resume)`: see a meeting through to its text."""

import argparse
import signal
import sys
from pathlib import Path

from meetapp import children
from meetapp.errors import MeetappError
from meetapp.supervisor.run import Job, Supervisor


def main() -> int:
    job = job_of(parse(sys.argv[1:]))
    try:
        supervisor = Supervisor(job)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: supervisor.stop())
        return supervisor.run()
    except MeetappError as err:
        print(err, file=sys.stderr)
        return err.exit_code


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="meetapp.supervisor", description="Sees one meeting through to its text.")
    parser.add_argument("folder", type=Path)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--input", help="record from this input; empty: the system's default")
    source.add_argument("--media", type=Path, help="import this file")
    source.add_argument("--resume", action="store_true", help="make the text of what is on disk")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--meeting", type=int)
    parser.add_argument("--model", type=Path)
    return parser.parse_args(arguments)


def job_of(options: argparse.Namespace) -> Job:
    """The job with the commands of its children."""
    folder: Path = options.folder
    engine = children.command("meetapp.engine", str(folder))
    if options.library is not None:
        engine += ["--library", str(options.library), "--meeting", str(options.meeting)]
    if options.model is not None:
        engine += ["--model", str(options.model)]
    if options.media is not None:
        return Job(folder, "import", children.command("meetapp.media", str(options.media), str(folder)), engine)
    if options.resume:
        return Job(folder, "resume", [], engine)
    recorder = children.command("meetapp.recorder", str(folder), "--input", options.input)
    return Job(folder, "recording", recorder, engine)


if __name__ == "__main__":
    sys.exit(main())
