"""The engine's loop: new samples of the tracks, to pipelines, to the library, to events; the only loop there is."""

import contextlib
import math
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from meetapp.engine.judge import Judge
from meetapp.engine.listener import Listener, Recogniser
from meetapp.engine.numbers import Numbers
from meetapp.engine.output import Output
from meetapp.engine.resume import ResumePoint, resume_point
from meetapp.engine.shelf import Shelf
from meetapp.engine.waiting import Waiter
from meetapp.errors import StorageError
from meetapp.events import EngineStarted, EventReader, EventWriter, Finished, Progress, TurnAdded
from meetapp.hearing import AS_SET, Hearing
from meetapp.journal import JournalReader, Start
from meetapp.meeting import events_path
from meetapp.store import Library
from meetapp.tracks import track_rate
from meetapp.voices import keep_voices
from sts_model.effort import Effort
from sts_model.pipeline import Pipeline
from sts_model.units import SAMPLE_RATE

PROGRESS_S = 0.25


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
    """Turns the tracks of the meeting in `folder` into text until the journal says that they are complete.

    It returns early when the process that started this one has died: whoever takes over starts an engine of its own.

    Raises:
        ModelPackageError: `model` is not a usable model package.
        LibraryError: the library cannot be written; no turn that is not in it has been announced.
    """
    waiter = waiter or Waiter()
    shelf = Shelf(library, meeting, folder, waiter)
    if waiter.track_rate(folder) is None:
        return

    def load_patiently(resume: ResumePoint) -> Recogniser:
        with waiter.loading():
            return load(model, resume)

    ears = Ears(folder, load_patiently, shelf)
    while ears.grow() or not ears.are_done:
        heard = ears.hear()
        # An orphan with much to hear would otherwise work beside its successor for long.
        if not (waiter.is_wanted() if heard else waiter.wait()):
            return
    ears.finished()


class Ears:
    """One meeting's listeners, one a track, and where each of them puts its turns."""

    def __init__(self, folder: Path, load: Callable[[ResumePoint], Recogniser], shelf: Shelf) -> None:
        self._folder, self._load, self._shelf = folder, load, shelf
        self._seen, self._stored = EventReader(events_path(folder)).read_new(), shelf.turns()
        self._events = EventWriter(events_path(folder))
        self._progress = ProgressMeter(self._events)
        self._journal = JournalReader(folder)
        self._listeners: dict[int, Listener] = {}
        self._sources: dict[int, str] = {}
        self._outputs: dict[int, Output] = {}
        self._judge = Judge(self._listeners, self._sources)
        announced = [event.turn for event in self._seen if isinstance(event, TurnAdded)]
        self._numbers = Numbers([*announced, *self._stored])

    @property
    def are_done(self) -> bool:
        """Whether all tracks have been heard to their end."""
        return all(listener.is_done for listener in self._listeners.values())

    def grow(self) -> bool:
        """Listens to tracks that have begun, too; whether there were any."""
        starts = [each for each in self._journal.read_new() if isinstance(each, Start)]
        new = {each.track: each for each in starts if each.track not in self._listeners}
        for track in sorted(new):
            self._add(track, track_rate([new[track]], track) or SAMPLE_RATE)
            self._sources[track] = new[track].source
        return bool(new)

    def hear(self) -> bool:
        """Hears some sound of the track that is furthest behind among those that have any; whether there was some."""
        for listener in sorted(self._listeners.values(), key=lambda each: each.position_s):
            if not listener.is_done and self._hear(listener):
                return True
        self._go_on()
        return False

    def finished(self) -> None:
        self._go_on()
        # Voices go by the numbers of one pipeline; of several tracks they are not kept.
        voices = next(iter(self._listeners.values())).packed_voices() if len(self._listeners) == 1 else ""
        if voices:
            with contextlib.suppress(StorageError):  # without them the meeting can be heard again; its text comes first
                keep_voices(self._folder, voices)
        self._tell_progress(math.inf)
        duration_s = max(listener.position_s for listener in self._listeners.values())
        self._shelf.complete(duration_s)
        self._events.write(Finished(duration_s))

    def _add(self, track: int, rate: int) -> None:
        resume = resume_point(self._seen, self._stored, track)
        pipeline = self._load(resume)
        self._outputs[track] = Output(track, self._events, resume, self._shelf, self._numbers, self._judge)
        if not self._listeners:
            self._events.write(EngineStarted(pipeline.name))
        self._listeners[track] = Listener(self._folder, track, rate, resume.start_samples, pipeline)

    def _hear(self, listener: Listener) -> bool:
        wave_S = listener.read()
        began = time.perf_counter()
        if len(wave_S):
            results = listener.hear(wave_S)
        elif listener.has_ended:
            results = listener.finish()
        else:
            return False
        self._outputs[listener.track].put(results)
        self._go_on()
        self._progress.worked(time.perf_counter() - began, listener.seconds(wave_S) / len(self._listeners))
        self._tell_progress(time.monotonic())
        return True

    def _go_on(self) -> None:
        for output in self._outputs.values():
            output.go_on()

    def _tell_progress(self, now: float) -> None:
        """How far all is heard: behind what there is by as much as the track that is most behind."""
        listeners = self._listeners.values()
        available_s = max(each.available_s for each in listeners)
        behind_s = max(each.available_s - each.position_s for each in listeners)
        self._progress.tell(available_s - behind_s, available_s, now=now)
