"""Training targets: which channel carries which words of which turn, and when.

Besides the rules that keep a turn on one channel, there is `solo` (ours): whoever speaks alone is on the first channel;
where two speak at once, whoever began later is on the second until the other ends. Where a voice changes channel, no
turn token is written: a turn begins with `<sot>` and ends with `<eot>`, on whichever channel it is then. So a small
model need not remember for a whole turn who was where, only who began first, and only while both speak.

A third voice, where two turns are on the channels already, is never an error: it shares a channel, and its tokens are
written after those of the turn that began before it there. `mixture_rows` leaves such turns out, and counts them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sts_model.training.corpus import SILENCE_PHONE
from sts_model.units import REDUCTION
from sts_model.vocabulary import EOT, SOT, starts_word

EOT_DELAY = 8
"""Feature frames from the end of the last word to the time of `<eot>`."""

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class ChannelTargets:
    """What one channel carries: tokens with their encoder frames, and per encoder frame the phone and activity."""

    tokens_Y: Ids
    times_Y: Ids
    phones_T: Ids
    active_T: NDArray[np.float32]


@dataclass(frozen=True)
class Spoken:
    """One turn in a row: tokens and their feature frames, the phone of each frame from `start` on.

    `channel` carries the whole turn; None means the rule `solo`.
    """

    tokens_Y: Ids
    times_Y: Ids
    phones_L: Ids
    start: int
    channel: int | None

    @property
    def stop(self) -> int:
        return self.start + len(self.phones_L)


@dataclass(frozen=True)
class Marks:
    """How turns are marked.

    Fields:
        tokens: `sot-eot`, or `cot`: the id of `<sot>` before each turn of a channel but its first, and no `<eot>`.
        drop_edges: the first `<sot>` and the last `<eot>` of the row, over all channels, are not written.
    Source: papers 1.3: `sot-eot` of STS (arXiv 2205.05199), `cot` of MT-RNN-T (arXiv 2112.10200).
    """

    tokens: str = "sot-eot"
    drop_edges: bool = False


STS_MARKS = Marks()


def channel_targets(
    turns: Sequence[Spoken], frames: int, channels: int, marks: Marks = STS_MARKS
) -> tuple[ChannelTargets, ...]:
    """The targets of each channel of a row of `frames` feature frames; any turns have some, see above."""
    phones_CL = np.full((channels, frames), SILENCE_PHONE, np.int64)
    active_CL = np.zeros((channels, frames), np.float32)
    tokens: list[list[Ids]] = [[] for _ in range(channels)]
    times: list[list[Ids]] = [[] for _ in range(channels)]
    turns = sorted(turns, key=lambda turn: turn.start)
    for turn, channel_L in zip(turns, channels_in_time(turns, frames), strict=True):
        span = np.arange(max(0, turn.start), min(turn.stop, frames))
        phones_CL[channel_L[span], span] = turn.phones_L[span - turn.start]
        active_CL[channel_L[span], span] = 1.0
        tokens_K, times_K = _with_marks(turn)
        at_K = channel_L[_word_times(turn, tokens_K, times_K).clip(0, frames - 1)]
        for channel in range(channels):
            tokens[channel].append(tokens_K[at_K == channel])
            times[channel].append(times_K[at_K == channel])
    written = _remarked([(_joined(tokens[c]), _joined(times[c])) for c in range(channels)], marks)
    grid = np.minimum(np.arange(frames // REDUCTION) * REDUCTION + REDUCTION // 2, frames - 1)
    return tuple(
        ChannelTargets(
            tokens_Y,
            np.maximum.accumulate(np.clip(times_Y // REDUCTION, 0, frames // REDUCTION - 1)),
            phones_CL[c, grid],
            active_CL[c, grid],
        )
        for c, (tokens_Y, times_Y) in enumerate(written)
    )


def channels_in_time(turns: Sequence[Spoken], frames: int) -> list[Ids]:
    """For each turn, in the order given, the channel that it is on in each frame of the row."""
    channels = []
    for i, turn in enumerate(turns):
        channel_L = np.full(frames, turn.channel or 0, np.int64)
        if turn.channel is None:
            for j, other in enumerate(turns):
                if (other.start, j) < (turn.start, i):
                    channel_L[max(0, other.start) : max(0, other.stop)] = 1
        channels.append(channel_L)
    return channels


def _remarked(written: Sequence[tuple[Ids, Ids]], marks: Marks) -> list[tuple[Ids, Ids]]:
    """Tokens and times of each channel, which have every `<sot>` and `<eot>`, without those that `marks` leaves out."""
    keeps = [np.ones(len(tokens_Y), bool) for tokens_Y, _ in written]
    if marks.tokens == "cot":
        for (tokens_Y, _), keep_Y in zip(written, keeps, strict=True):
            keep_Y[tokens_Y == EOT] = False
            keep_Y[np.flatnonzero(tokens_Y == SOT)[:1]] = False
    elif marks.drop_edges:
        for mark, pick in ((SOT, min), (EOT, max)):
            found = [
                (int(times_Y[k]), c, int(k))
                for c, (tokens_Y, times_Y) in enumerate(written)
                for k in np.flatnonzero(tokens_Y == mark)
            ]
            if found:
                _, c, k = pick(found)
                keeps[c][k] = False
    return [(ids_Y[keep_Y], times_Y[keep_Y]) for (ids_Y, times_Y), keep_Y in zip(written, keeps, strict=True)]


def _with_marks(turn: Spoken) -> tuple[Ids, Ids]:
    tokens_K = np.concatenate([[SOT], turn.tokens_Y, [EOT]]).astype(np.int64)
    return tokens_K, np.concatenate([[turn.start], turn.times_Y, [turn.stop + EOT_DELAY]]).astype(np.int64)


def _word_times(turn: Spoken, tokens_K: Ids, times_K: Ids) -> Ids:
    """For each token the frame that decides its channel: a word stays whole, the end is where the voice ends."""
    decides_K = times_K.copy()
    for k in range(1, len(tokens_K) - 1):
        if not starts_word(int(tokens_K[k])):
            decides_K[k] = decides_K[k - 1]
    decides_K[-1] = turn.stop - 1
    return decides_K


def _joined(parts: Sequence[Ids]) -> Ids:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)
