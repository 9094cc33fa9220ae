"""Batches of made-up rows of one voice, for tests of what learns from them."""

from collections.abc import Iterator

import numpy as np

from sts_model.training.batch import Batch, collate
from sts_model.training.corpus import SILENCE_PHONE
from sts_model.training.mixing import Row
from sts_model.training.targets import ChannelTargets
from sts_model.vocabulary import EOT, FIRST_INITIAL, SOT

MELS, PHONE_FRAMES = 20, 8


def batches_of(count: int, rows: int = 4, phones: int = 30) -> Iterator[Batch]:
    """Rows of phones that follow each other in a circle, each a bin of its own, from a random one on."""
    rng = np.random.default_rng(0)
    for _ in range(count):
        yield collate([_row(int(rng.integers(MELS)), phones) for _ in range(rows)])


def _row(first: int, phones: int) -> Row:
    said = (first + np.arange(phones)) % MELS
    frames_LF = np.full((phones * PHONE_FRAMES, MELS), -8.0, np.float32)
    frames_LF[np.arange(len(frames_LF)), said.repeat(PHONE_FRAMES)] = 0.0
    frames = len(frames_LF) // 4
    tokens_Y = np.concatenate([[SOT], said + FIRST_INITIAL, [EOT]])
    times_Y = np.concatenate([[0], np.arange(phones) * 2 + 1, [frames - 1]])
    phones_T = said.repeat(2).astype(np.int64) % SILENCE_PHONE
    return Row(frames_LF, (ChannelTargets(tokens_Y, times_Y, phones_T, np.ones(frames, np.float32)),))
