"""Turn-taking in numbers: what the statistics of real conversations count, counted in any set of conversations."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from sts_model.simulation.supply import ScoredTurn

MERGE_S = 1.0
"""One speaker's turns with a shorter silence between them are one segment, as in the statistics drawn from."""
INSERT_S = 1.2
"""An insert is at most this long. The statistics say a second or two words, which 95 % of theirs are below this."""
QUANTILES = (5, 25, 50, 75, 95)


@dataclass(frozen=True)
class Segment:
    """A stretch of one speaker's talk, pauses below MERGE_S included."""

    start_s: float
    end_s: float
    speaker: int

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


@dataclass
class Counts:
    """What is seen in the conversations counted so far; times in seconds."""

    offsets_s: list[float] = field(default_factory=list)
    pauses_s: list[float] = field(default_factory=list)
    turns_s: list[float] = field(default_factory=list)
    shares_by_rank: list[list[float]] = field(default_factory=list)
    voices_s: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    """Time in which so many speak at once."""
    segments: int = 0
    inserts: int = 0
    returns: int = 0
    """Changes of speaker after which the one before last speaks."""
    returns_possible: int = 0

    @property
    def minutes(self) -> float:
        return sum(self.voices_s.values()) / 60

    def figures(self) -> dict[str, float]:
        """The numbers by name, as `sts_model.simulation.turntaking.real_figures` names those of a corpus."""
        offsets, speaking_s = np.array(self.offsets_s), sum(self.voices_s.values()) - self.voices_s[0]
        first, second = (float(np.mean([(*shares, 0.0)[rank] for shares in self.shares_by_rank])) for rank in (0, 1))
        return {
            **{f"offset_s {q} %": float(np.percentile(offsets, q)) for q in QUANTILES},
            "offsets below 0": float((offsets < 0).mean()),
            "offsets within 0.2 s": float((np.abs(offsets) <= 0.2).mean()),
            "offsets above 1 s": float((offsets > 1).mean()),
            **{f"pause_s {q} %": float(np.percentile(self.pauses_s, q)) for q in (25, 50, 75)},
            **{f"turn_s {q} %": float(np.percentile(self.turns_s, q)) for q in (25, 50, 75)},
            "silence": self.voices_s[0] / sum(self.voices_s.values()),
            "two or more voices": sum(s for voices, s in self.voices_s.items() if voices > 1) / speaking_s,
            "three or more voices": sum(s for voices, s in self.voices_s.items() if voices > 2) / speaking_s,
            "inserts among segments": self.inserts / self.segments,
            "inserts a minute": self.inserts / self.minutes,
            "turns a minute": len(self.turns_s) / self.minutes,
            "same speaker next": len(self.pauses_s) / (len(self.pauses_s) + len(self.offsets_s)),
            "back to the one before": self.returns / max(1, self.returns_possible),
            "share of the first": first,
            "share of the second": second,
        }

    def add(self, turns: Sequence[ScoredTurn]) -> None:
        """Counts one conversation.

        A segment wholly inside one other speaker's does not take the floor; of those, the short ones are inserts.
        Offsets are between floor segments whose speaker changes, pauses between those whose speaker does not. A turn
        is a run of floor segments of one speaker.
        """
        segments = merged(turns)
        if not segments:
            return
        self.segments += len(segments)
        floor: list[Segment] = []
        for segment in segments:
            if not _inside(segment, segments):
                floor.append(segment)
            elif segment.length_s <= INSERT_S:
                self.inserts += 1
        self._add_floor(floor)
        self._add_voices(segments)

    def _add_floor(self, floor: Sequence[Segment]) -> None:
        runs: list[Segment] = []
        for segment in floor:
            if runs and runs[-1].speaker == segment.speaker:
                self.pauses_s.append(segment.start_s - runs[-1].end_s)
                runs[-1] = Segment(runs[-1].start_s, max(runs[-1].end_s, segment.end_s), segment.speaker)
                continue
            if runs:
                self.offsets_s.append(segment.start_s - runs[-1].end_s)
            if len(runs) > 1:
                self.returns_possible += 1
                self.returns += runs[-2].speaker == segment.speaker
            runs.append(segment)
        self.turns_s += [run.length_s for run in runs]

    def _add_voices(self, segments: Sequence[Segment]) -> None:
        changes = sorted([(s.start_s, 1) for s in segments] + [(s.end_s, -1) for s in segments])
        voices, since_s = 0, changes[0][0]
        for at_s, change in changes:
            self.voices_s[voices] += at_s - since_s
            voices, since_s = voices + change, at_s
        spoken_s: dict[int, float] = defaultdict(float)
        for segment in segments:
            spoken_s[segment.speaker] += segment.length_s
        self.shares_by_rank.append(sorted((s / sum(spoken_s.values()) for s in spoken_s.values()), reverse=True))


def count(conversations: Iterable[Sequence[ScoredTurn]]) -> Counts:
    """All conversations counted together."""
    counts = Counts()
    for turns in conversations:
        counts.add(turns)
    return counts


def merged(turns: Sequence[ScoredTurn]) -> list[Segment]:
    """One speaker's turns joined over silences below MERGE_S; all segments by start."""
    last: dict[int, Segment] = {}
    segments: list[Segment] = []
    for turn in sorted(turns, key=lambda turn: turn.start_s):
        before = last.get(turn.speaker)
        if before is not None and turn.start_s - before.end_s < MERGE_S:
            last[turn.speaker] = Segment(before.start_s, max(before.end_s, turn.end_s), turn.speaker)
            continue
        if before is not None:
            segments.append(before)
        last[turn.speaker] = Segment(turn.start_s, turn.end_s, turn.speaker)
    return sorted([*segments, *last.values()], key=lambda segment: (segment.start_s, segment.end_s))


def _inside(segment: Segment, segments: Sequence[Segment]) -> bool:
    return any(
        host.speaker != segment.speaker
        and host.start_s <= segment.start_s
        and host.end_s >= segment.end_s
        and host.length_s > segment.length_s
        for host in segments
    )
