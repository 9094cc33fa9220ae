"""Two views of the same row: how they are made, and what they cost where they differ."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from sts_model.config import PRESETS
from sts_model.losses.consistency import consistency_loss, on_path
from sts_model.model import Sts
from sts_model.training.batch import Batch, batches, collate
from sts_model.training.corpus import Corpus, Utterance
from sts_model.training.feed import Feed, FeedPlan, dev_batches, options_of
from sts_model.training.mixing import AUGMENTED, Row, nobody
from sts_model.training.objective import Objective
from sts_model.training.recipe import Recipe
from sts_model.training.rows import mixture_rows, single_rows

MELS, SPOKEN = 20, 3
TWICE = replace(AUGMENTED, twice=True, sources=True)


@pytest.fixture
def corpus() -> Corpus:
    rng = np.random.default_rng(0)
    frames = [rng.normal(-5, 2, (int(rng.integers(120, 260)), MELS)).astype(np.float16) for _ in range(80)]
    noises = tuple(rng.normal(-5, 1, (700, MELS)).astype(np.float16) for _ in range(3))
    return Corpus(tuple(_utterance(i, frames_LF) for i, frames_LF in enumerate(frames)), noises, noises)


def _utterance(number: int, frames_LF: np.ndarray) -> Utterance:
    frames = len(frames_LF)
    times = np.linspace(20, frames - 30, SPOKEN).astype(np.int32)
    phones = np.full(frames, 5, np.uint8)
    tokens, speech = np.array([50, 10, 51]), (10, frames - 10)
    return Utterance(f"u{number}", f"s{number % 4}", frames_LF, tokens, times, phones, speech)


def _rows(corpus: Corpus, channels: int) -> list[Row]:
    rng = np.random.default_rng(1)
    if channels == 2:
        rows = mixture_rows(rng, corpus, 600, "solo", options=TWICE)
        return [next(rows) for _ in range(4)]
    rows = single_rows(rng, corpus, 600, options=TWICE)
    return [*itertools.islice(rows, 4), nobody(rng, corpus.wordless, 330, 1, TWICE)]


@pytest.mark.parametrize("channels", [1, 2])
def test_the_other_view_says_the_same_at_the_same_times(corpus: Corpus, channels: int) -> None:
    for row in _rows(corpus, channels):
        assert row.other is not None and row.other.other is None
        assert row.other.frames_LF.shape == row.frames_LF.shape
        assert not np.allclose(row.other.frames_LF, row.frames_LF)
        for ours, theirs in zip(row.channels, row.other.channels, strict=True):
            for name in ("tokens_Y", "times_Y", "phones_T", "active_T"):
                np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name))


@pytest.mark.parametrize("channels", [1, 2])
def test_both_views_are_in_one_batch_which_is_no_larger_for_it(corpus: Corpus, channels: int) -> None:
    rows = _rows(corpus, channels)
    for batch in batches(rows, 2 * max(len(row.frames_LF) for row in rows)):
        assert batch.twice and batch.frames_BLF.shape[0] * batch.frames_BLF.shape[1] <= 2 * 600
    batch = collate(rows)
    first, second = batch.labels_NY.view(channels, 2, len(rows), -1).unbind(1)
    assert torch.equal(first, second)
    first, second = batch.lengths_B.view(2, -1)
    assert torch.equal(first, second)


def test_views_are_what_a_recipe_asks_for_and_dev_has_none(corpus: Corpus) -> None:
    options = options_of(Recipe(consistency_weight=0.3), sources=True)
    plan = FeedPlan("single", "solo", row_s=6.0, batch_s=20.0, options=options, quiet_share=0.5)
    feed = iter(Feed(corpus, plan, (0,)))
    assert all(next(feed).twice for _ in range(5))
    assert not any(batch.twice for batch in dev_batches(corpus, plan))
    assert not options_of(Recipe(), sources=True).twice


def test_views_that_agree_cost_nothing_and_others_the_divergence_both_ways() -> None:
    torch.manual_seed(0)
    first_RTV, second_RTV = torch.randn(3, 7, 5), torch.randn(3, 7, 5)
    frames_N = torch.full((6,), 7)
    assert float(consistency_loss(torch.cat([first_RTV, first_RTV]), 1, frames_N)) == pytest.approx(0, abs=1e-6)
    p, q = (x.reshape(-1, 5).log_softmax(1) for x in (first_RTV, second_RTV))
    both_ways = (_divergence(p, q) + _divergence(q, p)) / 2
    assert float(consistency_loss(torch.cat([first_RTV, second_RTV]), 1, frames_N)) == pytest.approx(float(both_ways))


def _divergence(target: torch.Tensor, given: torch.Tensor) -> torch.Tensor:
    return F.kl_div(given, target, log_target=True, reduction="batchmean")


def test_each_channel_is_compared_with_itself_and_padding_with_nothing() -> None:
    torch.manual_seed(1)
    channel_CTV = torch.randn(2, 6, 4)
    logits_NTV = channel_CTV.repeat_interleave(2, 0)  # one row, two views that agree, on two channels that differ
    logits_NTV[:, 4:] = torch.randn(4, 2, 4)
    assert float(consistency_loss(logits_NTV, 2, torch.full((4,), 4))) == pytest.approx(0, abs=1e-6)
    assert float(consistency_loss(logits_NTV, 2, torch.full((4,), 6))) > 0.01


def test_a_view_is_a_fixed_target_of_the_other() -> None:
    torch.manual_seed(2)
    logits_NTV = torch.randn(2, 3, 4, requires_grad=True)
    consistency_loss(logits_NTV, 1, torch.tensor([3, 3])).backward()
    p, q = logits_NTV.detach().softmax(2)
    torch.testing.assert_close(logits_NTV.grad, torch.stack([p - q, q - p]) / 6)


def test_the_path_says_each_label_in_the_frame_of_its_time() -> None:
    times_NY = torch.tensor([[1, 1, 4], [2, -1, -1]])
    expected = [[0, 0, 2, 2, 2, 3], [0, 0, 0, 1, 1, 1]]
    assert on_path(times_NY, torch.tensor([3, 1]), 6).tolist() == expected


@pytest.mark.parametrize("channels", [1, 2])
def test_training_lessens_what_a_voice_matters(corpus: Corpus, channels: int) -> None:
    torch.manual_seed(3)
    batch = collate(_rows(corpus, channels))
    weighted = _trained(batch, 3.0)
    assert weighted < 0.8 * _trained(batch, 1e-6)


def _trained(batch: Batch, weight: float) -> float:
    torch.manual_seed(4)
    objective = Objective(Sts(PRESETS["sts-tiny"]()), Recipe(consistency_weight=weight))
    optimizer = torch.optim.Adam(objective.parameters(), 2e-3)
    for _ in range(25):
        optimizer.zero_grad()
        terms = objective(batch)
        terms.total.backward()
        optimizer.step()
    return terms.consistency_a_frame
