"""Training of the net: turns in batches of alike length, a few words of each exchanged as a recogniser would."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from sts_model.readable.marks import ENDS, Labelled
from sts_model.readable.net import MarkNet
from sts_model.readable.vocabulary import Vocabulary

IGNORED = -100


@dataclass(frozen=True)
class Recipe:
    """How long and how fast to learn; `exchanged` is the share of words that become others."""

    epochs: int = 2
    batch_words: int = 8000
    longest: int = 80
    rate: float = 5e-3
    warm_up: float = 0.05
    exchanged: float = 0.05
    seed: int = 1


@dataclass(frozen=True)
class Batch:
    """Rows of one length; targets are IGNORED past the end of a turn, and where a capital says nothing."""

    ids_BY: Tensor
    marks_BY: Tensor
    capital_BY: Tensor


def train(
    turns: Sequence[Labelled], vocabulary: Vocabulary, recipe: Recipe, tell: Callable[[str], None] = lambda _: None
) -> MarkNet:
    """The net after `recipe.epochs` rounds over `turns`; `tell` gets a line now and then."""
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)  # its steps are small: threads would wait for each other
    net = MarkNet(len(vocabulary))
    optimizer = torch.optim.Adam(net.parameters(), lr=recipe.rate)
    rows = [_encoded(turn, vocabulary, recipe.longest) for turn in turns]
    total = recipe.epochs * math.ceil(sum(len(ids) for ids, _, _ in rows) / recipe.batch_words)
    mean, step = 0.0, 0
    for epoch in range(recipe.epochs):
        for batch in _batches(rows, recipe, epoch):
            for group in optimizer.param_groups:
                group["lr"] = recipe.rate * _schedule(min(1.0, step / total), recipe.warm_up)
            loss = batch_loss(net, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step += 1
            mean += (loss.item() - mean) / min(step, 100)
            if step % 100 == 0:
                tell(f"step {step} of about {total}: loss {mean:.4f}")
    return net.eval()


def batch_loss(net: MarkNet, batch: Batch) -> Tensor:
    """Cross-entropy of marks, and of capitals where they say something."""
    marks_BYM, capital_BY = net(batch.ids_BY)
    marks = functional.cross_entropy(marks_BYM.flatten(0, 1), batch.marks_BY.flatten(), ignore_index=IGNORED)
    told_BY = batch.capital_BY != IGNORED
    if not told_BY.any():
        return marks
    capital = functional.binary_cross_entropy_with_logits(capital_BY[told_BY], batch.capital_BY[told_BY].float())
    return marks + 0.3 * capital


Row = tuple[list[int], list[int], list[int]]


def _encoded(turn: Labelled, vocabulary: Vocabulary, longest: int) -> Row:
    """Ids and targets of a turn, cut to `longest` words."""
    capitals, starts = [], True
    for word, mark, form in zip(turn.words, turn.marks, turn.forms, strict=True):
        unclear = starts or form is None or word not in vocabulary.spellings
        capitals.append(IGNORED if unclear else int(form != word))
        starts = mark in ENDS
    return vocabulary.ids(turn.words)[:longest], list(turn.marks[:longest]), capitals[:longest]


def _batches(rows: Sequence[Row], recipe: Recipe, epoch: int) -> Iterator[Batch]:
    """Every row once, in batches drawn anew each epoch."""
    drawn = random.Random(recipe.seed * 1000 + epoch)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]) + drawn.random() * 4)
    groups: list[list[int]] = [[]]
    for i in order:
        if groups[-1] and len(rows[i][0]) * (len(groups[-1]) + 1) > recipe.batch_words:
            groups.append([])
        groups[-1].append(i)
    drawn.shuffle(groups)
    for group in groups:
        yield _exchanged(_padded([rows[i] for i in group]), recipe.exchanged)


def _padded(rows: Sequence[Row]) -> Batch:
    longest = max(len(ids) for ids, _, _ in rows)

    def stacked(column: int, filler: int) -> Tensor:
        return torch.tensor([row[column] + [filler] * (longest - len(row[column])) for row in rows])

    return Batch(stacked(0, 0), stacked(1, IGNORED), stacked(2, IGNORED))


def _exchanged(batch: Batch, share: float) -> Batch:
    """`batch` with a share of its words given to other places of it."""
    flat = batch.ids_BY.flatten()
    others_BY = flat[torch.randperm(len(flat))].view_as(batch.ids_BY)
    mask_BY = torch.rand(batch.ids_BY.shape) < share
    return Batch(torch.where(mask_BY, others_BY, batch.ids_BY), batch.marks_BY, batch.capital_BY)


def _schedule(done: float, warm_up: float) -> float:
    """The rate's factor: up in a line, then down along a cosine."""
    if done < warm_up:
        return done / warm_up
    return 0.5 * (1 + math.cos(math.pi * (done - warm_up) / (1 - warm_up)))
