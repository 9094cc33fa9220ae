"""`meetapp record`: a meeting into the library, its turns printed as they end."""

import contextlib
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from meetapp import hearing, meeting, paths, supervisor
from meetapp.after import words_of
from meetapp.cli.asked import check_model, phrases_of
from meetapp.cli.follow import Outcome, StopRequests, follow
from meetapp.cli.forms import choose, write
from meetapp.cli.output import prepare_folder
from meetapp.cli.record_alone import record_alone
from meetapp.errors import InputError, LockedError
from meetapp.events import AfterRun, Event, RecordingStarted, RecordingStopped, Trouble, TurnAdded
from meetapp.export import AS_IT_IS, Format, Options, Transcript
from meetapp.export.transcript import one_line
from meetapp.export.txt import line
from meetapp.hearing import AS_SET, Hearing
from meetapp.journal import has_sound
from meetapp.store import Library, open_library
from meetapp.store.meetings import add_meeting, delete_meeting
from meetapp.store.rebuild import look_after
from meetapp.vocabulary import keep
from sts_model.wording import worded


@dataclass(frozen=True, kw_only=True)
class Recording:
    """What the user asked for; with an `output` folder the transcript is written there as well."""

    input: str = ""
    duration_s: float | None = None
    title: str = ""
    format: str = "txt"
    output: Path | None = None
    model: Path | None = None
    template: Path | None = None
    options: Options = AS_IT_IS
    vocabulary: Path | None = None
    after: str = ""
    hearing: Hearing = AS_SET
    second_input: str = ""
    forms: tuple[Format, ...] = field(init=False)
    phrases: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "forms", choose(self.format, self.template))
        object.__setattr__(self, "phrases", phrases_of(self.vocabulary))
        check_model(self.model)
        if self.after:
            words_of(self.after)


def record_meeting(wanted: Recording) -> int:
    """The exit code once the recording has been stopped and its text is complete.

    Raises:
        StorageError: the library or the output folder cannot be written.
    """
    if wanted.output:
        prepare_folder(wanted.output)
    title = one_line(wanted.title) or time.strftime("Meeting %Y-%m-%d %H:%M")
    try:
        if repaired := look_after(paths.library(), paths.meetings()):
            print(repaired, file=sys.stderr)
    except LockedError as err:
        print(f"{err} The sound is recorded all the same; `meetapp recover` makes its text then.", file=sys.stderr)
        return record_alone(_new_folder(wanted, title), wanted.input, wanted.second_input, wanted.duration_s)
    with open_library(paths.library()) as library:
        folder = _new_folder(wanted, title)
        meeting_id = add_meeting(library, folder, title, source=wanted.input or "default input")
        process = supervisor.start(
            folder,
            input=wanted.input,
            second_input=wanted.second_input,
            library=paths.library(),
            meeting_id=meeting_id,
            model=wanted.model.absolute() if wanted.model else None,
            after=wanted.after,
        )
        outcome = Outcome()
        if not _Session(wanted, process, folder, outcome).run():
            print(f"The text goes on being made in the background; the meeting is kept in {folder}.", file=sys.stderr)
            return 0
        recorded = has_sound(folder)
        if not recorded:
            _forget(library, meeting_id, folder)
    if outcome.code and not outcome.told:
        print(outcome.failure, file=sys.stderr)
    if recorded:
        _deliver(wanted, folder, outcome)
    return outcome.code


def _new_folder(wanted: Recording, title: str) -> Path:
    folder = meeting.create(paths.meetings(), title=title, source=wanted.input or "default input")
    keep(folder, wanted.phrases)
    hearing.keep(folder, wanted.hearing, several=bool(wanted.second_input))
    return folder


def _deliver(wanted: Recording, folder: Path, outcome: Outcome) -> None:
    """The transcript as far as it came, and where the sound is."""
    if wanted.output:
        created = datetime.fromisoformat(meeting.open_meeting(folder).created).isoformat()
        transcript = Transcript(folder.name, tuple(outcome.turns), created=created)
        write(wanted.output, folder.name, wanted.forms, transcript, wanted.options)
    print(f"The meeting is kept in {folder}.", file=sys.stderr)


class _Session:
    """One recording as its user sees it: turns on standard output, all else on standard error."""

    def __init__(self, wanted: Recording, process: "subprocess.Popen[bytes]", folder: Path, outcome: Outcome) -> None:
        self._wanted, self._process, self._folder, self._outcome = wanted, process, folder, outcome
        self._started: float | None = None
        self._stopping = False

    def run(self) -> bool:
        """Until the text is complete; False when the user would not wait for that."""
        with StopRequests() as stops:
            for event in follow(self._process, self._folder, self._outcome):
                if event is not None:
                    self._show(event)
                if stops.count > 1:
                    return False
                if stops.count or self._is_over():
                    self._stop()
        return True

    def _show(self, event: Event) -> None:
        if isinstance(event, RecordingStarted) and event.track:
            print(f"Recording from {event.device} too, as a track of its own.", file=sys.stderr)
        elif isinstance(event, RecordingStarted):
            self._started = time.monotonic()
            print(f"Recording from {event.device}; Ctrl-C stops.", file=sys.stderr)
        elif isinstance(event, RecordingStopped):
            print(f"Recorded {event.duration_s:.1f} s; the last words are being written.", file=sys.stderr)
        elif isinstance(event, Trouble):
            # At once, even if fatal: a recording goes on without its text, and its user should know.
            self._outcome.told = self._outcome.told or event.fatal
            print(event.message, file=sys.stderr)
        elif isinstance(event, AfterRun) and event.failure:
            print(event.failure, file=sys.stderr)
        elif isinstance(event, TurnAdded):
            turn = worded(event.turn, self._wanted.options.wording)
            print(line(turn, f"Speaker {turn.speaker}"), flush=True)

    def _is_over(self) -> bool:
        limit_s = self._wanted.duration_s
        return limit_s is not None and self._started is not None and time.monotonic() - self._started >= limit_s

    def _stop(self) -> None:
        if not self._stopping:
            self._stopping = True
            with contextlib.suppress(InputError):  # it has ended by itself
                supervisor.order(self._folder, "stop")


def _forget(library: Library, meeting_id: int, folder: Path) -> None:
    """Nothing was recorded: no empty meeting is left behind."""
    delete_meeting(library, meeting_id)
    shutil.rmtree(folder, ignore_errors=True)
