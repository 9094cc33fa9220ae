"""Rows of training data: utterances laid out on one or two channels, mixed, with everything the losses need."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sts_model.simulation.channels import RULES, assign_channels
from sts_model.simulation.score import draw_score
from sts_model.training import augment
from sts_model.training.augment import Frames
from sts_model.training.corpus import Corpus, Utterance
from sts_model.training.targets import ChannelTargets, Spoken, channel_targets

FLOOR = -16.0
"""Log-mel of the quietest room a row is laid out in; far below speech, above digital silence."""

KINDS = ("conversation", "conversation", "sts", "OV20", "0S")


@dataclass(frozen=True)
class Row:
    frames_LF: Frames
    channels: tuple[ChannelTargets, ...]


@dataclass(frozen=True)
class _Placed:
    """`channel` is where the whole turn goes; None lets whoever speaks alone be on the first channel."""

    utterance: Utterance
    channel: int | None
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
    """Endless meetings of 2 to 4 speakers, turns placed on two channels by `rule`; each clip cut to its speech.

    Args:
        rule: one of simulation.channels.RULES, or `solo`: see `sts_model.training.targets`.
    """
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
        channels, num_invalid = assign_channels(score.turns, rule if rule in RULES else RULES[0])
        if not score.turns or num_invalid:
            continue
        levels = rng.normal(0, 0.8, size=speakers)
        placed = [
            _Placed(
                picks[turn.speaker][turn.utterance],
                channel if rule in RULES else None,
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
    reverb = not plain and rng.random() < 0.25
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
    targets = channel_targets([_spoken(item, cut) for item in placed], frames, channels)
    if not plain:
        if rng.random() < 0.4:
            speech = float(np.log(np.exp(mixed_LF).mean()))
            snr_db = float(rng.uniform(5, 30))
            bed_LF = augment.noise_bed(rng, corpus.noises, frames) + speech - snr_db / 10 * np.log(10)
            mixed_LF = augment.power_sum([mixed_LF, bed_LF])
        augment.mask(rng, mixed_LF)
    return Row(mixed_LF, targets)


def _spoken(item: _Placed, cut: bool) -> Spoken:
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
