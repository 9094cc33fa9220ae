"""Session: an engine that listens to one recording, in a private temporary folder that goes with it."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncGenerator
from pathlib import Path

from meetapp import children
from meetapp.cli.follow import FULL_BYTES, OUR_FAULT, POLL_S, Outcome
from meetapp.errors import StorageError
from meetapp.events import EngineStarted, Event, EventReader, Finished
from meetapp.meeting import create_at, events_path, log_path, open_private
from meetapp.service.answer import Heard
from meetapp.service.refusal import RefusalError
from meetapp.supervisor.run import BAD_INPUT, ENGINE_SILENT_S, MISSING_PART
from meetapp.supervisor.vigil import Vigil
from meetapp.supervisor.worker import Worker
from meetapp.tracks import TrackWriter
from sts_model.units import SAMPLE_RATE
from sts_model.wording import worded

PREFIX = "meetapp-serve-"


class Session:
    """An engine that is started at once, and loads its model while it waits for the sound that is to come.

    Raises:
        StorageError: the disk refused.
    """

    def __init__(self, model: Path, rate: int = SAMPLE_RATE) -> None:
        self.outcome = Outcome()
        self.folder = _new_meeting(rate)
        self._log = open_private(log_path(self.folder))
        command = children.command("meetapp.engine", str(self.folder), "--model", str(model))
        self._engine = Worker(command, self._log, lambda code: code in (0, BAD_INPUT, MISSING_PART))
        self._vigil = Vigil(self.folder, "engine", ENGINE_SILENT_S)
        self._decoder: Worker | None = None
        self._events = EventReader(events_path(self.folder))
        self._duration_s = 0.0
        self._closed = False
        self._tend()

    def hear_file(self, file: Path) -> None:
        """Has the sound of the media file decoded onto the track."""
        command = children.command("meetapp.media", str(file), str(self.folder))
        self._decoder = Worker(command, self._log, lambda _code: True)

    async def follow(self) -> AsyncGenerator[Event, None]:
        """Each event after `outcome` has taken it, until the last."""
        ended = False
        while not ended:
            ended = self._tend()  # before reading: who has ended writes no more
            for event in self._events.read_new():
                self.outcome.take(event)
                if isinstance(event, Finished):
                    self._duration_s = event.duration_s
                yield event
            if not ended:
                await asyncio.sleep(POLL_S)
        if self._decoder is not None and (self._decoder.result or 0) < 0:
            self.outcome.failure = "The uploaded file broke the decoder: it is probably damaged."
            self.outcome.code = BAD_INPUT
        self.outcome.end(self._engine.result or 0, self.folder)

    async def loaded(self) -> bool:
        """Whether the engine has come to the point of listening; False when it has ended, or was closed, before."""
        news = EventReader(events_path(self.folder))
        while not any(isinstance(event, EngineStarted) for event in news.read_new()):
            if self._closed or self._tend():
                return self._closed
            await asyncio.sleep(POLL_S)
        return True

    def heard(self) -> Heard:
        """All of the recording, once `follow` has come to its end.

        Raises:
            RefusalError: it could not be heard.
        """
        outcome = self.outcome
        if outcome.code == 0 and not self._is_undecoded():
            return Heard(tuple(worded(turn, "readable") for turn in outcome.turns), self._duration_s)
        if shutil.disk_usage(self.folder).free < FULL_BYTES:
            raise RefusalError(507, "The disk is full: free some space and try again.")
        if self._is_undecoded() and outcome.code == BAD_INPUT:
            raise RefusalError(400, outcome.failure, param="file", code="invalid_file")
        raise RefusalError(500, outcome.failure)

    async def close(self) -> None:
        """Ends what still runs and removes the folder; only where the fault is ours its log stays, to be read."""
        self._closed = True
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        for worker in filter(None, (self._decoder, self._engine)):
            worker.end()
        self._log.close()
        if self.outcome.code == OUR_FAULT and self.outcome.failure:
            shutil.rmtree(self.folder / "tracks", ignore_errors=True)
            events_path(self.folder).unlink(missing_ok=True)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _tend(self) -> bool:
        """Looks after the children; whether there is nothing more to come of them."""
        now_s = time.monotonic()
        if self._engine.is_running and self._vigil.is_hung(now_s):
            self._engine.abandon()  # and it is started again
        if self._decoder is not None and self._decoder.tend(now_s):
            return True  # a file that cannot be decoded: the engine would wait for ever
        return self._engine.tend(now_s) is not None

    def _is_undecoded(self) -> bool:
        return self._decoder is not None and bool(self._decoder.result)


def _new_meeting(rate: int) -> Path:
    """A temporary meeting whose track has begun, and is empty: that makes an engine load its model."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    except OSError as err:
        raise StorageError(f"Cannot write into the folder for temporary files: {err.strerror}.") from err
    try:
        create_at(folder, title="", source="")
        TrackWriter(folder, device="client", rate=rate).close()
    except StorageError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder
