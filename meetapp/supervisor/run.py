"""The supervisor's loop: a source of sound and an engine, each watched, until the text is complete."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from meetapp.errors import InputError, StorageError
from meetapp.events import EventWriter, Trouble
from meetapp.journal import has_sound, stop_tracks, storage_error
from meetapp.locks import RoleLock, holder
from meetapp.meeting import events_path, is_in_progress, log_path, mark_done, mark_in_progress, open_private
from meetapp.supervisor.control import ControlServer
from meetapp.supervisor.vigil import Vigil
from meetapp.supervisor.worker import MAX_RESTARTS, Patience, Process, Worker

WAKE_S = 0.1
# A recorder that was told to stop may still be waiting for a slow disk.
STOP_PATIENCE_S = 15.0
BAD_INPUT, MISSING_PART = 2, 3
# A recorder may wait half a minute for a slow disk; an engine shows life while it loads, and then at every step.
RECORDER_SILENT_S, ENGINE_SILENT_S = 60.0, 60.0
# The supervisor before this one may still be clearing up.
PREDECESSOR_S = 2.0
# As long as there is a recording it is not given up: the input may come back, or the disk.
FOR_EVER = Patience(restarts=None, longest_pause_s=1.5)
HUNG = (
    "The recorder stopped answering and is started again: some sound was lost.",
    "The recogniser stopped answering and is started again: no sound is lost.",
)
# The children's own last words: with these codes they have told the user why.
SPOKEN = {BAD_INPUT, MISSING_PART}


@dataclass(frozen=True)
class Job:
    """What is to be done in `folder`: where its sound comes from, and with which commands.

    `source` is empty when all the sound there will be is on disk already, `engine` when only sound is wanted. `adopt`
    names a recorder that outlived its supervisor, and the pipe for its orders.
    """

    folder: Path
    kind: Literal["recording", "import", "resume"]
    source: Sequence[str]
    engine: Sequence[str]
    adopt: tuple[int, int] | None = None


class Supervisor:
    """One meeting's children.

    Raises:
        InputError: somebody is at work on that meeting already.
        StorageError: the disk refused.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._lock = RoleLock(job.folder, "supervisor")
        recorded = job.kind == "resume" and holder(job.folder, "recorder") is not None
        if recorded or not self._lock.take(PREDECESSOR_S):
            raise InputError(f"The meeting in {job.folder} is being worked on already.")
        try:
            self._log = open_private(log_path(job.folder))
            self._events = EventWriter(events_path(job.folder))
            self._control = ControlServer(job.folder)
        except OSError as err:
            raise storage_error(job.folder, err) from err
        patience = FOR_EVER if job.kind == "recording" else Patience()
        self._source = Worker(job.source, self._log, self._source_is_final, patience, _adopted(job))
        self._engine = Worker(job.engine, self._log, lambda code: code in (0, BAD_INPUT, MISSING_PART))
        self._vigils = {
            self._source: Vigil(job.folder, "recorder", RECORDER_SILENT_S),
            self._engine: Vigil(job.folder, "engine", ENGINE_SILENT_S),
        }
        self._code = 0
        self._source_done = self._engine_done = False
        self._crashes_told = {self._source: 0, self._engine: 0}
        self._stop_asked = False
        self._stop_by_s: float | None = None

    def run(self) -> int:
        """Until nothing more can be done; the exit code of the meeting."""
        if not is_in_progress(self._job.folder):
            mark_in_progress(self._job.folder)
        if self._job.kind == "resume":
            self._source.ask_to_stop()
        if not self._job.engine:
            self._engine.ask_to_stop()
        try:
            while not (self._source_done and self._engine_done):
                for order in self._control.orders(WAKE_S):
                    self._obey(order)
                if self._stop_asked and self._stop_by_s is None:
                    self._stop()
                self._tend(time.monotonic())
            self._source.end()
        except BaseException:
            # A fault of ours is no reason to stop recording: the recorder starts another supervisor.
            if self._job.kind != "recording":
                self._source.end()
            raise
        finally:
            self._engine.end()
            self._control.close()
            self._lock.release()
        # A recording whose text is not complete stays marked, so that the next start finds it.
        if self._engine.result == 0 or not has_sound(self._job.folder) or self._job.kind == "import":
            mark_done(self._job.folder)
        return self._code

    @property
    def is_complete(self) -> bool:
        """Whether all of the text was made, once `run` has ended."""
        broken_off = self._stop_asked and self._job.kind != "recording"
        return bool(self._job.engine) and self._engine.result == 0 and not self._code and not broken_off

    def stop(self) -> None:
        """Ends the recording, after which its text is completed; an import is broken off. For signal handlers too."""
        self._stop_asked = True

    def _stop(self) -> None:
        self._stop_by_s = time.monotonic() + STOP_PATIENCE_S
        if self._job.kind == "recording":
            self._source.ask_to_stop()
            return
        self._source.end()
        self._source_done = True
        self._give_up_engine()

    def _obey(self, order: str) -> None:
        if order == "stop":
            self.stop()
        elif self._job.kind == "recording":
            self._source.say(order)
            self._source.first_order = "pause" if order == "pause" else ""

    def _tend(self, now_s: float) -> None:
        for worker, vigil in self._vigils.items():
            if worker.is_running and vigil.is_hung(now_s):
                self._tell(Trouble(HUNG[worker is self._engine]))
                self._crashes_told[worker] = worker.crashes + 1  # the end that follows has been told
                worker.abandon()
        source, engine = self._source.tend(now_s), self._engine.tend(now_s)
        self._tell_crashes(self._source, "The recorder ended unexpectedly and is started again: some sound was lost.")
        self._tell_crashes(self._engine, "The recogniser ended unexpectedly and is started again: no sound is lost.")
        if source is None and self._stop_by_s is not None and now_s > self._stop_by_s:
            self._source.end()
        if source is not None and not self._source_done:
            self._source_done = True
            self._after_source(source)
        if engine is not None and not self._engine_done:
            self._engine_done = True
            self._after_engine(engine)

    def _after_source(self, code: int) -> None:
        """The source has said its last word: its tracks are complete, or there are none."""
        folder, imports = self._job.folder, self._job.kind == "import"
        recorded = has_sound(folder)
        if code < 0 and imports:
            self._fail(BAD_INPUT, "The file broke the decoder: it is probably damaged.")
        elif code == MISSING_PART and recorded and self._stop_asked:
            pass  # the input was away when the user stopped: what it delivered is the recording
        elif code:
            told = code in SPOKEN
            self._fail(code, "" if told else f"The recorder keeps failing, see {log_path(folder)}: its sound is kept.")
        if code and (imports or not recorded):
            self._give_up_engine()
            return
        try:
            stop_tracks(folder)
        except StorageError as err:
            self._fail(err.exit_code, str(err))
            self._give_up_engine()  # it would wait for ever

    def _after_engine(self, code: int) -> None:
        """The engine has said its last word; a recording goes on without it."""
        if not code:
            return
        told = code in SPOKEN
        self._fail(code, "" if told else f"The recogniser keeps failing, see {log_path(self._job.folder)}: try later.")
        if self._job.kind == "import":
            self._source.end()
            self._source_done = True

    def _give_up_engine(self) -> None:
        self._engine.end()
        self._engine_done = True

    def _fail(self, code: int, sentence: str) -> None:
        """Keeps the first exit code, and tells the user why; `sentence` is empty when a child has done so."""
        code = code if code in SPOKEN else 1
        self._code = self._code or code
        if sentence:
            self._tell(Trouble(sentence, fatal=True, exit_code=code))

    def _tell_crashes(self, worker: Worker, sentence: str) -> None:
        if self._crashes_told[worker] < worker.crashes <= MAX_RESTARTS and worker.last_code not in SPOKEN:
            self._tell(Trouble(sentence))
        self._crashes_told[worker] = worker.crashes

    def _source_is_final(self, code: int) -> bool:
        """A recorder that has recorded something, or was killed, is worth starting again, unless the disk refused."""
        if self._job.kind != "recording" or code in (0, BAD_INPUT):
            return True
        return not has_sound(self._job.folder) and (code == MISSING_PART or self._source.crashes >= MAX_RESTARTS)

    def _tell(self, trouble: Trouble) -> None:
        try:
            self._events.write(trouble)
        except OSError as err:
            print(f"{trouble.message} (not written to the events: {err.strerror})", file=sys.stderr)


def _adopted(job: Job) -> Process | None:
    if job.adopt is None:
        return None
    from meetapp.supervisor.adopted import Adopted  # only where there are such pipes

    return Adopted(*job.adopt, job.folder)
