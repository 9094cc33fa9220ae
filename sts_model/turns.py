"""What the model says of a meeting: words, turns and partial text, as plain values without tensors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sts_model.units import seconds

PAUSE_S = 1.5
"""A pause up to this long within what one speaker says, and nobody else begins in it, ends no turn for a reader."""


@dataclass(frozen=True)
class Emission:
    """A token put out by the search for one channel, at an encoder frame of that channel."""

    token: int
    frame: int
    logp: float


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word; times in samples from the start of the recording, confidence 0 to 1.

    `text` is the word as it was said; `written` as people write it, with capitals and marks, empty where the word is
    written together with the one before it ("twenty five" is "25"), None where nobody has decided. See `wording`.
    """

    text: str
    start_samples: int
    end_samples: int
    confidence: float = 1.0
    written: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's words between `<sot>` and `<eot>`; final, though its speaker may be revised under the same id.

    `speaker` counts from 1 in order of appearance; `channel` is the output of the separator, 0 or 1; `certainty` is
    how probably the speaker is right, 0 to 1, None where that is not in question or nobody knows.
    """

    id: int
    channel: int
    speaker: int
    start_samples: int
    end_samples: int
    words: tuple[Word, ...]
    certainty: float | None = None

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def start_s(self) -> float:
        return seconds(self.start_samples)

    @property
    def end_s(self) -> float:
        return seconds(self.end_samples)


@dataclass(frozen=True, slots=True)
class Partial:
    """Words of a turn still being spoken on `channel`; may change, never stored; no words means nothing is open."""

    channel: int
    start_samples: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def start_s(self) -> float:
        return seconds(self.start_samples)


def merge_turns(old: Iterable[Turn], new: Iterable[Turn]) -> list[Turn]:
    """`old` with each turn of `new` added or replaced by id, in order of start."""
    by_id = {turn.id: turn for turn in [*old, *new]}
    return sorted(by_id.values(), key=lambda turn: (turn.start_samples, turn.channel, turn.id))


def turn_parts(turns: Sequence[Turn], gap_s: float = PAUSE_S) -> list[tuple[Turn, ...]]:
    """What a reader takes for one turn: neighbours of one speaker at most `gap_s` apart, none other beginning between.

    Args:
        turns: in order of start.
    """
    parts: list[tuple[Turn, ...]] = []
    end_s = 0.0
    for turn in turns:
        if parts and parts[-1][0].speaker == turn.speaker and turn.start_s - end_s <= gap_s:
            parts[-1] = (*parts[-1], turn)
            end_s = max(end_s, turn.end_s)
        else:
            parts.append((turn,))
            end_s = turn.end_s
    return parts


def joined(parts: Sequence[Turn]) -> Turn:
    """One turn with the words of all its parts, under the id of the first, as sure of its speaker as the surest."""
    words = tuple(word for part in parts for word in part.words)
    sure = None if any(part.certainty is None for part in parts) else max(part.certainty or 0.0 for part in parts)
    return replace(parts[0], end_samples=max(part.end_samples for part in parts), words=words, certainty=sure)


def join_turns(turns: Sequence[Turn], gap_s: float = PAUSE_S) -> tuple[Turn, ...]:
    """The turns of `turn_parts`, each as one."""
    return tuple(joined(parts) for parts in turn_parts(turns, gap_s))
