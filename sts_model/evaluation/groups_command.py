"""`python -m sts_model groups`: draws the list of utterance groups that the sets `groups-0L` to `groups-OV40` score."""

import argparse
import sys
from pathlib import Path
from typing import Any

from sts_model.data.packs import data_root
from sts_model.evaluation.groups import GROUP_PLANS, draw_groups, whole_utterances
from sts_model.simulation.plan import write_plans
from sts_model.simulation.sources import read_sources

SEED = 14
"""Of the committed list."""


def add_parser(subparsers: Any) -> None:
    """Adds `groups` to the commands of sts_model."""
    parser = subparsers.add_parser("groups", help="draw the utterance groups that evaluate scores", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--seed", type=int, default=SEED, help="default: %(default)s, that of the committed list")
    parser.add_argument("--output", type=Path, default=GROUP_PLANS, help="file to write (default: the committed list)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes the list, one plan a line; 0 when done."""
    data = data_root(args.data)
    plans = draw_groups(whole_utterances(data), read_sources(data, "dev", args.seed), args.seed)
    write_plans(args.output, plans)
    minutes = sum(plan.duration_s for plan in plans) / 60
    print(
        f"{len(plans)} groups, {sum(len(plan.placements) for plan in plans)} turns, {minutes:.1f} min", file=sys.stderr
    )
    return 0
