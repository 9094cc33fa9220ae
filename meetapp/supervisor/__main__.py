"""`python -m meetapp.supervisor FOLDER (--input NAME | --media FILE | --resume)`: see a meeting through to its text."""

import argparse
import os
import signal
import sys
from pathlib import Path

from meetapp import children
from meetapp.errors import MeetappError
from meetapp.faults import keep_words_out
from meetapp.part import add_options, part_of
from meetapp.supervisor import keeping, recording
from meetapp.supervisor.afterwards import run_after
from meetapp.supervisor.run import Job, Supervisor


def main() -> int:
    options = parse(sys.argv[1:])
    job = job_of(options)
    try:
        supervisor = Supervisor(job)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: supervisor.stop())
        code = supervisor.run()
        if supervisor.is_complete and options.meeting is not None:
            run_after(job.folder, options.meeting, options.after)
        return code
    except MeetappError as err:
        print(err, file=sys.stderr)
        return err.exit_code


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="meetapp.supervisor", description="Sees one meeting through to its text.")
    parser.add_argument("folder", type=Path)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--input", help="record from this input; empty: the system's default")
    source.add_argument("--media", type=Path, action="append", help="import this file; several: a track each")
    source.add_argument("--resume", action="store_true", help="make the text of what is on disk")
    parser.add_argument("--second-input", default="", help="record this one too")
    add_options(parser)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--meeting", type=int)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--no-text", action="store_true", help="record sound alone")
    parser.add_argument("--after", default="", help="run this command when the meeting is complete")
    parser.add_argument("--adopt", type=adoption, metavar="PID:PIPE", help="the recorder is running, take it over")
    return parser.parse_args(arguments)


def adoption(text: str) -> tuple[int, int]:
    """The process to adopt, and the pipe that its orders go into."""
    pid, _, pipe = text.partition(":")
    return int(pid), int(pipe)


def job_of(options: argparse.Namespace) -> Job:
    """The job with the commands of its children."""
    folder: Path = options.folder
    kept = keeping(options.library, options.meeting, options.model)
    engine = [] if options.no_text else children.command("meetapp.engine", str(folder), *kept)
    kept += ["--no-text"] if options.no_text else []
    kept += ["--after", options.after] if options.after else []
    if options.media is not None:
        files = [str(file) for file in options.media]
        decoder = children.command("meetapp.media", *files, str(folder), *part_of(options).options())
        return Job(folder, "import", decoder, engine)
    if options.resume:
        return Job(folder, "resume", [], engine)
    inputs = recording(options.input, options.second_input)
    recorder = children.command("meetapp.recorder", str(folder), *inputs)
    if os.name == "posix":  # elsewhere no pipe can be handed down to a successor by its number
        recorder += ["--successor", *children.command("meetapp.supervisor", str(folder), *inputs, *kept)]
    return Job(folder, "recording", recorder, engine, options.adopt)


if __name__ == "__main__":
    keep_words_out()
    sys.exit(main())
