"""Speaker tracker: voice vectors of turns, one after another, to speakers 1, 2, 3 ... in order of appearance."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.checked import check_fields, read_settings
from sts_model.config import ConfigError
from sts_model.speakers.clustering import agglomerate, stretch, unit

CONFIG_FILE = "tracker.json"

_NONE = -1


@dataclass(frozen=True)
class TrackerConfig:
    """Limits of likeness (1 is one voice, 0 strangers) and seconds: as good as the embedder that they were chosen with.

    These are for an embedder without a view; a package has a file of others for its own.
    """

    new_below: float = 0.72
    """A turn less like every known speaker than this is a new speaker."""
    short_new_below: float = 0.2
    """The same for a turn shorter than `short_s`, whose vector says little."""
    short_s: float = 1.0
    half_s: float = 1.0
    """Speech of this length gives vectors that are half voice, half noise."""
    recent_turns: int = 24
    """How far back a turn may still change its speaker before the end of the meeting."""
    move_gain: float = 0.05
    """How much more like another speaker a recent turn must be to move there."""
    same_above: float = 0.85
    """Two speakers more alike than this are one."""
    stop: float = 0.74
    """Likeness below which the final clustering merges no two clusters."""
    least_speaker_s: float = 3.0
    """Who spoke less than this in the whole meeting is, in the final pass, most likely one of the others."""
    longest_s: float = 8.0
    """Seconds of a turn beyond which it counts no more."""
    anchors: int = 500
    """The final clustering looks at this many of the longest turns; the rest follow them."""

    def __post_init__(self) -> None:
        limits = (self.new_below, self.short_new_below, self.same_above, self.stop)
        if not all(-2 <= limit <= 2 for limit in limits):
            raise ConfigError(f"speaker tracker limits are likenesses from -2 to 2, not {limits}")
        seconds = (self.short_s, self.half_s, self.least_speaker_s)
        if min(seconds) < 0 or self.longest_s <= 0:
            raise ConfigError(f"speaker tracker seconds must not be negative, not {seconds}, {self.longest_s}")
        if self.recent_turns < 0 or self.anchors < 1 or self.move_gain < 0:
            raise ConfigError(f"speaker tracker needs anchors, not {self.anchors}, {self.recent_turns} recent turns")


def read_tracker_config(folder: Path) -> TrackerConfig:
    """The limits chosen with the embedder in `folder`; the defaults where it has no file of them.

    Raises:
        ConfigError: the file has settings that cannot be used; the message is a sentence.
    """
    path = folder / CONFIG_FILE
    if not path.exists():
        return TrackerConfig()
    try:
        values = read_settings(path)
        check_fields(TrackerConfig, values, "tracker")
        return TrackerConfig(**values)
    except (OSError, ValueError) as err:
        raise ConfigError(f"The {CONFIG_FILE} in {folder} cannot be used: {err}") from err


@dataclass(frozen=True)
class Assignment:
    """The speaker of a turn, from 1, and earlier turns (by id) whose speaker is now another."""

    speaker: int
    revisions: dict[int, int] = field(default_factory=dict)


@dataclass
class _Heard:
    """A turn as the tracker remembers it; `group` is the tracker's own name for a speaker."""

    id: int
    vector_E: NDArray[np.float16]
    weight: float
    start_s: float
    short: bool
    not_same: set[int]
    group: int = _NONE


@dataclass
class _Group:
    """The sum of a speaker's vectors, each times its seconds; those seconds; and how many turns are in it."""

    sum_E: NDArray[np.float64]
    seconds: float = 0.0
    num_turns: int = 0


class SpeakerTracker:
    """Clusters online, corrects recent turns as it learns, and clusters everything again at the end.

    It keeps one half-precision vector a turn (256 bytes), nothing else grows. Any number of speakers.
    """

    def __init__(self, config: TrackerConfig | None = None) -> None:
        self.config = config or TrackerConfig()
        self._turns: dict[int, _Heard] = {}
        self._groups: dict[int, _Group] = {}
        self._told: dict[int, int] = {}
        self._next_group = 0

    def label(
        self,
        turn_id: int,
        embedding_E: NDArray[Any],
        duration_s: float,
        start_s: float,
        *,
        not_same: Iterable[int] = (),
    ) -> Assignment:
        """The speaker of a finished turn.

        Args:
            turn_id: not heard before.
            embedding_E: any length but 0.
            duration_s: how much speech the embedding was made of.
            start_s: where the turn starts; decides who appeared first.
            not_same: turns that someone else spoke, because they overlap this one on another channel.
        Raises:
            ValueError: the id was heard before, or the embedding is zero or not finite.
        """
        turn = self._remember(turn_id, embedding_E, duration_s, start_s, set(not_same))
        self._put(turn, self._choose(turn))
        self._move_recent()
        self._merge_alike()
        changed = self._tell_changes()
        return Assignment(changed.pop(turn_id), changed)

    def finish(self) -> dict[int, int]:
        """The speaker of every turn, after clustering the whole meeting once more."""
        turns = list(self._turns.values())
        if turns:
            self._cluster(turns)
            self._fold_rare()
            for turn in turns:
                self._move_to_nearest(turn)
        self._tell_changes()
        return dict(self._told)

    def _remember(
        self, turn_id: int, embedding_E: NDArray[Any], duration_s: float, start_s: float, not_same: set[int]
    ) -> _Heard:
        if turn_id in self._turns:
            raise ValueError(f"turn {turn_id} has a speaker already")
        vector_E = np.asarray(embedding_E, np.float64)
        norm = float(np.linalg.norm(vector_E))
        if not 0 < norm < np.inf:
            raise ValueError(f"the embedding of turn {turn_id} has length {norm}")
        weight = min(max(duration_s, 0.1), self.config.longest_s)
        short = duration_s < self.config.short_s
        turn = _Heard(turn_id, (vector_E / norm).astype(np.float16), weight, start_s, short, not_same)
        self._turns[turn_id] = turn
        for other in not_same & self._turns.keys() - {turn_id}:
            self._turns[other].not_same.add(turn_id)
        return turn

    def _put(self, turn: _Heard, name: int) -> None:
        turn.group = name
        group = self._groups.setdefault(name, _Group(np.zeros(len(turn.vector_E))))
        group.sum_E = group.sum_E + turn.weight * turn.vector_E.astype(np.float64)
        group.seconds += turn.weight
        group.num_turns += 1

    def _take(self, turn: _Heard) -> None:
        """Leaves the turn without a group, and no group without a turn."""
        group = self._groups[turn.group]
        group.sum_E = group.sum_E - turn.weight * turn.vector_E.astype(np.float64)
        group.seconds -= turn.weight
        group.num_turns -= 1
        if group.num_turns == 0:
            del self._groups[turn.group]
        turn.group = _NONE

    def _choose(self, turn: _Heard) -> int:
        """The nearest group it may join, or a new one when all are too far."""
        likeness = self._likeness(turn)
        best = max(likeness, key=likeness.__getitem__, default=_NONE)
        return best if best != _NONE and likeness[best] >= self._limit(turn) else self._new_group()

    def _limit(self, turn: _Heard) -> float:
        return self.config.short_new_below if turn.short else self.config.new_below

    def _likeness(self, turn: _Heard) -> dict[int, float]:
        """How like each group is that the turn may join."""
        barred = {self._turns[other].group for other in turn.not_same if other in self._turns}
        allowed = {name: group for name, group in self._groups.items() if name not in barred}
        if not allowed:
            return {}
        stretch_K = stretch(np.array([group.seconds for group in allowed.values()]), self.config.half_s)
        cosine_K = unit(np.stack([group.sum_E for group in allowed.values()])) @ turn.vector_E.astype(np.float64)
        like_K = cosine_K * stretch_K * stretch(turn.weight, self.config.half_s)
        return dict(zip(allowed, like_K.tolist(), strict=True))

    def _new_group(self) -> int:
        self._next_group += 1
        return self._next_group

    def _move_recent(self) -> None:
        recent = list(self._turns.values())[-1 - self.config.recent_turns : -1]
        for turn in recent:
            old = turn.group
            self._take(turn)
            likeness = self._likeness(turn)
            stay = likeness.get(old, self._limit(turn)) + self.config.move_gain
            best = max(likeness, key=likeness.__getitem__, default=old)
            self._put(turn, best if best != old and likeness[best] > stay else old)

    def _move_to_nearest(self, turn: _Heard) -> None:
        """Once the speakers are known well; whoever spoke only this turn stays a speaker."""
        old = turn.group
        if self._groups[old].num_turns > 1:
            self._take(turn)
            likeness = self._likeness(turn)
            self._put(turn, max(likeness, key=likeness.__getitem__, default=old))

    def _merge_alike(self) -> None:
        while pair := self._most_alike():
            keep, gone = pair
            for turn in self._turns.values():
                if turn.group == gone:
                    turn.group = keep
            lost = self._groups.pop(gone)
            self._groups[keep].sum_E = self._groups[keep].sum_E + lost.sum_E
            self._groups[keep].seconds += lost.seconds
            self._groups[keep].num_turns += lost.num_turns

    def _most_alike(self) -> tuple[int, int] | None:
        names = list(self._groups)
        unit_KE = unit(np.stack([group.sum_E for group in self._groups.values()]))
        stretch_K = stretch(np.array([group.seconds for group in self._groups.values()]), self.config.half_s)
        like_KK = np.triu(unit_KE @ unit_KE.T * stretch_K[:, None] * stretch_K, 1)
        rows, columns = np.nonzero(like_KK > self.config.same_above)
        for i in np.argsort(-like_KK[rows, columns]):
            keep, gone = names[rows[i]], names[columns[i]]
            if not self._apart(keep, gone):
                return keep, gone
        return None

    def _apart(self, one: int, other: int) -> bool:
        return any(
            turn.group == one and any(i in self._turns and self._turns[i].group == other for i in turn.not_same)
            for turn in self._turns.values()
        )

    def _cluster(self, turns: list[_Heard]) -> None:
        """Groups made anew: the longest turns by agglomeration, the others by the nearest."""
        long_first = sorted(turns, key=lambda turn: (turn.short, -turn.weight))
        num = min(self.config.anchors, sum(not turn.short for turn in turns) or len(turns))
        anchors, rest = sorted(long_first[:num], key=_appearance), sorted(long_first[num:], key=_appearance)
        apart_NN = np.array([[other.id in turn.not_same for other in anchors] for turn in anchors])
        label_N = agglomerate(
            np.stack([turn.vector_E for turn in anchors]).astype(np.float32),
            np.array([turn.weight for turn in anchors], np.float32),
            apart_NN,
            stop=self.config.stop,
            half_s=self.config.half_s,
        )
        self._groups.clear()
        for turn in turns:
            turn.group = _NONE
        names = [self._new_group() for _ in range(int(label_N.max()) + 1)]
        for turn, label in zip(anchors, label_N, strict=True):
            self._put(turn, names[label])
        for turn in rest:
            self._put(turn, self._choose(turn))

    def _fold_rare(self) -> None:
        """Speakers with too little speech to be believed, rarest first, give their turns to the nearest others."""
        spoken = {name: group.seconds for name, group in self._groups.items()}
        for group in sorted(spoken, key=spoken.__getitem__):
            if spoken[group] >= self.config.least_speaker_s:
                break
            for turn in [turn for turn in self._turns.values() if turn.group == group]:
                likeness = {g: cosine for g, cosine in self._likeness(turn).items() if g != group}
                best = max(likeness, key=likeness.__getitem__, default=group)
                if best != group and likeness[best] >= self.config.short_new_below:
                    self._take(turn)
                    self._put(turn, best)

    def _tell_changes(self) -> dict[int, int]:
        """Speakers of the turns for which they are new or not what was told before."""
        number: dict[int, int] = {}
        now = {}
        for turn in sorted(self._turns.values(), key=_appearance):
            now[turn.id] = number.setdefault(turn.group, len(number) + 1)
        changed = {i: speaker for i, speaker in now.items() if self._told.get(i) != speaker}
        self._told = now
        return changed


def _appearance(turn: _Heard) -> tuple[float, int]:
    return turn.start_s, turn.id
