"""Kills: one meeting after another, in which processes die at random moments while a known sound is recorded."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from known_sound import RATE, Wave, find
from measuring import REACH, Heard, heard, loss_before
from virtual_microphone import wait_for
from world import Player, WindowDriver, World, process_of

from meetapp import meeting, supervisor
from meetapp.events import EventReader, TurnAdded
from meetapp.journal import JournalReader, samples_on_disk
from meetapp.locks import holder
from meetapp.store import open_library
from meetapp.store.edits import list_edits
from meetapp.store.meetings import list_meetings
from meetapp.store.turns import list_turns, speaker_names
from sts_model.turns import Turn

Target = Literal["recorder", "engine", "supervisor", "window"]
TARGETS: tuple[Target, ...] = ("recorder", "engine", "supervisor", "window")
LIMIT_S = 300.0
TEXT_LIMIT_S = 900.0  # the shipped model on a busy machine may be far behind when the recording stops
REST_S = (0.1, 2.5)


@dataclass(frozen=True)
class Kill:
    """A process that died; `heard` is what the ear had just then, to be placed in the known sound later."""

    target: Target
    about: int
    heard: Wave
    back_s: float


@dataclass
class Tally:
    """What all kills together cost."""

    kills: Counter[str] = field(default_factory=Counter)
    losses_s: list[float] = field(default_factory=list)
    downtimes_s: list[float] = field(default_factory=list)
    back_s: dict[str, float] = field(default_factory=dict)
    drift_s: float = 0.0
    lost_elsewhere_s: float = 0.0
    turns_lost: int = 0
    turns_doubled: int = 0
    edits_lost: int = 0
    unreadable: int = 0
    overruns: int = 0
    unplaced: int = 0
    meetings: int = 0
    turns: int = 0
    recorded_s: float = 0.0


class Meeting:
    """A meeting that is being recorded by all four processes."""

    def __init__(self, world: World, known_S: Wave, rng: random.Random, tally: Tally) -> None:
        self._world, self._known_S, self._rng, self._tally = world, known_S, rng, tally
        self._window = WindowDriver.start(world.microphone.name)
        self.folder = self._window.wait_live()
        self._player = Player(world, known_S)
        self._starts_about = -samples_on_disk(self.folder)
        with open_library(world.library) as library:
            self._id = next(row.id for row in list_meetings(library) if row.folder == self.folder)
        self._seen: dict[int, Turn] = {}
        self._names: dict[int, str] = {}
        self._kills: list[Kill] = []

    def kill(self, target: Target) -> None:
        """Edits, kills, waits until all is as before, and opens all meetings."""
        time.sleep(self._rng.uniform(*REST_S))
        victim = wait_for(lambda: self._victim(target), LIMIT_S)
        self._edit(len(self._kills))
        self._look()
        about = round(self._player.played_s * RATE)
        killed_s = time.monotonic()
        victim.kill()  # type: ignore[attr-defined]
        _, heard_S = self._world.ear.now()
        self._wait_back(target, victim.pid)  # type: ignore[attr-defined]
        self._kills.append(Kill(target, about, heard_S, time.monotonic() - killed_s))
        self._open_all()

    def end(self) -> None:
        """Stops the recording, waits for its text, and measures."""
        supervisor.order(self.folder, "stop")
        wait_for(lambda: not meeting.is_in_progress(self.folder), TEXT_LIMIT_S)
        self._player.close()
        self._window.close()
        self._look()
        self._measure(heard(self.folder, self._known_S, self._starts_about))

    def abandon(self) -> None:
        """Leaves nothing behind that still records, after a failure."""
        self._player.close()
        self._window.close()
        if supervisor.running(self.folder):
            supervisor.order(self.folder, "stop")

    def _victim(self, target: Target) -> object:
        if target == "window":
            return self._window.process
        return process_of(self.folder, target)

    def _edit(self, number: int) -> None:
        """A name given in the window; on disk when this returns."""
        speaker, name = 1 + number % 3, f"Name {number}"
        self._window.tell(speaker=speaker, name=name)
        self._names[speaker] = name
        wait_for(lambda: self._stored_names().get(speaker) == name, LIMIT_S)

    def _stored_names(self) -> dict[int, str]:
        with open_library(self._world.library) as library:
            return speaker_names(library, self._id)

    def _look(self) -> None:
        """Remembers every turn that was committed or announced."""
        told = EventReader(meeting.events_path(self.folder)).read_new()
        self._seen.update({event.turn.id: event.turn for event in told if isinstance(event, TurnAdded)})
        with open_library(self._world.library) as library:
            self._seen.update({turn.id: turn for turn in list_turns(library, self._id)})

    def _wait_back(self, target: Target, dead: int) -> None:
        if target == "window":
            self._window.close()
            self._window = WindowDriver.start()
            assert self._window.wait_live() == self.folder, "a new window attaches to the recording"
        elif target == "engine":  # the next kill may come while the new one is still starting
            wait_for(lambda: holder(self.folder, target) not in (None, 0, dead), LIMIT_S)
        else:
            wait_for(lambda: holder(self.folder, target) not in (None, 0, dead), LIMIT_S)
            wait_for(lambda: supervisor.running(self.folder), LIMIT_S)
            samples = samples_on_disk(self.folder)
            wait_for(lambda: samples_on_disk(self.folder) > samples + RATE // 10, LIMIT_S)

    def _open_all(self) -> None:
        with open_library(self._world.library) as library:
            rows = list_meetings(library)
            for row in rows:
                turns = list_turns(library, row.id)
                if not meeting.open_meeting(row.folder).title or not JournalReader(row.folder).read_new():
                    self._tally.unreadable += 1
                if row.title.startswith("Old") and len(turns) != 4:
                    self._tally.unreadable += 1

    def _measure(self, track: Heard) -> None:
        tally = self._tally
        tally.meetings += 1
        tally.recorded_s += track.total_s
        tally.overruns += track.overruns
        tally.lost_elsewhere_s = max([tally.lost_elsewhere_s, *(each.lost / RATE for each in track.stretches)])
        for kill in self._kills:
            tally.kills[kill.target] += 1
            tally.back_s[kill.target] = max(tally.back_s.get(kill.target, 0.0), kill.back_s)
            if kill.target == "recorder":
                self._measure_loss(kill, track)
        with open_library(self._world.library) as library:
            kept = {turn.id: turn for turn in list_turns(library, self._id)}
        tally.turns += len(kept)
        tally.turns_lost += sum(not _is_kept(turn, kept) for turn in self._seen.values())
        tally.turns_doubled += _doubled(list(kept.values()))
        stored = self._stored_names()
        tally.edits_lost += sum(stored.get(speaker) != name for speaker, name in self._names.items())
        with open_library(self._world.library) as library:
            tally.edits_lost += max(0, len(self._kills) - len(list_edits(library, self._id)))

    def _measure_loss(self, kill: Kill, track: Heard) -> None:
        at = find(kill.heard, self._known_S, kill.about, REACH)
        if at is None:
            self._tally.unplaced += 1
            return
        lost_s, down_s, drift_s = loss_before(track, at + len(kill.heard))
        self._tally.losses_s.append(lost_s)
        self._tally.downtimes_s.append(down_s)
        self._tally.drift_s = max(self._tally.drift_s, drift_s)


def _is_kept(turn: Turn, kept: dict[int, Turn]) -> bool:
    other = kept.get(turn.id)
    return other is not None and (other.start_samples, other.text) == (turn.start_samples, turn.text)


def _doubled(turns: list[Turn]) -> int:
    """Turns of one channel that lie mostly over the one before."""
    doubled = 0
    last: dict[int, Turn] = {}
    for turn in sorted(turns, key=lambda each: each.start_samples):
        before = last.get(turn.channel)
        length = turn.end_samples - turn.start_samples
        doubled += before is not None and before.end_samples - turn.start_samples > 0.5 * length
        last[turn.channel] = turn
    return doubled
