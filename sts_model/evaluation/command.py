"""`python -m sts_model evaluate`: the whole streaming pipeline on test sets, next to pocketsphinx, as a table."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sts_model.evaluation.sets import GROUP_SETS, SETS
from sts_model.evaluation.systems import MODEL, SYSTEMS

MOST_PROCESSES = 2


def add_parser(subparsers: Any) -> None:
    """Adds `evaluate` to the commands of sts_model."""
    parser = subparsers.add_parser("evaluate", help="error rates of a model on the test sets", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--model", type=Path, default=MODEL, help="model folder (default: %(default)s)")
    parser.add_argument(
        "--sets",
        type=_names(()),
        default=list(SETS),
        help=f"of {', '.join(SETS)} (default: all these), and {', '.join(GROUP_SETS)}",
    )
    parser.add_argument("--systems", type=_names(SYSTEMS), default=["ours"], help=f"of {', '.join(SYSTEMS)}")
    parser.add_argument("--limit", type=_positive, help="score a fixed random subset of so many recordings a set")
    parser.add_argument("--output", type=Path, help="write the figures here as JSON, and beside it as Markdown")
    parser.add_argument("--details", type=Path, help="write all that was heard here as JSON, for --reuse")
    parser.add_argument("--reuse", type=Path, help="do not run again what an earlier --details file holds")
    parser.add_argument("--processes", type=int, choices=range(1, MOST_PROCESSES + 1), default=1)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Scores each system on each set and prints the tables."""
    from sts_model.evaluation.run import evaluate

    return evaluate(args)


def _names(allowed: Sequence[str]) -> Callable[[str], list[str]]:
    def names(text: str) -> list[str]:
        chosen = [name.strip() for name in text.split(",") if name.strip()]
        unknown = [name for name in chosen if allowed and name not in allowed]
        if unknown or not chosen:
            raise argparse.ArgumentTypeError(f"must be of {', '.join(allowed)}, not {text!r}")
        return list(dict.fromkeys(chosen))

    return names


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number above 0, not {text!r}")
    return int(text)
