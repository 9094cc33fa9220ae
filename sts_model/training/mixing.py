"""The frames and targets of one row: clips that were laid out, put together as they would be heard in one room."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sts_model.training import augment
from sts_model.training.augment import Frames
from sts_model.training.corpus import Utterance
from sts_model.training.recording import recorded
from sts_model.training.targets import STS_MARKS, ChannelTargets, Ids, Marks, Spoken, channel_targets, channels_in_time

FLOOR = -16.0
"""Log-mel of the quietest room a row is laid out in; far below speech, above digital silence."""

LEAD, TAIL = 5, 10
"""Feature frames kept before and after the speech of a clip that is cut."""

P_REVERB, P_NOISE = 0.25, 0.4
SNR_DB = (5.0, 30.0)
QUIET_LEVEL = (-14.0, 0.0)
"""Mean log-mel of a row in which nobody speaks: from the quietest room to a noise as loud as a voice."""


@dataclass(frozen=True)
class Row:
    """Frames that are heard and what each channel shall make of them.

    Fields:
        sources_CLF: what each channel should carry, before noise and masking; None unless asked for.
        left_out: turns of a third voice that the row was drawn with and does not have.
    """

    frames_LF: Frames
    channels: tuple[ChannelTargets, ...]
    sources_CLF: Frames | None = None
    left_out: int = 0


@dataclass(frozen=True)
class Placed:
    """A clip from `start_frame` on, `gain` nepers of power louder than it is.

    `channel` is where the whole turn goes; None lets whoever speaks alone be on the first channel.
    """

    utterance: Utterance
    channel: int | None
    start_frame: int
    how: augment.Warp
    gain: float


@dataclass(frozen=True)
class Layout:
    """Everything that is in a row of `frames` feature frames; with `cut`, clips without the silence around speech."""

    placed: Sequence[Placed]
    frames: int
    channels: int
    cut: bool
    left_out: int = 0


@dataclass(frozen=True)
class Options:
    """How rows are made: `plain` without augmentation, `sources` with the clean features of each channel."""

    plain: bool = False
    sources: bool = False
    marks: Marks = STS_MARKS
    hiding: augment.Hiding = augment.LITTLE_HIDDEN


AUGMENTED = Options()


def mix(rng: np.random.Generator, noises: Sequence[augment.Half], layout: Layout, options: Options) -> Row:
    """The row of a layout, in a random room and noise unless it is to be plain."""
    frames, mels = layout.frames, layout.placed[0].utterance.frames_LF.shape[1]
    mixed_LF = np.full((frames, mels), FLOOR, np.float32)
    sources_CLF = np.full((layout.channels, frames, mels), FLOOR, np.float32) if options.sources else None
    reverb = not options.plain and rng.random() < P_REVERB
    rt60_s, tail_db = float(rng.uniform(0.2, 0.7)), float(rng.uniform(-3, 6))
    occupied_L = np.zeros(frames, bool)
    turns = [spoken(item, layout.cut) for item in layout.placed]
    for item, channel_L in zip(layout.placed, channels_in_time(turns, frames), strict=True):
        x_LF, begin = _piece(item, layout.cut, (rt60_s, tail_db) if reverb else None)
        skip = max(0, -begin)
        x_LF = x_LF[skip : skip + frames - max(0, begin)]
        span = slice(max(0, begin), max(0, begin) + len(x_LF))
        # Adding powers is the dearest step here: where nobody else speaks, the louder of voice and room is enough.
        add = augment.power_sum if occupied_L[span].any() else np.maximum.reduce
        mixed_LF[span] = add([mixed_LF[span], x_LF])
        occupied_L[span] = True
        if sources_CLF is not None:
            _carry(sources_CLF[:, span], x_LF, channel_L[span])
    targets = channel_targets(turns, frames, layout.channels, options.marks)
    if not options.plain:
        if layout.cut:  # mixtures only: clips one after the other stay near the microphone
            mixed_LF = recorded(rng, mixed_LF)
            if sources_CLF is not None:  # what a telephone has lost no mask brings back
                np.minimum(sources_CLF, mixed_LF, out=sources_CLF)
        if rng.random() < P_NOISE:
            speech = float(np.log(np.exp(mixed_LF).mean()))
            bed_LF = augment.noise_bed(rng, noises, frames) + speech - decibels(float(rng.uniform(*SNR_DB)))
            mixed_LF = augment.power_sum([mixed_LF, bed_LF])
        augment.mask(rng, mixed_LF, options.hiding)
    return Row(mixed_LF, targets, sources_CLF, layout.left_out)


def nobody(
    rng: np.random.Generator, noises: Sequence[augment.Half], frames: int, channels: int, options: Options
) -> Row:
    """A row of one or two noises in which nobody says anything, on any channel."""
    levels = rng.uniform(*QUIET_LEVEL, size=int(rng.integers(1, 3)))
    beds = [augment.noise_bed(rng, noises, frames) + np.float32(level) for level in levels]
    mixed_LF = augment.power_sum([np.full_like(beds[0], FLOOR), *beds])
    sources_CLF = np.full((channels, *mixed_LF.shape), FLOOR, np.float32) if options.sources else None
    return Row(mixed_LF, channel_targets([], frames, channels, options.marks), sources_CLF)


def decibels(db: float) -> float:
    """The same ratio of powers in nepers of power, the unit of log-mel."""
    return float(db / 10 * np.log(10))


def loudness(utterance: Utterance) -> float:
    """Log of the mean power of a clip's speech, from every fourth frame of it."""
    first, last = utterance.speech_frames
    return float(np.log(np.exp(utterance.frames_LF[first : max(last, first + 1) : 4].astype(np.float32)).mean()))


def spoken(item: Placed, cut: bool) -> Spoken:
    """The turn of a clip as it is heard in its row."""
    u, speed = item.utterance, item.how.speed
    origin = u.speech_frames[0] if cut else 0
    start, stop = (round((edge - origin) / speed) + item.start_frame for edge in u.speech_frames)
    source = np.minimum((np.arange(stop - start) * speed).astype(np.int64) + u.speech_frames[0], u.frames - 1)
    return Spoken(
        u.tokens_Y.astype(np.int64),
        np.round((u.times_Y - origin) / speed).astype(np.int64) + item.start_frame,
        u.phones_L[source].astype(np.int64),
        start,
        item.channel,
    )


def _piece(item: Placed, cut: bool, room: tuple[float, float] | None) -> tuple[Frames, int]:
    """The frames of a clip at its level, and the frame of the row at which they begin."""
    x_LF = augment.warp(item.utterance.frames_LF, item.how)
    first = 0
    if cut:  # a clip's own lead-in would overlap the turn before: the turn starts with its first word
        first, last = (round(edge / item.how.speed) for edge in item.utterance.speech_frames)
        x_LF = x_LF[max(0, first - LEAD) : last + TAIL]
        first = min(first, LEAD)
    if room is not None:
        x_LF = augment.reverberate(x_LF, *room)
    return x_LF + np.float32(item.gain), item.start_frame - first


def _carry(sources_CLF: Frames, x_LF: Frames, channel_L: Ids) -> None:
    """Adds a voice to the channel that it is on in each frame; voices of one channel meet only at their edges."""
    for channel, source_LF in enumerate(sources_CLF):
        here_L1 = (channel_L == channel)[:, None]
        np.maximum(source_LF, x_LF, out=source_LF, where=here_L1)
