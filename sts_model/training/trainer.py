"""The one training loop: batches in, checkpoints and a log out; any minute may be its last."""

import copy
import json
import math
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from sts_model.data.packs import DataError
from sts_model.training.batch import Batch
from sts_model.training.objective import Objective, Terms
from sts_model.training.optimizer import build_optimizers
from sts_model.training.ranks import Ranks
from sts_model.training.recipe import recipe_from_json
from sts_model.training.stopwatch import Stopwatch

CLOCKS = {"wall": time.monotonic, "cpu": time.process_time}


@dataclass(frozen=True)
class Plan:
    """How long and how fast: cosine from `peak_rate` after `warmup` steps, over `minutes` of training time.

    `clock` says whose time that is: `wall`, or `cpu`, which other processes on the machine take nothing of.
    """

    minutes: float
    peak_rate: float = 2e-3
    warmup: int = 200
    weight_decay: float = 0.01
    clip: float = 5.0
    average: float = 0.999
    optimizer: str = "adamw"
    clock: str = "wall"
    report_every_s: float = 30.0
    save_every_s: float = 120.0

    def rate(self, step: int, elapsed_s: float) -> float:
        done = min(1.0, elapsed_s / (self.minutes * 60))
        return self.peak_rate * min(1.0, (step + 1) / self.warmup) * max(0.01, 0.5 + 0.5 * math.cos(math.pi * done))


@dataclass
class Progress:
    """How far a run is; saved with it."""

    step: int = 0
    elapsed_s: float = 0.0
    audio_s: float = 0.0


class Trainer:
    """Trains an objective until its plan's time is used up; a run folder with a checkpoint is continued.

    Raises:
        DataError: the folder holds a run of another recipe.
    """

    def __init__(self, objective: Objective, plan: Plan, folder: Path, ranks: Ranks, stage: str = "single") -> None:
        self.objective, self.plan, self.folder, self.ranks = objective.to(ranks.device), plan, folder, ranks
        self.stage = stage
        self.averaged = copy.deepcopy(objective.model).requires_grad_(False)
        self.optimizers = build_optimizers(objective, plan.optimizer, plan.peak_rate, plan.weight_decay, ranks)
        self.progress, self.watch = Progress(), Stopwatch()
        self.checkpoint = folder / "checkpoint.pt"
        folder.mkdir(parents=True, exist_ok=True)
        if self.checkpoint.exists():
            self._load()
        ranks.agree(self.objective)

    @property
    def done(self) -> bool:
        return self.progress.elapsed_s >= self.plan.minutes * 60

    def run(self, batches: Iterator[Batch], dev: list[Batch]) -> None:
        """Takes batches until the plan is done; reports to `log.jsonl` in the run folder and to standard error."""
        reported = saved = time.monotonic()
        clock = CLOCKS[self.plan.clock]
        began = clock()
        heard_s = self.progress.audio_s
        while not self.done:
            batch = next(batches).to(self.ranks.device)
            began, before = clock(), began
            terms = self.step(batch, began - before)
            now = time.monotonic()
            if not self.ranks.first:
                continue
            if now - reported >= self.plan.report_every_s:
                self._report("train", terms, (self.progress.audio_s - heard_s) / (now - reported))
                reported, heard_s = now, self.progress.audio_s
            if now - saved >= self.plan.save_every_s:
                self.save()
                self._evaluate(dev)
                saved = time.monotonic()
        if self.ranks.first:
            self.save()
            self._evaluate(dev)

    def save(self) -> None:
        """Everything needed to go on, written beside and then put in place."""
        partial = self.checkpoint.with_suffix(".partial")
        state = {
            "config": self.objective.model.config.to_json(),
            "recipe": self.objective.recipe.to_json(),
            "stage": self.stage,
            "objective": self.objective.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            "progress": asdict(self.progress),
        }
        torch.save(state, partial)
        partial.replace(self.checkpoint)

    def _load(self) -> None:
        state = torch.load(self.checkpoint, map_location=self.ranks.device, weights_only=True)
        if "recipe" in state and recipe_from_json(state["recipe"]) != self.objective.recipe:
            raise DataError(f"The folder {self.folder} holds a run of another recipe: use another folder.")
        self.objective.load_state_dict(state["objective"])
        self.averaged.load_state_dict(state["averaged"])
        for optimizer, saved in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.progress = Progress(**state["progress"])

    def step(self, batch: Batch, since_last_s: float) -> Terms:
        """One batch: its terms, their gradients averaged over all processes, new weights and their average."""
        rate = self.plan.rate(self.progress.step, self.progress.elapsed_s)
        for group in (group for optimizer in self.optimizers for group in optimizer.param_groups):
            group["lr"] = rate
        done = min(1.0, self.progress.elapsed_s / (self.plan.minutes * 60))
        with self.watch.part("forward"):
            terms: Terms = self.objective(batch, done)
        with self.watch.part("backward"):
            self.objective.zero_grad(set_to_none=True)
            terms.total.backward()  # type: ignore[no-untyped-call]
        with self.watch.part("exchange"):
            # The clock of the first rank counts, so that all stop after the same step.
            clock_s = since_last_s if self.ranks.first else 0.0
            elapsed_s, audio_s = self.ranks.average_gradients(self.objective.parameters(), (clock_s, batch.audio_s))
        with self.watch.part("optimizer"):
            self._update()
        self.progress.step += 1
        self.progress.elapsed_s += elapsed_s
        self.progress.audio_s += audio_s
        return terms

    def _update(self) -> None:
        norm: Tensor = torch.nn.utils.clip_grad_norm_(self.objective.parameters(), self.plan.clip)
        if bool(norm.isfinite()):
            for optimizer in self.optimizers:
                optimizer.step()
        keep = min(self.plan.average, (1 + self.progress.step) / (10 + self.progress.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.averaged.parameters()), list(self.objective.model.parameters()), 1 - keep)

    @torch.no_grad()
    def _evaluate(self, dev: list[Batch]) -> None:
        probe = self.objective.around(self.averaged)
        self._report("dev", Terms.mean([probe(batch.to(self.ranks.device)) for batch in dev]), 0.0)

    def _report(self, what: str, terms: Terms, speed: float) -> None:
        line = {
            "what": what,
            **asdict(self.progress),
            **{name: round(float(torch.as_tensor(value).detach()), 4) for name, value in vars(terms).items()},
            "times_real_time": round(speed, 1),
        }
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        print(json.dumps(line), file=sys.stderr, flush=True)
