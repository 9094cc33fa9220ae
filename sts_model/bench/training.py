"""Training speed on this machine: hours of mixture an hour, and which part of a step takes how much of it."""

import argparse
import json
import multiprocessing
import os
import socket
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from sts_model.bench.machine import circumstances, peak_memory
from sts_model.config import PRESETS
from sts_model.data.packs import data_root
from sts_model.model import Sts
from sts_model.training.batch import Band
from sts_model.training.command import chosen_recipe
from sts_model.training.corpus import Corpus, load_corpus, train_folders
from sts_model.training.feed import STAGES, Feed, FeedPlan, options_of
from sts_model.training.objective import Objective
from sts_model.training.optimizer import OPTIMIZERS
from sts_model.training.precision import has_bfloat16
from sts_model.training.ranks import Ranks
from sts_model.training.recipe import Recipe
from sts_model.training.stopwatch import Stopwatch
from sts_model.training.trainer import Plan, Trainer

WARM_UP = 3
PARTS = ("data", "model", "loss", "backward", "exchange", "optimizer")
"""Of a step: rows and batch made, forward pass of the model, the terms on top of it, gradients of both, gradients
shared among processes, new weights and their average."""


@dataclass(frozen=True)
class Task:
    """What is trained, and for how many steps."""

    preset: str
    stage: str
    optimizer: str
    recipe: Recipe
    batch_s: float
    steps: int


def add_parser(subparsers: Any) -> None:
    """Adds `training` to the parts that `bench` knows."""
    parser = subparsers.add_parser("training", help="hours of mixture trained on an hour", description=__doc__)
    parser.add_argument("--data", type=Path, help="the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--features", type=Path, required=True, help="folder that `features` wrote")
    parser.add_argument("--preset", choices=sorted(PRESETS), default="sts-small")
    parser.add_argument("--stage", choices=STAGES, default="multi")
    parser.add_argument("--optimizer", choices=OPTIMIZERS, default="muon")
    parser.add_argument(
        "--set", action="append", default=[], dest="settings", metavar="NAME=VALUE", help="a choice of the recipe"
    )
    parser.add_argument("--batch-s", type=float, default=75.0, help="seconds of audio in a batch of each process")
    parser.add_argument("--steps", type=int, default=20, help="steps that count (default: %(default)s)")
    parser.add_argument("--processes", type=int, default=2, help="of one thread each (default: %(default)s)")
    parser.add_argument("--output", type=Path, help="write the figures here as JSON too")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Trains for some steps in as many processes as asked for, and prints one line of JSON last."""
    data = data_root(args.data)
    recipe = chosen_recipe(None, args.settings)
    task = Task(args.preset, args.stage, args.optimizer, recipe, args.batch_s, max(1, args.steps))
    load_before, port = os.getloadavg()[0], _free_port()
    with ProcessPoolExecutor(args.processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        running = [
            pool.submit(_one_process, rank, args.processes, port, data, args.features, task)
            for rank in range(args.processes)
        ]
        figures = [future.result() for future in running]
    report = {
        "command": f"python -m sts_model bench training --stage {task.stage} --preset {task.preset}"
        f" --optimizer {task.optimizer} --batch-s {task.batch_s} --steps {task.steps} --processes {args.processes}"
        + "".join(f" --set {setting}" for setting in args.settings),
        **figures[0],
        "processes": args.processes,
        "peak_memory_mb": round(sum(one["peak_memory_mb"] for one in figures), 1),
        "load_before": round(load_before, 2),
        **circumstances(),
    }
    if args.output:
        args.output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    for part in PARTS:
        print(f"{part:>10}  {100 * report['share'][part]:5.1f} %")
    print(json.dumps(report))
    return 0


def measure(corpus: Corpus, task: Task) -> dict[str, Any]:
    """The speed of this process and those it shares its steps with; batches are made in the same process.

    Returns:
        hours_an_hour: audio of all processes over the time of the steps that count; share: of that time, by part.
    """
    ranks = Ranks()
    cuda = ranks.device.type == "cuda"
    config = replace(PRESETS[task.preset](), channel_rule=task.recipe.rule)
    objective = Objective(Sts(config), task.recipe)
    feed = FeedPlan(
        task.stage,
        task.recipe.rule,
        batch_s=task.batch_s,
        options=options_of(task.recipe, sources=config.separator.kind == "mask"),
        band=Band(task.recipe.band_width, task.recipe.band_late),
    )
    batches = iter(Feed(corpus, feed, (0, ranks.rank)))
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(objective, Plan(minutes=60.0, optimizer=task.optimizer), Path(folder), ranks, task.stage)
    began = audio_s = 0.0
    for step in range(WARM_UP + task.steps):
        if step == WARM_UP:
            trainer.watch = Stopwatch(torch.cuda.synchronize if cuda else lambda: None)
            trainer.watch.follow("model", objective.model)
            began, audio_s = time.perf_counter(), trainer.progress.audio_s
        with trainer.watch.part("data"):
            batch = next(batches).to(ranks.device)
        trainer.step(batch, 0.0)
    wall_s = time.perf_counter() - began
    seconds = dict(trainer.watch.seconds)
    seconds["loss"] = seconds["forward"] - seconds["model"]
    return {
        "hours_an_hour": round((trainer.progress.audio_s - audio_s) / wall_s, 1),
        "step_s": round(wall_s / task.steps, 3),
        "share": {part: round(seconds[part] / wall_s, 4) for part in PARTS},
        "parameters": sum(weight.numel() for weight in objective.model.parameters()),
        "dtype": "bfloat16" if has_bfloat16(ranks.device.type) else "float32",
        "device": torch.cuda.get_device_name() if cuda else "CPU",
        "peak_memory_mb": round(peak_memory() / 1e6, 1),
    }


def _one_process(rank: int, size: int, port: int, data: Path, features: Path, task: Task) -> dict[str, Any]:
    os.environ |= {
        "RANK": str(rank),
        "LOCAL_RANK": str(rank),
        "WORLD_SIZE": str(size),
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
    }
    torch.set_num_threads(1)
    return measure(load_corpus(data, features, train_folders(data)), task)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
