"""Speaker tracker: voice vectors of turns, one after another, to speakers 1, 2, 3 ... in order of appearance."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.speakers.certainty import MOST_MARGIN, Evidence, certainty
from sts_model.speakers.clustering import agglomerate, stretch, unit
from sts_model.speakers.count import UNKNOWN, SpeakerCount
from sts_model.speakers.heard import NONE, Assignment, Group, Heard, Voice
from sts_model.speakers.limits import TrackerConfig


class SpeakerTracker:
    """Clusters online, corrects recent turns as it learns, and clusters everything again at the end.

    It keeps one half-precision vector a turn (256 bytes) and some numbers, nothing else grows. There are as many
    speakers as `count` says, where it says so: never more, and in the end not fewer as long as there are turns for
    them.
    """

    def __init__(self, config: TrackerConfig | None = None, count: SpeakerCount = UNKNOWN) -> None:
        self.config = config or TrackerConfig()
        self.count = count
        self._turns: dict[int, Heard] = {}
        self._groups: dict[int, Group] = {}
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
        turn = self._remember(Voice(turn_id, embedding_E, duration_s, start_s, frozenset(not_same)))
        self._put(turn, self._choose(turn))
        self._move_recent()
        self._merge_alike()
        changed = self._tell_changes()
        return Assignment(changed.pop(turn_id), self.certainty(turn_id), changed)

    def finish(self) -> dict[int, int]:
        """The speaker of every turn, after clustering the whole meeting once more."""
        turns = list(self._turns.values())
        if turns:
            self._cluster(turns)
            self._fold_rare()
            for turn in turns:
                self._move_to_nearest(turn)
        self._tell_changes()
        return {turn.id: turn.told for turn in sorted(turns, key=_appearance)}

    def certainty(self, turn_id: int) -> float:
        """The probability, 0 to 1, that the turn's speaker is right as far as is known by now."""
        turn = self._turns[turn_id]
        own, alone = turn.group, self._groups[turn.group].num_turns == 1
        if self.count.most == 1:
            return 1.0
        if alone:
            return certainty(Evidence(0.0, turn.weight, alone=True))
        self._take(turn)
        likeness = self._likeness(turn, of_all=True)
        self._put(turn, own)
        others = [like for name, like in likeness.items() if name != own]
        margin = likeness[own] - max(others) if others else MOST_MARGIN
        return certainty(Evidence(margin, turn.weight))

    def voices(self) -> list[Voice]:
        """All turns heard so far, for a tracker that is to `remember` them."""
        return [
            Voice(turn.id, turn.vector_E, turn.weight, turn.start_s, turn.not_same) for turn in self._turns.values()
        ]

    def remember(self, voices: Iterable[Voice]) -> None:
        """Hears turns whose speakers are asked for only once, by `finish`.

        Raises:
            ValueError: as for `label`.
        """
        for voice in voices:
            turn = self._remember(voice)
            self._put(turn, self._new_group())

    def _remember(self, voice: Voice) -> Heard:
        if voice.id in self._turns:
            raise ValueError(f"turn {voice.id} has a speaker already")
        vector_E = np.asarray(voice.vector_E, np.float64)
        norm = float(np.linalg.norm(vector_E))
        if not 0 < norm < np.inf:
            raise ValueError(f"the embedding of turn {voice.id} has length {norm}")
        weight = min(max(voice.seconds, 0.1), self.config.longest_s)
        short = voice.seconds < self.config.short_s
        unit_E = (vector_E / norm).astype(np.float16)
        turn = Heard(voice.id, unit_E, weight, voice.start_s, short, frozenset(voice.not_same))
        self._turns[voice.id] = turn
        for other in voice.not_same & self._turns.keys() - {voice.id}:
            self._turns[other].not_same |= {voice.id}
        return turn

    def _put(self, turn: Heard, name: int) -> None:
        turn.group = name
        group = self._groups.setdefault(name, Group(np.zeros(len(turn.vector_E))))
        group.sum_E = group.sum_E + turn.weight * turn.vector_E.astype(np.float64)
        group.seconds += turn.weight
        group.num_turns += 1

    def _take(self, turn: Heard) -> None:
        """Leaves the turn without a group, and no group without a turn."""
        group = self._groups[turn.group]
        group.sum_E = group.sum_E - turn.weight * turn.vector_E.astype(np.float64)
        group.seconds -= turn.weight
        group.num_turns -= 1
        if group.num_turns == 0:
            del self._groups[turn.group]
        turn.group = NONE

    def _choose(self, turn: Heard) -> int:
        """The nearest group it may join, or a new one when all are too far and there may be one."""
        likeness = self._likeness(turn)
        best = max(likeness, key=likeness.__getitem__, default=NONE)
        if best != NONE and likeness[best] >= self._limit(turn):
            return best
        return self._new_group() if self.count.allows_more_than(len(self._groups)) else self._nearest(turn)

    def _nearest(self, turn: Heard) -> int:
        """The nearest group for a turn that must join one, if it can be one that it may join."""
        likeness = self._likeness(turn) or self._likeness(turn, of_all=True)
        return max(likeness, key=likeness.__getitem__)

    def _limit(self, turn: Heard) -> float:
        return self.config.short_new_below if turn.short else self.config.new_below

    def _likeness(self, turn: Heard, *, of_all: bool = False) -> dict[int, float]:
        """How like each group is that the turn may join, or each there is."""
        apart = () if of_all else turn.not_same
        barred = {self._turns[other].group for other in apart if other in self._turns}
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
        newest_first = islice(reversed(self._turns.values()), 1, 1 + self.config.recent_turns)
        for turn in list(newest_first)[::-1]:
            old = turn.group
            self._take(turn)
            likeness = self._likeness(turn)
            stay = likeness.get(old, self._limit(turn)) + self.config.move_gain
            best = max(likeness, key=likeness.__getitem__, default=old)
            self._put(turn, best if best != old and likeness[best] > stay else old)

    def _move_to_nearest(self, turn: Heard) -> None:
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

    def _cluster(self, turns: list[Heard]) -> None:
        """Groups made anew: the longest turns by agglomeration, the others by the nearest."""
        long_first = sorted(turns, key=lambda turn: (turn.short, -turn.weight))
        enough = max(sum(not turn.short for turn in turns), self.count.least) or len(turns)
        num = min(self.config.anchors, enough, len(turns))
        anchors, rest = sorted(long_first[:num], key=_appearance), sorted(long_first[num:], key=_appearance)
        apart_NN = np.array([[other.id in turn.not_same for other in anchors] for turn in anchors])
        label_N = agglomerate(
            np.stack([turn.vector_E for turn in anchors]).astype(np.float32),
            np.array([turn.weight for turn in anchors], np.float32),
            apart_NN,
            stop=self.config.stop,
            half_s=self.config.half_s,
            count=self.count,
            least_s=self.config.least_speaker_s,
        )
        self._groups.clear()
        for turn in turns:
            turn.group = NONE
        names = [self._new_group() for _ in range(int(label_N.max()) + 1)]
        for turn, label in zip(anchors, label_N, strict=True):
            self._put(turn, names[label])
        for turn in rest:
            self._put(turn, self._choose(turn))

    def _fold_rare(self) -> None:
        """Speakers with too little speech to be believed, or too many, give their turns to the nearest others.

        The rarest go first, and as many as there must be stay.
        """
        spoken = {name: group.seconds for name, group in self._groups.items()}
        rarest_first = sorted(spoken, key=spoken.__getitem__)
        share_s = self.config.least_share * sum(spoken.values())
        least_s = max(self.config.least_speaker_s, min(self.config.rare_s, share_s))
        for group in rarest_first[: max(0, len(spoken) - self.count.least)]:
            if not self.count.allows_more_than(len(self._groups) - 1):
                self._fold(group, needed=True)
            elif spoken[group] < least_s:
                self._fold(group, needed=False)

    def _fold(self, group: int, *, needed: bool) -> None:
        """Gives the turns of `group` to others, unless it is not `needed` and they are too far."""
        for turn in [turn for turn in self._turns.values() if turn.group == group]:
            others = {name: like for name, like in self._likeness(turn).items() if name != group}
            if needed and not others:
                others = {name: like for name, like in self._likeness(turn, of_all=True).items() if name != group}
            best = max(others, key=others.__getitem__, default=group)
            if best != group and (needed or others[best] >= self.config.short_new_below):
                self._take(turn)
                self._put(turn, best)

    def _tell_changes(self) -> dict[int, int]:
        """Speakers of the turns for which they are new or not what was told before."""
        number = {group: place for place, group in enumerate(self._in_order_of_appearance(), 1)}
        changed = [turn for turn in self._turns.values() if turn.told != number[turn.group]]
        for turn in changed:
            turn.told = number[turn.group]
        return {turn.id: turn.told for turn in sorted(changed, key=_appearance)}

    def _in_order_of_appearance(self) -> list[int]:
        """The names of all groups; nothing as long as the meeting is made for it, as this is asked at every turn."""
        first: dict[int, Heard] = {}
        for turn in self._turns.values():
            known = first.get(turn.group)
            if known is None or turn.start_s < known.start_s or _appearance(turn) < _appearance(known):
                first[turn.group] = turn
        return sorted(first, key=lambda group: _appearance(first[group]))


def _appearance(turn: Heard) -> tuple[float, int]:
    return turn.start_s, turn.id
