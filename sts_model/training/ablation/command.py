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
from sts_model.training.ablation.arms import ARMS, BASE, Arm, chosen_arms
from sts_model.training.ablation.runs import Budget, Run, cost, planned_runs, train_all, training_command

TITLES = {
    "phones": "Phones, by greedy search of the model alone",
    "words": "Words, by the whole streaming pipeline",
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds `ablate` to the commands of sts_model."""
    parser = subparsers.add_parser("ablate", help="train and compare models that differ in one choice")
    parser.add_argument("--init", type=Path, required=True, help="checkpoint or package that every arm starts from")
    parser.add_argument("--data", type=Path, help="the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--features", type=Path, required=True, help="folder that `features` wrote")
    parser.add_argument("--work", type=Path, required=True, help="folder of the runs; finished ones are not run again")
    parser.add_argument("--output", type=Path, required=True, help="JSON of the figures; beside it as Markdown")
    parser.add_argument("--minutes", type=float, required=True, help="processor time of each arm")
    parser.add_argument("--seeds", type=_numbers, default=[0, 1], help="comma-separated (default: 0,1)")
    parser.add_argument("--arms", type=_names, help=f"of {', '.join(arm.name for arm in ARMS)} (default: all)")
    parser.add_argument("--views", type=_names, default=list(TITLES), help="of phones, words (default: both)")
    parser.add_argument("--limit", type=int, help="hear so many groups of each condition (default: all)")
    parser.add_argument("--package", type=Path, default=MODEL, help="where tables come from (default: %(default)s)")
    parser.add_argument("--rate", type=float, default=1e-3, help="peak learning rate (default: %(default)s)")
    parser.add_argument("--batch-s", type=float, default=75.0, help="seconds in a batch (default: %(default)s)")
    parser.add_argument("--draws", type=int, default=500, help="of the bootstrap (default: %(default)s)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Trains, hears and reports; stopped at any time, the same command goes on.

    3 when the scoring packages are missing.
    """
    try:
        from sts_model.training.ablation.hear import Test, hear_all, read_heard
        from sts_model.training.ablation.report import arm_figures, findings, markdown
    except ModuleNotFoundError as err:
        _say(f"Scoring needs the package {err.name}: install the extra with `pip install -e .[eval]`.")
        return 3
    if unknown := sorted(set(args.views) - set(TITLES)):
        raise DataError(f"There is no view {', '.join(unknown)}; the views are {', '.join(TITLES)}.")
    data = data_root(args.data)
    budget = Budget(args.minutes, args.rate, args.batch_s)
    arms = chosen_arms(args.arms)
    runs = planned_runs(arms, args.seeds, args.init, args.work)
    train_all(runs, budget, lambda one: training_command(one, budget, data, args.features), _say)
    test = Test(data, args.package, args.limit)
    hear_all(runs, args.views, test, _say)
    report: dict[str, Any] = {
        "about": _about(args, budget, len(test.plans())),
        "views": {view: TITLES[view] for view in args.views},
        "arms": {arm.name: _arm_row(arm, [one for one in runs if one.arm == arm]) for arm in arms},
        "findings": {},
    }
    for view in args.views:
        heard = {arm.name: [read_heard(one, view, test) for one in runs if one.arm == arm] for arm in arms}
        for name, seeds in heard.items():
            report["arms"][name][view] = arm_figures(seeds, args.draws)
        report["findings"][view] = findings(heard, args.draws)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    args.output.with_suffix(".md").write_text(markdown(report), encoding="utf-8")
    return 0


def _arm_row(arm: Arm, runs: Sequence[Run]) -> dict[str, Any]:
    base, recipe = asdict(BASE), asdict(arm.recipe)
    changed = {name: value for name, value in recipe.items() if value != base[name]}
    changed |= {} if arm.preset == ARMS[0].preset else {"preset": arm.preset}
    changed |= {"fresh_masks": True} if arm.fresh_masks else {}
    return {
        "choices": ", ".join(f"{name} {value}" for name, value in changed.items()),
        "recipe": recipe,
        "preset": arm.preset,
        "search": dict(arm.search),
        "cost": [cost(one) for one in runs],
    }


def _about(args: argparse.Namespace, budget: Budget, groups: int) -> dict[str, Any]:
    """What a reader needs to make the figures again; places on this machine change no figure."""
    words = ["python -m sts_model ablate", f"--init {args.init}", f"--minutes {args.minutes:g}"]
    words += [f"--seeds {','.join(map(str, args.seeds))}"]
    words += [f"--arms {','.join(args.arms)}"] if args.arms else []
    words += [f"--views {','.join(args.views)}", *([f"--limit {args.limit}"] if args.limit else [])]
    words += [f"--rate {args.rate:g}", f"--batch-s {args.batch_s:g}"]
    return {
        "command": " ".join(words),
        "commit": commit(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "budget": asdict(budget),
        "seeds": args.seeds,
        "groups": groups,
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
