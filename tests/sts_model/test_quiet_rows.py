"""Rows in which nobody speaks."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from sts_model.config import PRESETS
from sts_model.losses.auxiliary import activity_loss
from sts_model.model import Sts
from sts_model.training.augment import Hiding, mask
from sts_model.training.batch import collate
from sts_model.training.corpus import SILENCE_PHONE, Corpus
from sts_model.training.feed import Feed, FeedPlan
from sts_model.training.mixing import AUGMENTED, FLOOR, nobody
from sts_model.training.objective import Objective
from sts_model.training.recipe import Recipe

MELS = 80


@pytest.fixture
def noises() -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(0)
    return tuple(rng.normal(-5, 1, (700, MELS)).astype(np.float16) for _ in range(3))


@pytest.mark.parametrize("channels", [1, 2])
def test_nobody_says_anything_on_any_channel(noises, channels: int) -> None:
    row = nobody(np.random.default_rng(1), noises, 330, channels, replace(AUGMENTED, sources=True))
    assert row.frames_LF.shape == (330, MELS) and row.frames_LF.min() >= FLOOR
    assert len(row.channels) == channels
    for target in row.channels:
        assert len(target.tokens_Y) == 0
        assert set(target.phones_T) == {SILENCE_PHONE} and not target.active_T.any()
    assert row.sources_CLF is not None and (row.sources_CLF == FLOOR).all()


@pytest.mark.parametrize("channels", [1, 2])
def test_a_batch_of_noise_alone_teaches_silence(noises, channels: int) -> None:
    torch.manual_seed(0)
    rng = np.random.default_rng(2)
    batch = collate([nobody(rng, noises, frames, channels, AUGMENTED) for frames in (240, 300)])
    objective = Objective(Sts(PRESETS["sts-mini"]()), Recipe())
    terms = objective(batch)
    terms.total.backward()
    loss = float(terms.total.detach())
    assert 0 < loss < np.inf
    assert objective.model.activity.weight.grad.abs().sum() > 0
    heard = objective.model(
        objective.model.frontend.normalise(batch.frames_BLF, batch.lengths_B), batch.lengths_B, channels
    )
    expected = activity_loss(heard.activity_NT, torch.zeros_like(batch.active_NT), heard.lengths_N)
    assert terms.activity_a_frame == pytest.approx(float(expected.detach()), rel=1e-2)


def test_so_many_rows_are_quiet_as_asked_for(noises) -> None:
    corpus = Corpus((), noises, noises)
    plan = FeedPlan("single", "solo", row_s=4.0, batch_s=20.0, quiet_share=1.0)
    batches = iter(Feed(corpus, plan, (0,)))
    for _ in range(3):
        batch = next(batches)
        assert not batch.num_labels_N.any() and batch.lengths_B.max() <= 400


@pytest.mark.parametrize(
    ("hiding", "most"), [(Hiding(0, 0), 0.0), (Hiding(10, 12, 3.0), 0.4), (Hiding(20, 20, 1.0), 0.9)]
)
def test_no_more_is_hidden_than_asked_for(hiding: Hiding, most: float) -> None:
    rng = np.random.default_rng(3)
    frames_LF = rng.normal(size=(600, MELS)).astype(np.float32)
    hidden_LF = frames_LF.copy()
    mask(rng, hidden_LF, hiding)
    share = float((hidden_LF != frames_LF).mean())
    assert share <= most and (share > 0) == (most > 0)
