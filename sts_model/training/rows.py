"""Rows of training data: utterances laid out on one or two channels, mixed, with everything the losses need."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sts_model.simulation.channels import assign_channels
from sts_model.simulation.score import draw_score
from sts_model.training import augment
from sts_model.training.augment import Frames
from sts_model.training.corpus import SILENCE_PHONE, Corpus, Utterance
from sts_model.units import REDUCTION
from sts_model.vocabulary import EOT, SOT

EOT_DELAY = 8
"""Feature frames from the end of the last word to the time of `<eot>`."""

FLOOR = -16.0
"""Log-mel of the quietest room a row is laid out in; far below speech, above digital silence."""

KINDS = ("conversation", "conversation", "sts", "OV20", "0S")


@dataclass(frozen=True)
class ChannelTargets:
    """What one channel carries: tokens with their encoder frames, and per encoder frame the phone and activity."""

    tokens_Y: NDArray[np.int64]
    times_Y: NDArray[np.int64]
    phones_T: NDArray[np.int64]
    active_T: NDArray[np.float32]


@dataclass(frozen=True)
class Row:
    frames_LF: Frames
    channels: tuple[ChannelTargets, ...]


@dataclass(frozen=True)
class _Placed:
    utterance: Utterance
    channel: int
    start_frame: int
    how: augment.Warp
    gain: float


def single_rows(
    rng: np.random.Generator, corpus: Corpus, max_frames: int, *, channels: int = 1, plain: bool = False
) -> Iterator[Row]:
    """One pass over the corpus: whole clips one after the other on the first channel, rows of at most `max_frames`."""
    placed: list[_Placed] = []
    end = 0
    for i in rng.permutation(len(corpus.utterances)):
        utterance = corpus.utterances[int(i)]
        how = augment.Warp() if plain else augment.draw_warp(rng)
        frames = round(utterance.frames / how.speed)
        if placed and end + frames > max_frames:
            yield _render(rng, corpus, placed, end, channels, cut=False, plain=plain)
            placed, end = [], 0
        placed.append(_Placed(utterance, 0, end, how, 0.0 if plain else float(rng.normal(0, 1.2))))
        end += frames
    if placed:
        yield _render(rng, corpus, placed, end, channels, cut=False, plain=plain)


def mixture_rows(
    rng: np.random.Generator, corpus: Corpus, max_frames: int, rule: str, *, plain: bool = False
) -> Iterator[Row]:
    """Endless meetings of 2 to 4 speakers, turns placed on two channels by `rule`; each clip cut to its speech."""
    while True:
        speakers = int(rng.integers(2, 5))
        picks = [
            [corpus.utterances[int(i)] for i in rng.integers(len(corpus.utterances), size=3)] for _ in range(speakers)
        ]
        hows = [[augment.Warp() if plain else augment.draw_warp(rng) for _ in range(3)] for _ in range(speakers)]
        lengths_s = [
            [(u.speech_frames[1] - u.speech_frames[0]) / how.speed / 100 for u, how in zip(us, hs, strict=True)]
            for us, hs in zip(picks, hows, strict=True)
        ]
        kind = KINDS[int(rng.integers(len(KINDS)))]
        score = draw_score(rng, kind, lengths_s, max_frames / 100, max_voices=2)
        channels, num_invalid = assign_channels(score.turns, rule)
        if not score.turns or num_invalid:
            continue
        levels = rng.normal(0, 0.8, size=speakers)
        placed = [
            _Placed(
                picks[turn.speaker][turn.utterance],
                channel,
                round(turn.start_s * 100),
                hows[turn.speaker][turn.utterance],
                float(levels[turn.speaker] + rng.normal(0, 0.3)),
            )
            for turn, channel in zip(score.turns, channels, strict=True)
        ]
        yield _render(rng, corpus, placed, min(max_frames, round(score.duration_s * 100)), 2, cut=True, plain=plain)


def _render(
    rng: np.random.Generator,
    corpus: Corpus,
    placed: list[_Placed],
    frames: int,
    channels: int,
    *,
    cut: bool,
    plain: bool,
) -> Row:
    mixed_LF = np.full((frames, placed[0].utterance.frames_LF.shape[1]), FLOOR, np.float32)
    reverb = not plain and rng.random() < 0.3
    rt60_s, tail_db = float(rng.uniform(0.2, 0.7)), float(rng.uniform(-3, 6))
    occupied_L = np.zeros(frames, bool)
    for item in placed:
        x_LF = augment.warp(item.utterance.frames_LF, item.how)
        first = 0
        if cut:  # a clip's own lead-in would overlap the turn before: the turn starts with its first word
            first, last = (round(edge / item.how.speed) for edge in item.utterance.speech_frames)
            x_LF = x_LF[max(0, first - 5) : last + 10]
            first = min(first, 5)
        if reverb:
            x_LF = augment.reverberate(x_LF, rt60_s, tail_db)
        begin = item.start_frame - first
        skip = max(0, -begin)
        x_LF = x_LF[skip : skip + frames - max(0, begin)] + item.gain
        span = slice(max(0, begin), max(0, begin) + len(x_LF))
        # Adding powers is the dearest step here: where nobody else speaks, the louder of voice and room is enough.
        mix = augment.power_sum if occupied_L[span].any() else np.maximum.reduce
        mixed_LF[span] = mix([mixed_LF[span], x_LF])
        occupied_L[span] = True
    by_channel = ([item for item in placed if item.channel == channel] for channel in range(channels))
    targets = tuple(_targets(items, frames, cut) for items in by_channel)
    if not plain:
        if rng.random() < 0.5:
            speech = float(np.log(np.exp(mixed_LF).mean()))
            snr_db = float(rng.uniform(3, 30))
            bed_LF = augment.noise_bed(rng, corpus.noises, frames) + speech - snr_db / 10 * np.log(10)
            mixed_LF = augment.power_sum([mixed_LF, bed_LF])
        augment.mask(rng, mixed_LF)
    return Row(mixed_LF, targets)


def _targets(placed: list[_Placed], frames: int, cut: bool) -> ChannelTargets:
    T = frames // REDUCTION
    phones_L = np.full(frames, SILENCE_PHONE, np.int64)
    active_L = np.zeros(frames, np.float32)
    tokens: list[NDArray[np.int64]] = []
    times: list[NDArray[np.int64]] = []
    for item in sorted(placed, key=lambda item: item.start_frame):
        u, speed = item.utterance, item.how.speed
        origin = u.speech_frames[0] if cut else 0
        start, stop = (round((edge - origin) / speed) + item.start_frame for edge in u.speech_frames)
        middle = np.round((u.times_Y - origin) / speed).astype(np.int64) + item.start_frame
        tokens.append(np.concatenate([[SOT], u.tokens_Y.astype(np.int64), [EOT]]))
        times.append(np.concatenate([[start], middle, [stop + EOT_DELAY]]))
        source = np.minimum((np.arange(stop - start) * speed).astype(np.int64) + u.speech_frames[0], u.frames - 1)
        room = max(0, min(stop, frames) - start)
        phones_L[start : start + room] = u.phones_L[source[:room]]
        active_L[start : start + room] = 1.0
    grid = np.minimum(np.arange(T) * REDUCTION + REDUCTION // 2, frames - 1)
    when = np.concatenate(times) if times else np.zeros(0, np.int64)
    return ChannelTargets(
        np.concatenate(tokens) if tokens else np.zeros(0, np.int64),
        np.maximum.accumulate(np.clip(when // REDUCTION, 0, T - 1)),
        phones_L[grid],
        active_L[grid],
    )
