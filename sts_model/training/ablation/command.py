"""`python -m sts_model ablate`: trains every arm alike, hears the same groups with each, and says what differs."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sts_model.commit import commit
from sts_model.data.packs import DataError, data_root
from sts_model.evaluation.systems import MODEL
from sts_model.training.ablation.recogniser_study import RECOGNISER
from sts_model.training.ablation.runs import Budget, Run, cost, planned_runs, train_all, training_command
from sts_model.training.ablation.study import Arm, Study
from sts_model.training.ablation.turn_study import TURNS

STUDIES = {"turns": TURNS, "recogniser": RECOGNISER}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds `ablate` to the commands of sts_model."""
    parser = subparsers.add_parser("ablate", help="train and compare models that differ in one choice")
    arms = "; ".join(f"{name}: {', '.join(arm.name for arm in study.arms)}" for name, study in STUDIES.items())
    views = "; ".join(f"{name}: {', '.join(study.views)}" for name, study in STUDIES.items())
    parser.add_argument("--study", choices=STUDIES, default="turns", help="what is asked (default: %(default)s)")
    parser.add_argument("--init", type=Path, help="checkpoint or package that every arm of turns starts from")
    parser.add_argument("--synthetic", type=Path, help="folder of `synthesise`, for the arm that hears it")
    parser.add_argument("--data", type=Path, help="the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--features", type=Path, required=True, help="folder that `features` wrote")
    parser.add_argument("--work", type=Path, required=True, help="folder of the runs; finished ones are not run again")
    parser.add_argument("--output", type=Path, required=True, help="JSON of the figures; beside it as Markdown")
    parser.add_argument("--minutes", type=float, required=True, help="processor time of each arm")
    parser.add_argument("--seeds", type=_numbers, default=[0, 1], help="comma-separated (default: 0,1)")
    parser.add_argument("--arms", type=_names, help=f"of {arms} (default: all)")
    parser.add_argument("--views", type=_names, help=f"of {views} (default: all)")
    parser.add_argument("--limit", type=int, help="hear so many groups of each condition, or clips")
    parser.add_argument("--package", type=Path, default=MODEL, help="where tables come from (default: %(default)s)")
    parser.add_argument("--rate", type=float, default=1e-3, help="peak learning rate (default: %(default)s)")
    parser.add_argument("--batch-s", type=float, default=75.0, help="seconds in a batch (default: %(default)s)")
    parser.add_argument("--draws", type=int, default=500, help="of the bootstrap (default: %(default)s)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Trains, hears and reports; stopped at any time, the same command goes on.

    Raises:
        DataError: data is missing, or the arms that are asked for need something that is not given.
    """
    from sts_model.training.ablation.hear import Test, hear_all, read_heard
    from sts_model.training.ablation.report import arm_figures, findings, markdown

    study = STUDIES[args.study]
    views = args.views or list(study.views)
    if unknown := sorted(set(views) - set(study.views)):
        raise DataError(f"There is no view {', '.join(unknown)}; the views are {', '.join(study.views)}.")
    arms = study.chosen(args.arms)
    if study.from_scratch == bool(args.init):
        raise DataError(f"The arms of {args.study} start from {_start(args)}: --init is for those of turns.")
    if any(arm.synthetic for arm in arms) and not args.synthetic:
        raise DataError("The arm synthetic needs --synthetic with the folder of `synthesise`.")
    data = data_root(args.data)
    budget = Budget(args.minutes, args.rate, args.batch_s, study.stage)
    runs = planned_runs(arms, args.seeds, args.work, args.init, args.synthetic)
    train_all(runs, budget, lambda one: training_command(one, budget, data, args.features), _say)
    test = Test(data, args.package, study.search, args.limit)
    hear_all(runs, views, test, _say)
    heard = {view: [[read_heard(one, view, test) for one in runs if one.arm == arm] for arm in arms] for view in views}
    report: dict[str, Any] = {
        "about": _about(args, study, budget, len(heard[views[0]][0][0])),
        "views": {view: study.views[view] for view in views},
        "arms": {arm.name: _arm_row(study, arm, [one for one in runs if one.arm == arm]) for arm in arms},
        "findings": {},
    }
    for view in views:
        by_arm = dict(zip(report["arms"], heard[view], strict=True))
        for name, seeds in by_arm.items():
            report["arms"][name][view] = arm_figures(seeds, args.draws)
        report["findings"][view] = findings(study.findings, by_arm, args.draws)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    args.output.with_suffix(".md").write_text(markdown(report), encoding="utf-8")
    return 0


def _arm_row(study: Study, arm: Arm, runs: Sequence[Run]) -> dict[str, Any]:
    base, recipe = asdict(study.base.recipe), asdict(arm.recipe)
    changed = {name: value for name, value in recipe.items() if value != base[name]}
    others = {"preset", "fresh_masks", "synthetic", "like", "averaged"}
    changed |= {name: value for name, value in vars(arm).items() if name in others and value != vars(study.base)[name]}
    changed |= arm.search if arm.like else {}
    return {
        "choices": ", ".join(f"{name} {value}" for name, value in changed.items()),
        "recipe": recipe,
        "preset": arm.preset,
        "search": dict(arm.search),
        "cost": [cost(one) for one in runs],
    }


def _start(args: argparse.Namespace) -> str:
    return "nothing" if STUDIES[args.study].from_scratch else "the same weights"


def _about(args: argparse.Namespace, study: Study, budget: Budget, count: int) -> dict[str, Any]:
    """What a reader needs to make the figures again; places on this machine change no figure."""
    words = [f"python -m sts_model ablate --study {args.study}", f"--minutes {args.minutes:g}"]
    words += [f"--init {args.init}"] if args.init else []
    words += [f"--seeds {','.join(map(str, args.seeds))}"]
    words += [f"--arms {','.join(args.arms)}"] if args.arms else []
    words += [f"--views {','.join(args.views)}"] if args.views else []
    words += [f"--limit {args.limit}"] if args.limit else []
    words += [f"--rate {args.rate:g}", f"--batch-s {args.batch_s:g}"]
    return {
        "command": " ".join(words),
        "commit": commit(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "budget": asdict(budget),
        "seeds": args.seeds,
        "start": _start(args),
        "heard": f"{count} {study.heard}",
        "search": dict(study.search),
        "draws": args.draws,
    }


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _numbers(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError as err:
        raise argparse.ArgumentTypeError(f"must be whole numbers with commas, not {text!r}") from err


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
