"""The engine's loop: new samples of the track, to the pipeline, to the library, to events; the only loop there is."""

import math
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from meetapp.engine.resample import Resampler, track_position
from meetapp.engine.resume import ResumePoint, resume_point
from meetapp.engine.shelf import Shelf
from meetapp.engine.waiting import Waiter
from meetapp.events import EngineStarted, EventReader, EventWriter, Finished, PartialChanged, Progress, TurnAdded
from meetapp.hearing import AS_SET, Hearing
from meetapp.meeting import events_path
from meetapp.store import Library
from meetapp.tracks import TrackReader
from meetapp.voices import keep_voices
from sts_model.effort import Effort
from sts_model.pipeline import Pipeline
from sts_model.turns import Partial, Turn

BLOCK_S = 2.0
"""Most sound given to the pipeline at once: progress is seen, and memory stays bounded, when catching up."""

PROGRESS_S = 0.25


class Recogniser(Protocol):
    """What the loop needs of a pipeline."""

    @property
    def name(self) -> str: ...
    def accept(self, wave_S: NDArray[np.float32]) -> list[Turn | Partial]: ...
    def finish(self) -> list[Turn | Partial]: ...
    def packed_voices(self) -> str: ...


Loader = Callable[[Path, ResumePoint], Recogniser]


def load_pipeline(
    model: Path,
    resume: ResumePoint,
    hearing: Hearing = AS_SET,
    hot_words: Mapping[str, float] | None = None,
) -> Pipeline:
    """The pipeline of the package in `model`, ready to go on at `resume`; `hot_words` with their boosts."""
    return Pipeline.load(
        model,
        start_samples=resume.start_samples,
        next_turn_id=resume.next_turn_id,
        hot_words=hot_words,
        speakers=hearing.speakers,
        effort=cast(Effort, hearing.effort or "balanced"),
    )


class Output:
    """Where turns go: onto the shelf, then to whoever follows the events."""

    def __init__(self, events: EventWriter, resume: ResumePoint, shelf: Shelf) -> None:
        self._events, self._resume, self._shelf = events, resume, shelf
        self._repeated: set[int] = set()
        for turn in resume.unannounced:
            events.write(TurnAdded(turn))

    def put(self, results: Iterable[Turn | Partial]) -> None:
        for result in results:
            if isinstance(result, Partial):
                self._events.write(PartialChanged(result))
            elif not self._is_repeat(result):
                self._shelf.put(result)
                self._events.write(TurnAdded(result))

    def finished(self, duration_s: float) -> None:
        self._shelf.complete(duration_s)
        self._events.write(Finished(duration_s))

    def _is_repeat(self, turn: Turn) -> bool:
        # A repeat that is revised later is still a repeat.
        if turn.id >= self._resume.next_turn_id and self._resume.repeats(turn):
            self._repeated.add(turn.id)
        return turn.id in self._repeated


class ProgressMeter:
    """Says how far the engine is, at most every PROGRESS_S; the real-time factor counts time at work, not waiting."""

    def __init__(self, events: EventWriter) -> None:
        self._events = events
        self._busy_s = self._heard_s = 0.0
        self._told = -PROGRESS_S

    def worked(self, busy_s: float, heard_s: float) -> None:
        self._busy_s += busy_s
        self._heard_s += heard_s

    def tell(self, done_s: float, available_s: float, *, now: float) -> None:
        if now - self._told >= PROGRESS_S:
            self._told = now
            rtf = self._busy_s / self._heard_s if self._heard_s else 0.0
            self._events.write(Progress(round(done_s, 2), round(available_s, 2), round(rtf, 4)))


def follow(
    folder: Path,
    model: Path,
    library: Library | None = None,
    meeting: int = 0,
    load: Loader = load_pipeline,
    waiter: Waiter | None = None,
) -> None:
    """Turns track 0 of the meeting in `folder` into text until the journal says it is complete.

    It returns early when the process that started this one has died: whoever takes over starts an engine of its own.

    Raises:
        ModelPackageError: `model` is not a usable model package.
        LibraryError: the library cannot be written; no turn that is not in it has been announced.
    """
    waiter = waiter or Waiter()
    shelf = Shelf(library, meeting, folder, waiter)
    rate = waiter.track_rate(folder)
    if rate is None:
        return
    seen = EventReader(events_path(folder)).read_new()
    resume = resume_point(seen, shelf.turns())
    pipeline = load(model, resume)
    events = EventWriter(events_path(folder))
    output = Output(events, resume, shelf)
    events.write(EngineStarted(pipeline.name))
    reader = TrackReader(folder, start_samples=track_position(resume.start_samples, rate))
    resampler, progress = Resampler(rate), ProgressMeter(events)
    while True:
        ended = reader.ended  # before reading: a track that has ended does not grow
        wave_S = reader.read_new(max_samples=round(BLOCK_S * rate))
        if len(wave_S):
            began = time.perf_counter()
            output.put(pipeline.accept(resampler.accept(wave_S)))
            progress.worked(time.perf_counter() - began, len(wave_S) / rate)
            progress.tell(reader.position / rate, reader.available / rate, now=time.monotonic())
        elif ended:
            break
        # An orphan with much to hear would otherwise work beside its successor for long.
        if not (waiter.is_wanted() if len(wave_S) else waiter.wait()):
            return
    output.put(pipeline.accept(resampler.finish()))
    output.put(pipeline.finish())
    if voices := pipeline.packed_voices():
        keep_voices(folder, voices)
    progress.tell(reader.position / rate, reader.available / rate, now=math.inf)
    output.finished(reader.position / rate)
