"""Pool: how many sessions there are at once, and a spare one that has its model loaded already."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from meetapp.errors import InputError, StorageError
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
        self._waiting = 0
        self._spare: Session | None = None

    async def warm_up(self) -> None:
        """Makes a first session ready.

        Raises:
            InputError: the model cannot be used.
            StorageError: the disk refused.
        """
        spare = self._spare = Session(self._model)
        if not await spare.loaded():
            async for _ in spare.follow():
                pass
            raise InputError(spare.outcome.failure)

    @contextlib.asynccontextmanager
    async def session(self, rate: int = SAMPLE_RATE) -> AsyncIterator[Session]:
        """A session for sound of `rate` Hz, after waiting for a free one.

        Raises:
            RefusalError: too many wait already, or there is no room on the disk.
        """
        await self._wait()
        try:
            session = self._take(rate)
            try:
                yield session
            finally:
                await asyncio.shield(session.close())
        finally:
            self._free.release()

    async def close(self) -> None:
        if self._spare is not None:
            await self._spare.close()

    async def _wait(self) -> None:
        if self._free.locked() and self._waiting >= self._limits.waiting:
            raise RefusalError(
                429, "Too many recordings are being heard: try again later.", code="busy", retry_s=RETRY_S
            )
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1

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
