"""Turns in encoder frames: one that is being spoken, and what it is once it has ended."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from sts_model.search.result import HeardWord

EARLY_FRAMES = 12
"""A `<sot>` at most this many frames (0.5 s) before the first word marks the start of the turn."""

Ended = Literal["eot", "next", "silence", "length", "finish", "voice"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A finished turn, in encoder frames, not yet given to a speaker; it has at least one word.

    Fields:
        channel: where it began, unless a turn that had moved from there was still going on: then the other.
        ended: by its `<eot>`, the next turn's first mark, silence, its length, the end of the recording, or as another
            voice went on.
        sot_frame, eot_frame: when its marks were put out, if they were; the frame's sound, and the lookahead of the
            model, had been heard by then.
        known_frame: how many frames had been searched when it was given out: the chunking counts in.
    """

    channel: int
    start_frame: int
    end_frame: int
    words: tuple[HeardWord, ...]
    ended: Ended = "finish"
    sot_frame: int | None = None
    eot_frame: int | None = None
    known_frame: int = field(default=0, compare=False)

    def parted(self, gap: int) -> "tuple[Segment, Segment]":
        """Two turns, the first with the words up to `gap`, the number of a gap between two words; 0 is the first."""
        first, last = self.words[: gap + 1], self.words[gap + 1 :]
        return (
            replace(self, end_frame=first[-1].end_frame, words=first, ended="voice", eot_frame=None),
            replace(self, start_frame=last[0].start_frame, words=last, sot_frame=None),
        )


@dataclass(frozen=True, slots=True)
class OpenTurn:
    """What one channel is in the middle of; `marked` is the frame of its `<sot>`.

    `lane` is the channel it is given out on, `moved` the frame in which it came over from the other channel.
    """

    marked: int | None = None
    words: tuple[HeardWord, ...] = ()
    lane: int = 0
    moved: int | None = None

    @property
    def sot_frame(self) -> int | None:
        """The frame of `<sot>`, unless it came so long before the first word that it was none of this turn's."""
        if self.marked is None or not self.words:
            return self.marked
        return self.marked if 0 <= self.words[0].start_frame - self.marked <= EARLY_FRAMES else None

    @property
    def start_frame(self) -> int:
        marked = self.sot_frame
        return self.words[0].start_frame if marked is None else marked

    @property
    def end_frame(self) -> int:
        return self.words[-1].end_frame

    def with_words(self, words: Sequence[HeardWord]) -> "OpenTurn":
        return replace(self, words=(*self.words, *words))

    def close(self, ended: Ended, eot_frame: int | None = None) -> Segment:
        """The finished turn; it needs words."""
        return Segment(
            self.lane, self.start_frame, self.end_frame, self.words, ended, self.sot_frame, eot_frame
        )  # fmt: skip
