"""`meetapp transcribe`: recordings in, one transcript each out, the library left alone."""

import contextlib
import sys
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from pathlib import Path

from meetapp import paths
from meetapp.after import About, run, words_of
from meetapp.cli.asked import check_model, phrases_of, recordings
from meetapp.cli.follow import INTERRUPTED, StopRequests
from meetapp.cli.forms import choose, need_folder, write
from meetapp.cli.library_view import meeting_of, transcript_of
from meetapp.cli.output import distinct_stems, prepare_folder
from meetapp.cli.progress import shown
from meetapp.cli.work import Work
from meetapp.events import EngineStarted
from meetapp.export import AS_IT_IS, Format, Options, Transcript
from meetapp.hearing import AS_SET, Hearing
from meetapp.part import WHOLE, Part
from meetapp.store import open_library

SOME_DONE = 4


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the user asked for; without an `output` folder transcripts are printed.

    With `as_tracks` the files are one recording, a track each.
    """

    files: tuple[Path, ...]
    format: str = "txt"
    output: Path | None = None
    model: Path | None = None
    template: Path | None = None
    options: Options = AS_IT_IS
    vocabulary: Path | None = None
    part: Part = WHOLE
    after: str = ""
    hearing: Hearing = AS_SET
    skip_existing: bool = False  # what the library has is taken from there, as it is
    as_tracks: bool = False
    forms: tuple[Format, ...] = field(init=False)
    phrases: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "forms", choose(self.format, self.template))
        object.__setattr__(self, "phrases", phrases_of(self.vocabulary))
        if self.output is None:
            need_folder(self.forms, len(self.recordings))
        check_model(self.model)
        if self.after:
            words_of(self.after)

    @property
    def recordings(self) -> tuple[tuple[Path, ...], ...]:
        """The files of each recording."""
        return recordings(self.files, as_tracks=self.as_tracks)


def transcribe_files(request: Request) -> int:
    """The exit code after every recording has been transcribed or named on standard error.

    Raises:
        StorageError: the output folder cannot be written; what was written before is whole.
    """
    if request.output:
        prepare_folder(request.output)
    codes: list[int] = []
    stems = distinct_stems([files[0] for files in request.recordings])
    todo = list(zip(request.recordings, stems, strict=True))
    known = _known(request)
    unknown = deque((files, stem) for files, stem in todo if files not in known)
    with StopRequests() as stops, contextlib.closing(_works(request, unknown, stops)) as works:
        for files, stem in todo:
            if files in known:
                _deliver(files[0], replace(known[files], session_id=stem), request)
                codes.append(0)
                continue
            work = next(works)
            for warning in work.outcome.warnings:
                print(warning, file=sys.stderr)
            if work.outcome.code == INTERRUPTED:
                return INTERRUPTED
            codes.append(work.outcome.code)
            if work.outcome.code:
                print(_about(work, request), file=sys.stderr)
            else:
                _deliver(files[0], Transcript(stem, request.part.in_recording(work.outcome.turns)), request)
                _run_after(work, request, stops)
    return exit_code(codes)


def exit_code(codes: list[int]) -> int:
    """One code for several recordings: 0 all done, 4 some done; else the gravest, and our own fault is that."""
    if not any(codes):
        return 0
    return SOME_DONE if 0 in codes else min(codes)


def _known(request: Request) -> dict[tuple[Path, ...], Transcript]:
    """What the library has of recordings of one file, if it is asked: complete meetings, as people left them."""
    if not request.skip_existing or request.part != WHOLE:
        return {}
    with open_library(paths.library()) as library:
        rows = {files: meeting_of(library, files[0]) for files in request.recordings if len(files) == 1}
        return {
            files: transcript_of(library, row)[0]
            for files, row in rows.items()
            if row is not None and row.duration_s is not None
        }


def _works(
    request: Request, todo: deque[tuple[tuple[Path, ...], str]], stops: StopRequests
) -> Generator[Work, None, None]:
    """Each recording's work when it is done; the next model is loaded while a recording is being heard."""
    coming: Work | None = None
    with contextlib.ExitStack() as open_works:

        def begin() -> Work:
            return open_works.enter_context(
                Work(
                    *todo.popleft(),
                    model=request.model,
                    phrases=request.phrases,
                    part=request.part,
                    hearing=request.hearing,
                )
            )

        while coming or todo:
            work, coming = coming or begin(), None
            with shown(work.file.name) as meter:
                for event in work.follow():
                    if event is not None:
                        meter.saw(event)
                    if isinstance(event, EngineStarted) and todo and not coming:
                        coming = begin()
                    if stops.count:
                        work.stop()
            work.close()
            yield work


def _run_after(work: Work, request: Request, stops: StopRequests) -> None:
    """Runs the user's command, if there is one; that it fails costs nothing of what was transcribed."""
    if request.after:
        about = About(None, request.output, work.stem, str(work.file.absolute()))
        failure = run(request.after, about, is_stopped=lambda: stops.count > 0)
        if failure:
            print(failure, file=sys.stderr)


def _about(work: Work, request: Request) -> str:
    failure = work.outcome.failure
    named = len(request.recordings) == 1 or work.file.name in failure
    return failure if named else f"{work.file.name}: {failure}"


def _deliver(file: Path, transcript: Transcript, request: Request) -> None:
    if request.output:
        write(request.output, transcript.session_id, request.forms, transcript, request.options)
        return
    if len(request.recordings) > 1:
        print(f"== {file} ==")
    print(request.forms[0].render(transcript, request.options).decode("utf-8-sig"), end="", flush=True)
