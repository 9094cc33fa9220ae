"""Trains arms, two at a time, each in a process of one thread; what is finished is not trained again."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sts_model.data.packs import DataError
from sts_model.training.ablation.arms import BASE_ARM, Arm

COST = "cost.json"
CHECKPOINT = "checkpoint.pt"
AT_A_TIME = 2
POLL_S = 1.0


@dataclass(frozen=True)
class Budget:
    """What every arm gets alike, whichever it is; arms that continue the base get `more_minutes` on top of its.

    Minutes are those of the processor: how busy the machine is with other things gives no arm an advantage.
    """

    minutes: float
    more_minutes: float | None
    rate: float
    batch_s: float
    optimizer: str = "muon"
    warmup: int = 50
    single_share: float = 0.3
    long_share: float = 0.0

    def minutes_of(self, arm: Arm) -> float:
        return self.more_minutes if arm.continues and self.more_minutes is not None else self.minutes


@dataclass(frozen=True)
class Run:
    """An arm with a seed, and where it is trained; `start` is the checkpoint that it begins with."""

    arm: Arm
    seed: int
    folder: Path
    start: Path

    @property
    def checkpoint(self) -> Path:
        return self.folder / CHECKPOINT


def planned_runs(arms: Sequence[Arm], seeds: Sequence[int], init: Path, work: Path, budget: Budget) -> list[Run]:
    """The runs in an order in which each finds the one that it continues."""
    runs = []
    for arm in sorted(arms, key=lambda arm: arm.continues):
        for seed in seeds:
            base = work / f"{BASE_ARM}-{seed}" / CHECKPOINT
            continued = arm.continues and budget.more_minutes is not None
            runs.append(Run(arm, seed, work / f"{arm.name}-{seed}", base if continued else init))
    return runs


def train_all(
    runs: Sequence[Run], budget: Budget, command: Callable[[Run], Sequence[str]], say: Callable[[str], None]
) -> None:
    """Trains every run that is not finished; a run starts once the one that it continues is.

    Raises:
        DataError: a run failed, or was made with another budget or recipe.
    """
    waiting = [run for run in runs if not finished(run, budget)]
    folders = {run.checkpoint: run for run in runs}
    going: dict[str, tuple[Run, subprocess.Popen[bytes]]] = {}
    try:
        while waiting or going:
            for run in _ready(waiting, folders, budget):
                if len(going) < AT_A_TIME:
                    waiting.remove(run)
                    going[run.folder.name] = run, _start(run, budget, command(run))
                    say(f"{run.folder.name}: {budget.minutes_of(run.arm):g} minutes")
            for name, (run, process) in list(going.items()):
                if process.poll() is not None:
                    del going[name]
                    _close(run, budget, process.returncode)
                    say(f"{name}: trained")
            time.sleep(POLL_S if going else 0.0)
    finally:
        for _, process in going.values():
            process.terminate()
        for _, process in going.values():
            process.wait()


def training_command(run: Run, budget: Budget, data: Path, features: Path) -> list[str]:
    """The command that trains a run; made anew, it goes on where it was."""
    options = {
        "--stage": "multi",
        "--preset": run.arm.preset,
        "--threads": 1,
        "--data": data,
        "--features": features,
        "--run-folder": run.folder,
        "--recipe": run.folder / "recipe.json",
        "--init": run.start,
        "--minutes": budget.minutes_of(run.arm),
        "--optimizer": budget.optimizer,
        "--clock": "cpu",
        "--rate": budget.rate,
        "--warmup": budget.warmup,
        "--batch-s": budget.batch_s,
        "--single-share": budget.single_share,
        "--long-share": budget.long_share,
        "--seed": run.seed,
    }
    return [sys.executable, "-m", "sts_model", "train", *(str(part) for option in options.items() for part in option)]


def finished(run: Run, budget: Budget) -> bool:
    """Whether a run was trained to its end.

    Raises:
        DataError: it was, with another budget or recipe.
    """
    path = run.folder / COST
    if not path.exists():
        return False
    if json.loads(path.read_text(encoding="utf-8"))["made_with"] != _made_with(run, budget):
        raise DataError(f"The folder {run.folder} was trained with another budget or recipe: use another --work.")
    return True


def cost(run: Run) -> dict[str, Any]:
    """What a finished run took: minutes, steps, hours of mixture."""
    content: dict[str, Any] = json.loads((run.folder / COST).read_text(encoding="utf-8"))
    return {name: content[name] for name in ("minutes", "steps", "hours_heard")}


def _made_with(run: Run, budget: Budget) -> dict[str, Any]:
    """What the trained weights depend on, as JSON gives it back."""
    given = {name: value for name, value in asdict(budget).items() if name != "more_minutes"}
    given |= {"minutes": budget.minutes_of(run.arm), "recipe": asdict(run.arm.recipe), "start": run.start.parent.name}
    made: dict[str, Any] = json.loads(json.dumps(given))
    return made


def _ready(waiting: Sequence[Run], runs: Mapping[Path, Run], budget: Budget) -> Iterator[Run]:
    for run in list(waiting):
        parent = runs.get(run.start)
        if parent is None or finished(parent, budget):
            yield run


def _start(run: Run, budget: Budget, command: Sequence[str]) -> subprocess.Popen[bytes]:
    run.folder.mkdir(parents=True, exist_ok=True)
    (run.folder / "recipe.json").write_text(run.arm.recipe.to_json() + "\n", encoding="utf-8")
    alone = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    with (run.folder / "train.log").open("ab") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **alone})


def _close(run: Run, budget: Budget, code: int) -> None:
    if code:
        raise DataError(f"Training {run.folder.name} failed: see {run.folder / 'train.log'}.")
    last = json.loads((run.folder / "log.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    content = {
        "made_with": _made_with(run, budget),
        "minutes": round(last["elapsed_s"] / 60, 2),
        "steps": last["step"],
        "hours_heard": round(last["audio_s"] / 3600, 2),
    }
    partial = run.folder / f"{COST}.partial"
    partial.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    partial.replace(run.folder / COST)
