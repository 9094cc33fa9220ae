"""Rows of training data: utterances laid out on one or two channels, so that every pass hears new meetings."""

from collections.abc import Iterator, Sequence

import numpy as np

from sts_model.simulation.channels import RULES, assign_channels, without_third_voices
from sts_model.simulation.score import ScoredTurn, draw_score
from sts_model.training import augment
from sts_model.training.corpus import Corpus, Utterance
from sts_model.training.excerpts import Speakers, excerpts
from sts_model.training.mixing import AUGMENTED, Layout, Options, Placed, Row, decibels, loudness, mix

KINDS = (*("conversation",) * 4, "sts", "sts", "0S", "0L", "OV10", "OV20", "OV30", "OV40")
LEVEL_DB = (-5.0, 5.0)
"""How much louder or softer than the meeting a speaker is; as in the SURT 2.0 recipe (papers 1.9, 5)."""


def single_rows(
    rng: np.random.Generator,
    corpus: Corpus,
    max_frames: int,
    *,
    channels: int = 1,
    options: Options = AUGMENTED,
    cut: bool = False,
    alone_share: float = 0.0,
) -> Iterator[Row]:
    """One pass over the corpus: clips one after the other on the first channel, rows of at most `max_frames`.

    The second of two channels, where asked for, has nothing to write. With `cut`, clips come in pieces, cut at pauses.
    `alone_share` of the rows end with their first clip.
    """
    placed: list[Placed] = []
    end, alone = 0, False
    clips = (corpus.utterances[int(i)] for i in rng.permutation(len(corpus.utterances)))
    for utterance in (piece for clip in clips for piece in (excerpts(rng, clip) if cut else [clip])):
        how = augment.Warp() if options.plain else augment.draw_warp(rng)
        frames = round(utterance.frames / how.speed)
        if placed and (alone or end + frames > max_frames):
            yield mix(rng, corpus.noises, Layout(placed, end, channels, cut=False), options)
            placed, end = [], 0
        if not placed:
            alone = alone_share > 0 and rng.random() < alone_share
        placed.append(Placed(utterance, 0, end, how, 0.0 if options.plain else float(rng.normal(0, 1.2))))
        end += frames
    if placed:
        yield mix(rng, corpus.noises, Layout(placed, end, channels, cut=False), options)


def mixture_rows(
    rng: np.random.Generator,
    corpus: Corpus,
    max_frames: int,
    rule: str,
    *,
    options: Options = AUGMENTED,
    max_voices: int = 2,
) -> Iterator[Row]:
    """Endless meetings of 2 to 4 speakers, turns placed on two channels by `rule`, clips cut at pauses.

    Args:
        rule: one of simulation.channels.RULES, or `solo`: see `sts_model.training.targets`.
        max_voices: above 2, some meetings are drawn with turns that fit no channel; the row is without those turns,
            and says how many it left out.
    """
    voices = Speakers(corpus.utterances)
    while True:
        speakers = int(rng.integers(2, 5))
        picks = [voices.draw(rng) for _ in range(speakers)]
        hows = [augment.Warp() if options.plain else augment.draw_warp(rng) for _ in range(speakers)]
        lengths_s = [
            [(u.speech_frames[1] - u.speech_frames[0]) / how.speed / 100 for u in own]
            for own, how in zip(picks, hows, strict=True)
        ]
        kind = KINDS[int(rng.integers(len(KINDS)))]
        score = draw_score(rng, kind, lengths_s, max_frames / 100, max_voices=max_voices)
        kept, left_out = without_third_voices(score.turns)
        if not kept:
            continue
        channels: Sequence[int | None] = assign_channels(kept, rule)[0] if rule in RULES else [None] * len(kept)
        placed = _placed(rng, kept, channels, picks, hows)
        frames = min(max_frames, round(score.duration_s * 100))
        yield mix(rng, corpus.noises, Layout(placed, frames, 2, cut=True, left_out=left_out), options)


def _placed(
    rng: np.random.Generator,
    turns: Sequence[ScoredTurn],
    channels: Sequence[int | None],
    picks: Sequence[Sequence[Utterance]],
    hows: Sequence[augment.Warp],
) -> list[Placed]:
    """The turns with their clips, everyone as loud as the first clip but for LEVEL_DB."""
    meeting = loudness(picks[turns[0].speaker][turns[0].utterance])
    levels = [decibels(float(db)) for db in rng.uniform(*LEVEL_DB, size=len(picks))]
    placed = []
    for turn, channel in zip(turns, channels, strict=True):
        clip = picks[turn.speaker][turn.utterance]
        gain = meeting - loudness(clip) + levels[turn.speaker] + float(rng.normal(0, 0.2))
        placed.append(Placed(clip, channel, round(turn.start_s * 100), hows[turn.speaker], gain))
    return placed
