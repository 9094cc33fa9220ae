"""`python -m sts_model train`: one stage of the recipe; the same command on CPU and GPU, continued when run again.

`torchrun --nproc-per-node 2 -m sts_model train --threads 1 ...` shares every step among two processes.
"""

import argparse
import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset

from sts_model.config import PRESETS
from sts_model.data.packs import data_root
from sts_model.model import Sts
from sts_model.training.batch import Batch, batches, collate
from sts_model.training.corpus import Corpus, load_corpus, train_folders
from sts_model.training.objective import Objective
from sts_model.training.optimizer import OPTIMIZERS
from sts_model.training.ranks import Ranks
from sts_model.training.recipe import Recipe
from sts_model.training.rows import Row, mixture_rows, single_rows
from sts_model.training.trainer import Plan, Trainer, read_checkpoint

STAGES = ("single", "multi")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("train", help="train the recogniser: stage single, then stage multi")
    parser.add_argument("--stage", choices=STAGES, required=True)
    parser.add_argument("--data", type=Path, help="the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--features", type=Path, required=True, help="folder that `features` wrote")
    parser.add_argument("--run-folder", type=Path, required=True, help="checkpoint and log; an existing run goes on")
    parser.add_argument("--init", type=Path, help="checkpoint of an earlier stage to start from")
    parser.add_argument("--preset", choices=sorted(PRESETS), default="sts-small")
    parser.add_argument(
        "--minutes", type=float, required=True, help="training time; the learning rate falls to its end"
    )
    parser.add_argument("--optimizer", choices=OPTIMIZERS, default="adamw")
    parser.add_argument("--rate", type=float, default=2e-3, help="peak learning rate")
    parser.add_argument("--batch-s", type=float, default=150.0, help="seconds of audio in a batch of each process")
    parser.add_argument("--row-s", type=float, default=15.0, help="longest row")
    parser.add_argument("--single-share", type=float, default=0.3, help="share of one-voice rows in stage multi")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    data = data_root(args.data)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    ranks = Ranks()
    train = load_corpus(data, args.features, train_folders(data))
    model = Sts(PRESETS[args.preset]())
    if args.init:
        model.load_state_dict(read_checkpoint(args.init).state_dict())
        if args.stage == "multi":  # the second channel has heard nothing yet: it starts as a copy of the first
            model.separator.channels[1].load_state_dict(model.separator.channels[0].state_dict())
    trainer = Trainer(
        Objective(model, Recipe()), Plan(args.minutes, args.rate, optimizer=args.optimizer), args.run_folder, ranks
    )
    rows = _Rows(train, args, (args.seed, trainer.progress.step, ranks.rank))
    loader = DataLoader(rows, batch_size=None, num_workers=1, prefetch_factor=8)
    dev = load_corpus(data, args.features, ["librispeech-dev"])
    trainer.run(iter(loader), list(_dev_batches(dev, args)))
    return 0


class _Rows(IterableDataset[Batch]):
    """Endless batches of the stage, made in a process of their own so that the model never waits for them."""

    def __init__(self, corpus: Corpus, args: argparse.Namespace, seed: tuple[int, ...]) -> None:
        self.corpus, self.args, self.seed = corpus, args, seed

    def __iter__(self) -> Iterator[Batch]:
        return batches(self._rows(), int(self.args.batch_s * 100))

    def _rows(self) -> Iterator[Row]:
        rng = np.random.default_rng(self.seed)
        channels = STAGES.index(self.args.stage) + 1
        passes = (single_rows(rng, self.corpus, self._row_frames, channels=channels) for _ in itertools.count())
        single = itertools.chain.from_iterable(passes)
        if self.args.stage == "single":
            yield from single
        rule = PRESETS[self.args.preset]().channel_rule
        mixed = mixture_rows(rng, self.corpus, self._row_frames, rule)
        while True:
            yield next(single if rng.random() < self.args.single_share else mixed)

    @property
    def _row_frames(self) -> int:
        return int(self.args.row_s * 100)


def _dev_batches(corpus: Corpus, args: argparse.Namespace) -> Iterator[Batch]:
    """The same rows of unseen speakers every time, without augmentation: 6 of about 15 s in each of 2 batches."""
    rng = np.random.default_rng(0)
    if args.stage == "single":
        rows = single_rows(rng, corpus, 1500, plain=True)
    else:
        rows = mixture_rows(rng, corpus, 1500, PRESETS[args.preset]().channel_rule, plain=True)
    for _ in range(2):
        yield collate(list(itertools.islice(rows, 6)))
