"""Batches of a stage without end, made in a process of their own so that the model never waits for them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from torch.utils.data import IterableDataset

from sts_model.training.augment import Hiding
from sts_model.training.batch import BAND, Band, Batch, batches, collate
from sts_model.training.corpus import Corpus
from sts_model.training.mixing import AUGMENTED, Options, Row, nobody
from sts_model.training.recipe import Recipe
from sts_model.training.rows import mixture_rows, single_rows
from sts_model.training.targets import Marks

STAGES = ("single", "multi")
LONG_S = 45.0
"""Longest of the long rows; most have more than 30 s."""
LEAST_QUIET_S = 2.0


@dataclass(frozen=True)
class FeedPlan:
    """What rows a stage has.

    Fields:
        rule: which channel a turn is on, in stage multi.
        row_s, batch_s: the longest usual row, and all of a batch.
        single_share: share of rows of one voice in stage multi; their second channel has nothing to write.
        options, band: how rows are made and what part of the lattice their batches give.
        long_share: share of rows drawn up to LONG_S: a model that never hears more than 15 s fails on hours.
        cut: rows of one voice are of clips cut at pauses; short rows have rivals that differ everywhere.
        alone_share: share of rows of one voice that are a single clip, as recordings begin with somebody who begins.
        quiet_share: share of rows in which nobody speaks, so that noise is heard as noise.
    Source: Chiu et al. 2020, RNN-T models fail to generalize to out-of-domain audio, arXiv 2005.03271 (long rows).
    """

    stage: str
    rule: str
    row_s: float = 15.0
    batch_s: float = 150.0
    single_share: float = 0.3
    long_share: float = 0.0
    options: Options = AUGMENTED
    band: Band = BAND
    cut: bool = False
    alone_share: float = 0.0
    quiet_share: float = 0.0

    @property
    def channels(self) -> int:
        return STAGES.index(self.stage) + 1


def options_of(recipe: Recipe, *, sources: bool) -> Options:
    """How rows are made for a recipe; `sources` where the model's separator gives masks."""
    return Options(
        plain=not recipe.augment,
        sources=sources,
        marks=Marks(recipe.turn_tokens, recipe.drop_edge_tokens),
        hiding=Hiding(recipe.hidden_bins, recipe.gap_frames, recipe.gap_every_s),
    )


class Feed(IterableDataset[Batch]):
    """Endless batches; the same for the same seed."""

    def __init__(self, corpus: Corpus, plan: FeedPlan, seed: tuple[int, ...]) -> None:
        self.corpus, self.plan, self.seed = corpus, plan, seed

    def __iter__(self) -> Iterator[Batch]:
        return batches(self._rows(), int(self.plan.batch_s * 100), self.plan.band)

    def _rows(self) -> Iterator[Row]:
        rng = np.random.default_rng(self.seed)
        usual, long = self._endless(rng, self.plan.row_s), self._endless(rng, LONG_S)
        while True:
            if rng.random() < self.plan.quiet_share:
                yield self._quiet(rng)
            else:
                yield next(long if rng.random() < self.plan.long_share else usual)

    def _quiet(self, rng: np.random.Generator) -> Row:
        frames = int(rng.uniform(LEAST_QUIET_S, self.plan.row_s) * 100)
        return nobody(rng, self.corpus.wordless, frames, self.plan.channels, self.plan.options)

    def _endless(self, rng: np.random.Generator, row_s: float) -> Iterator[Row]:
        """Rows of at most `row_s`, pass after pass."""
        plan, frames = self.plan, int(row_s * 100)
        passes = (
            single_rows(
                rng,
                self.corpus,
                frames,
                channels=plan.channels,
                options=plan.options,
                cut=plan.cut,
                alone_share=plan.alone_share,
            )
            for _ in itertools.count()
        )
        single = itertools.chain.from_iterable(passes)
        if plan.stage == "single":
            yield from single
        mixed = mixture_rows(rng, self.corpus, frames, plan.rule, options=plan.options)
        while True:
            yield next(single if rng.random() < plan.single_share else mixed)


def dev_batches(corpus: Corpus, plan: FeedPlan) -> Iterator[Batch]:
    """The same rows of unseen speakers every time, without augmentation: 6 of about 15 s in each of 2 batches."""
    rng = np.random.default_rng(0)
    options = replace(plan.options, plain=True)
    if plan.stage == "single":
        rows = single_rows(rng, corpus, 1500, options=options)
    else:
        rows = mixture_rows(rng, corpus, 1500, plan.rule, options=options)
    for _ in range(2):
        yield collate(list(itertools.islice(rows, 6)), plan.band)
