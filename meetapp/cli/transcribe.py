"""`meetapp transcribe`: recordings in, one transcript each out, the library left alone."""

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from meetapp import supervisor
from meetapp.cli.follow import OUR_FAULT, Outcome, StopRequests, follow
from meetapp.cli.output import distinct_stems, prepare_folder, write_whole
from meetapp.cli.progress import Meter, shown
from meetapp.errors import InputError
from meetapp.export import FORMATS, Transcript
from meetapp.meeting import create_at

SOME_DONE = 4
INTERRUPTED = 130
"""As shells have it for a command that Ctrl-C ended."""


@dataclass(frozen=True)
class Request:
    """What the user asked for; without an `output` folder transcripts are printed."""

    files: tuple[Path, ...]
    format: str = "txt"
    output: Path | None = None
    model: Path | None = None

    def __post_init__(self) -> None:
        if len(self.files) > 1 and self.output is None and self.format != "txt":
            raise InputError(f"Several recordings as {self.format} need a folder to go into: add --output DIR.")
        if self.model is not None and not self.model.is_dir():
            raise InputError(f"There is no model folder {self.model}.")


def transcribe_files(request: Request) -> int:
    """The exit code after every recording has been transcribed or named on standard error.

    Raises:
        StorageError: the output folder cannot be written; what was written before is whole.
    """
    if request.output:
        prepare_folder(request.output)
    codes: list[int] = []
    with StopRequests() as stops:
        for file, stem in zip(request.files, distinct_stems(request.files), strict=True):
            outcome = _transcribe(file, request.model, stops)
            for warning in outcome.warnings:
                print(warning, file=sys.stderr)
            if outcome.code == INTERRUPTED:
                return INTERRUPTED
            codes.append(outcome.code)
            if outcome.code:
                print(_about(file, outcome.failure, request), file=sys.stderr)
            else:
                _deliver(Transcript(stem, tuple(outcome.turns)), file, request)
    return exit_code(codes)


def exit_code(codes: list[int]) -> int:
    """One code for several recordings: 0 all done, 4 some done; else the gravest, and our own fault is that."""
    if not any(codes):
        return 0
    return SOME_DONE if 0 in codes else min(codes)


def _transcribe(file: Path, model: Path | None, stops: StopRequests) -> Outcome:
    outcome = Outcome()
    with _temporary_meeting(file, outcome) as folder, shown(file.name) as meter:
        process = supervisor.start(folder, media=file.absolute(), model=model.absolute() if model else None)
        _watch(process, folder, outcome, meter, stops)
    return outcome


def _watch(
    process: "subprocess.Popen[bytes]", folder: Path, outcome: Outcome, meter: Meter, stops: StopRequests
) -> None:
    stopped = False
    for event in follow(process, folder, outcome):
        if event is not None:
            meter.saw(event)
        if stops.count and not stopped:
            stopped = True
            with contextlib.suppress(InputError):  # it has ended by itself
                supervisor.order(folder, "stop")
    if stopped and not outcome.finished:
        outcome.code = INTERRUPTED


@contextlib.contextmanager
def _temporary_meeting(file: Path, outcome: Outcome) -> Iterator[Path]:
    """A folder for the work, gone afterwards unless the fault is ours: then its log is worth reading."""
    folder = Path(tempfile.mkdtemp(prefix="meetapp-"))
    try:
        create_at(folder, title=file.stem, source=str(file))
        yield folder
    finally:
        if outcome.code == OUR_FAULT and outcome.failure:
            shutil.rmtree(folder / "tracks", ignore_errors=True)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _about(file: Path, failure: str, request: Request) -> str:
    named = len(request.files) == 1 or file.name in failure
    return failure if named else f"{file.name}: {failure}"


def _deliver(transcript: Transcript, file: Path, request: Request) -> None:
    form = FORMATS[request.format]
    text = form.render(transcript)
    if request.output:
        write_whole(request.output / f"{transcript.session_id}{form.suffix}", text)
        return
    if len(request.files) > 1:
        print(f"== {file} ==")
    print(text, end="", flush=True)
