"""Pool: how many sessions there are at once, and a spare one that has its model loaded already."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from meetapp.errors import InputError, MeetappError, StorageError, SystemPartError
from meetapp.service.limits import Limits
from meetapp.service.refusal import RefusalError
from meetapp.service.session import Session
from sts_model.units import SAMPLE_RATE

RETRY_S = 5


class Pool:
    """Gives each request a session of its own; the next one is made ready meanwhile."""

    def __init__(self, model: Path, limits: Limits) -> None:
        self._model, self._limits = model, limits
        self._free = asyncio.Semaphore(limits.at_once)
        self._inside = 0
        self._spare: Session | None = None

    async def warm_up(self) -> None:
        """Makes a first session ready.

        Raises:
            MeetappError: the model cannot be used, or a part of the system is missing; its exit code says which.
        """
        spare = self._spare = Session(self._model)
        if not await spare.loaded():
            async for _ in spare.follow():
                pass
            kinds = {InputError.exit_code: InputError, SystemPartError.exit_code: SystemPartError}
            raise kinds.get(spare.outcome.code, MeetappError)(spare.outcome.failure)

    @contextlib.contextmanager
    def place(self) -> Iterator[None]:
        """A place among those who are served or wait; to be taken before anything of a request is read.

        Raises:
            RefusalError: too many have one.
        """
        if self._inside >= self._limits.at_once + self._limits.waiting:
            message = "Too many recordings are being heard: try again later."
            raise RefusalError(429, message, code="busy", retry_s=RETRY_S)
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1

    @contextlib.asynccontextmanager
    async def session(self, rate: int = SAMPLE_RATE) -> AsyncIterator[Session]:
        """A session for sound of `rate` Hz, after waiting until one may be had.

        Raises:
            RefusalError: there is no room on the disk.
        """
        async with self._free:
            session = self._take(rate)
            try:
                yield session
            finally:
                await asyncio.shield(session.close())

    async def close(self) -> None:
        if self._spare is not None:
            await self._spare.close()

    def _take(self, rate: int) -> Session:
        """The spare, if it fits; then another one is made."""
        try:
            if rate != SAMPLE_RATE:
                return Session(self._model, rate)
            session, self._spare = self._spare or Session(self._model), None
        except StorageError as err:
            raise RefusalError(507, str(err)) from err
        with contextlib.suppress(StorageError):  # the one who needs it will be told
            self._spare = Session(self._model)
        return session
