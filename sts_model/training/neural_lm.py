"""Training of the neural language model: sampled softmax, with a penalty that keeps it normalised."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import silu

from sts_model.neural_lm import WORDS_BACK, NeuralLm
from sts_model.training.neural_text import Coded, NetWords, draw_epoch, histories
from sts_model.training.precision import mixed_precision

KEEP_EVERY_S = 120.0


@dataclass(frozen=True)
class NeuralRecipe:
    """Sizes of the net, and how it learns; `minutes` by the clock, all runs together."""

    minutes: float = 60.0
    embedding: int = 160
    hidden: int = 448
    noise: int = 1024
    """Words drawn in each step, that stand for all others."""
    batch: int = 6144
    rate: float = 4e-3
    steady: float = 0.4
    """Share of the time at the full rate; then it falls in a line."""
    warm_up: int = 60
    normal_weight: float = 0.25
    """Of the square of the logarithm of what all probabilities sum to."""
    seed: int = 1


class WordNet(nn.Module):
    """The net of `sts_model.neural_lm`, with weights that learn."""

    def __init__(self, words: int, recipe: NeuralRecipe) -> None:
        super().__init__()
        E, H, K = recipe.embedding, recipe.hidden, WORDS_BACK
        self.embedding = nn.Parameter(0.1 * torch.randn(words, E))
        self.bias = nn.Parameter(torch.zeros(words))
        self.first = nn.Parameter(4.5 / math.sqrt(K * E) * torch.randn(K * E, H))
        self.first_bias = nn.Parameter(torch.zeros(H))
        self.second = nn.Parameter(torch.randn(H, E) / math.sqrt(H))
        self.direct = nn.Parameter(0.3 / math.sqrt(K * E) * torch.randn(K * E, E))
        self.second_bias = nn.Parameter(torch.zeros(E))

    def forward(self, history_NK: Tensor) -> Tensor:
        """y_NE after each history, rows of the embedding, newest first."""
        x_NP = self.embedding[history_NK].flatten(1)
        hidden_NH = silu(x_NP @ self.first + self.first_bias)
        y_NE: Tensor = hidden_NH @ self.second + x_NP @ self.direct + self.second_bias
        return y_NE

    def adopt(self, lm: NeuralLm) -> None:
        """Goes on from a net as it ships.

        Raises:
            ValueError: it is of another size.
        """
        weights = {
            "embedding": lm.embedding_VE,
            "bias": lm.bias_V,
            "first": lm.first_KEH.reshape(-1, lm.first_KEH.shape[2]),
            "first_bias": lm.first_H,
            "second": lm.second_HE,
            "direct": lm.direct_KEE.reshape(-1, lm.direct_KEE.shape[2]),
            "second_bias": lm.second_E,
        }
        for name, own in self.named_parameters():
            if own.shape != weights[name].shape:
                raise ValueError(f"the net has {name} of the shape {weights[name].shape}, not {tuple(own.shape)}")
            with torch.no_grad():
                own.copy_(torch.from_numpy(weights[name]))

    def packed(self, words: NetWords) -> NeuralLm:
        """The net as it ships."""
        E, H = self.embedding.shape[1], len(self.first_bias)
        weights = {name: value.detach().numpy() for name, value in self.named_parameters()}
        return NeuralLm(
            words.short_W,
            words.rare_W,
            weights["embedding"],
            weights["bias"],
            weights["first"].reshape(WORDS_BACK, E, H),
            weights["first_bias"],
            weights["direct"].reshape(WORDS_BACK, E, E),
            weights["second"],
            weights["second_bias"],
        )


@dataclass
class Progress:
    """Where a run stands, for the next to go on from."""

    step: int = 0
    epoch: int = 0
    place: int = 0
    spent_s: float = 0.0


class NeuralTrainer:
    """Learns from coded groups of text until the minutes are over; keeps `checkpoint.pt` in `folder`."""

    def __init__(
        self,
        groups: Mapping[str, Coded],
        words: NetWords,
        recipe: NeuralRecipe,
        folder: Path,
        begin: NeuralLm | None = None,
    ) -> None:
        """`begin`: the net that a new run starts from, whose words are `words`.

        Raises:
            ValueError: `begin` is of another size than `recipe` says.
        """
        self.groups, self.words, self.recipe, self.path = groups, words, recipe, folder / "checkpoint.pt"
        torch.manual_seed(recipe.seed)
        self.net = WordNet(words.start + 1, recipe)
        shares = torch.from_numpy(words.counts_V + 1.0)
        if begin:
            self.net.adopt(begin)
        else:
            with torch.no_grad():
                self.net.bias[: words.start] = (shares / shares.sum()).log().float()
        drawn = shares**0.75
        self.noise = drawn / drawn.sum()
        self.noise_logp = (self.noise.log() + math.log(recipe.noise)).float()
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=recipe.rate, betas=(0.9, 0.99), eps=1e-9)
        self.progress = Progress()
        if self.path.exists():
            state = torch.load(self.path, map_location="cpu", weights_only=True)
            self.net.load_state_dict(state["net"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.progress = Progress(**state["progress"])

    def train(self, tell: Callable[[str], None] = lambda _: None) -> WordNet:
        """The net once the time is over; `tell` gets a line now and then."""
        began, mean, kept = time.monotonic() - self.progress.spent_s, 0.0, time.monotonic()
        p = self.progress
        while self._done < 1:
            for history_NK, target_N in Batches(self.groups, self.recipe, p.epoch, p.place):
                loss = self._step(history_NK, target_N)
                p.step, p.place, p.spent_s = p.step + 1, p.place + len(target_N), time.monotonic() - began
                mean += (loss - mean) / min(p.step, 50)
                if p.step % 100 == 0:
                    tell(f"step {p.step}, {p.spent_s / 60:.1f} min: loss {mean:.4f}")
                if time.monotonic() - kept > KEEP_EVERY_S:
                    self._keep()
                    kept = time.monotonic()
                if self._done >= 1:
                    break
            else:
                p.epoch, p.place = p.epoch + 1, 0
        self._keep()
        return self.net.eval()

    @property
    def _done(self) -> float:
        """Share of the time that is over."""
        return self.progress.spent_s / (60 * self.recipe.minutes)

    def _step(self, history_NK: Tensor, target_N: Tensor) -> float:
        recipe, done = self.recipe, self._done
        fall = 1.0 if done < recipe.steady else max(0.02, (1 - done) / (1 - recipe.steady))
        for group in self.optimizer.param_groups:
            group["lr"] = recipe.rate * min(1.0, (self.progress.step + 1) / recipe.warm_up) * fall
        loss, total = self.loss(history_NK, target_N)
        self.optimizer.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizer.step()
        return float(loss.detach())

    def loss(self, history_NK: Tensor, target_N: Tensor) -> tuple[Tensor, Tensor]:
        """Mean -ln P(target), and the same with the penalty.

        The sum over all words is that of the target and of drawn words, each over how often it is drawn.
        Source: Bengio and Senecal 2003, importance sampling; Devlin et al. 2014, the penalty.
        """
        net = self.net
        drawn_S = torch.multinomial(self.noise, self.recipe.noise, replacement=True)
        offset_S = net.bias[drawn_S] - self.noise_logp[drawn_S]
        with mixed_precision("cpu"):
            y_NE = net(history_NK)
            products_NS = y_NE @ net.embedding[drawn_S].T
        others_NS = (products_NS.float() + offset_S).masked_fill(target_N[:, None] == drawn_S, -1e4)
        own_N = (y_NE.float() * net.embedding[target_N]).sum(dim=1) + net.bias[target_N]
        sum_N = torch.logaddexp(others_NS.logsumexp(dim=1), own_N)
        loss = (sum_N - own_N).mean()
        return loss, loss + self.recipe.normal_weight * sum_N.square().mean()

    def _keep(self) -> None:
        state = {
            "net": self.net.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "progress": asdict(self.progress),
        }
        partial = self.path.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.path)


class Batches:
    """Every known word of an epoch once, in random order, from `place` on: histories and targets."""

    def __init__(self, groups: Mapping[str, Coded], recipe: NeuralRecipe, epoch: int, place: int) -> None:
        rng = np.random.default_rng([recipe.seed, epoch])
        self._text, self._size, self._place = draw_epoch(groups, rng), recipe.batch, place
        self._order = rng.permutation(np.flatnonzero(self._text.targets[1:]))

    def __iter__(self) -> "Batches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        at = self._order[self._place : self._place + self._size]
        if len(at) == 0:
            raise StopIteration
        self._place += len(at)
        return torch.from_numpy(histories(self._text, at)), torch.from_numpy(self._text.short_N[at + 1])


@torch.inference_mode()
def perplexity(net: WordNet, words: NetWords, text: Coded) -> tuple[float, float]:
    """Of the known words of `text`; and the mean of ln of what all probabilities sum to, 0 for a normalised net."""
    at = np.flatnonzero(text.targets[1:])
    total, sums = 0.0, 0.0
    for i in range(0, len(at), 1024):
        part = at[i : i + 1024]
        target_N = torch.from_numpy(text.short_N[part + 1])
        scores_NV = net(torch.from_numpy(histories(text, part))) @ net.embedding.T + net.bias
        scores_NV[:, words.start] = -math.inf
        sum_N = scores_NV.logsumexp(dim=1)
        total += float((scores_NV.gather(1, target_N[:, None])[:, 0] - sum_N).sum())
        total += float(words.rare_W[text.lexicon_N[part + 1]].sum())
        sums += float(sum_N.sum())
    return math.exp(-total / max(1, len(at))), sums / max(1, len(at))
