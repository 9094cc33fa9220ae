"""Trains arms, two at a time, each in a process of one thread; what is finished is not trained again."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sts_model.data.packs import DataError
from sts_model.training.ablation.study import Arm

COST = "cost.json"
CHECKPOINT = "checkpoint.pt"
AT_A_TIME = 2
POLL_S = 1.0


@dataclass(frozen=True)
class Budget:
    """What every arm gets alike, whichever it is.

    Minutes are those of the processor: how busy the machine is with other things gives no arm an advantage.
    """

    minutes: float
    rate: float
    batch_s: float
    stage: str
    optimizer: str = "muon"
    warmup: int = 20
    single_share: float = 0.3
    long_share: float = 0.0


@dataclass(frozen=True)
class Run:
    """An arm with a seed, and where it is trained and heard.

    `start` is the checkpoint or package that it begins with, if it does; `synthetic` the folder of `synthesise`.
    """

    arm: Arm
    seed: int
    work: Path
    start: Path | None = None
    synthetic: Path | None = None

    @property
    def folder(self) -> Path:
        return self.work / f"{self.arm.name}-{self.seed}"

    @property
    def trained(self) -> Path:
        """The folder of the training, which arms that are only heard otherwise share."""
        return self.work / f"{self.arm.like or self.arm.name}-{self.seed}"

    @property
    def checkpoint(self) -> Path:
        return self.trained / CHECKPOINT


def planned_runs(
    arms: Sequence[Arm], seeds: Sequence[int], work: Path, start: Path | None = None, synthetic: Path | None = None
) -> list[Run]:
    """Every arm with every seed; one seed of all arms before the next, so that a half is a comparison too."""
    return [Run(arm, seed, work, start, synthetic if arm.synthetic else None) for seed in seeds for arm in arms]


def train_all(
    runs: Sequence[Run], budget: Budget, command: Callable[[Run], Sequence[str]], say: Callable[[str], None]
) -> None:
    """Trains every run that is not finished and shares no other's training.

    Raises:
        DataError: a run failed, or was made with another budget or recipe.
    """
    waiting = [run for run in runs if not run.arm.like and not finished(run, budget)]
    going: dict[str, tuple[Run, subprocess.Popen[bytes]]] = {}
    try:
        while waiting or going:
            while waiting and len(going) < AT_A_TIME:
                run = waiting.pop(0)
                going[run.folder.name] = run, _start(run, command(run))
                say(f"{run.folder.name}: {budget.minutes:g} minutes")
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
        "--stage": budget.stage,
        "--preset": run.arm.preset,
        "--threads": 1,
        "--data": data,
        "--features": features,
        "--run-folder": run.folder,
        "--recipe": run.folder / "recipe.json",
        "--minutes": budget.minutes,
        "--optimizer": budget.optimizer,
        "--clock": "cpu",
        "--rate": budget.rate,
        "--warmup": budget.warmup,
        "--batch-s": budget.batch_s,
        "--single-share": budget.single_share,
        "--long-share": budget.long_share,
        "--seed": run.seed,
    }
    options |= {"--init": run.start} if run.start else {}
    options |= {"--synthetic": run.synthetic} if run.synthetic else {}
    fresh = ["--fresh-masks"] if run.arm.fresh_masks else []
    given = (str(part) for option in options.items() for part in option)
    return [sys.executable, "-m", "sts_model", "train", *given, *fresh]


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
    content: dict[str, Any] = json.loads((run.trained / COST).read_text(encoding="utf-8"))
    return {name: content[name] for name in ("minutes", "steps", "hours_heard")}


def _made_with(run: Run, budget: Budget) -> dict[str, Any]:
    """What the trained weights depend on, as JSON gives it back."""
    places = {"start": run.start and run.start.name, "synthetic": run.synthetic and run.synthetic.name}
    given = {**asdict(budget), "recipe": asdict(run.arm.recipe), **places}
    made: dict[str, Any] = json.loads(json.dumps(given))
    return made


def _start(run: Run, command: Sequence[str]) -> subprocess.Popen[bytes]:
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
