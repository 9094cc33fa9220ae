"""Patience with a library that another program holds: turns wait, since the sound they come from does."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from meetapp.engine.waiting import Waiter
from meetapp.errors import InputError
from meetapp.events import EventWriter, Trouble
from meetapp.meeting import events_path
from meetapp.store import LibraryBusyError

T = TypeVar("T")


def until_free(work: Callable[[], T], folder: Path, waiter: Waiter) -> T:
    """What `work` returns, once the library is free; the user is told at the first refusal.

    Raises:
        InputError: the process that started this one is gone.
    """
    told = False
    while True:
        try:
            return work()
        except LibraryBusyError as err:
            if not told:
                events = EventWriter(events_path(folder))
                events.write(Trouble(f"{err} The text waits until then; no sound is lost."))
                events.close()
            told = True
            if not waiter.wait():
                raise InputError(str(err)) from err
