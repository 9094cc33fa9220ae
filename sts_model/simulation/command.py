"""`python -m sts_model simulate`: writes meetings of the shared speech as FLAC with SegLST and RTTM beside them."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from sts_model.data.packs import DataError, data_root
from sts_model.evaluation.segments import to_rttm, to_seglst
from sts_model.simulation.conditions import MEASURED, MICROPHONES, ROOMS, Conditions
from sts_model.simulation.cuts import write_cuts
from sts_model.simulation.plan import Plan, draw_plan, reference, write_plans
from sts_model.simulation.score import KINDS
from sts_model.simulation.sources import SPLITS, Renderer, Sources, read_sources
from sts_model.units import SAMPLE_RATE

SHARES = {
    "clipped": "that are cut off 3 to 12 dB below their peak",
    "telephone": "in the band of a telephone and one of its codecs",
    "codec": "encoded and decoded at a low rate",
}


def add_parser(subparsers: Any) -> None:
    """Adds `simulate` to the commands of sts_model."""
    parser = subparsers.add_parser("simulate", help="meetings made of single-speaker speech", description=__doc__)
    parser.add_argument("--kind", choices=KINDS, default="conversation")
    parser.add_argument("--hours", type=float, required=True, help="how much to make; the last meeting may go over")
    parser.add_argument("--split", choices=tuple(SPLITS), default="train")
    parser.add_argument("--data", type=Path, help="folder of the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--output", type=Path, required=True, help="folder to write to")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, nargs=2, default=(60.0, 120.0), metavar=("LOW", "HIGH"))
    parser.add_argument("--speakers", type=int, nargs=2, default=(3, 4), metavar=("LOW", "HIGH"))
    parser.add_argument("--rooms", choices=ROOMS, default=MEASURED.rooms, help="measured responses, or boxes of ours")
    parser.add_argument("--microphone", choices=MICROPHONES, default=MEASURED.microphone, help="in simulated rooms")
    for name, what in SHARES.items():
        parser.add_argument(f"--{name}", type=float, default=0.0, metavar="SHARE", help=f"share of meetings {what}")
    parser.add_argument("--lhotse", action="store_true", help="write cuts.jsonl too, which lhotse reads")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes `<id>.flac`, `<id>.seglst.json`, `<id>.rttm` a meeting, and `plans.jsonl`, which `evaluate` can render."""
    _check(args)
    data = data_root(args.data)
    sources = read_sources(data, args.split, args.seed)
    if len(sources.voices) < args.speakers[1]:
        raise DataError(f"The split {args.split} has only {len(sources.voices)} speakers with enough speech.")
    args.output.mkdir(parents=True, exist_ok=True)
    renderer, plans = Renderer(data), []
    for plan in draw_plans(sources, args):
        plans.append(plan)
        write_meeting(plan, renderer, args.output)
        print(f"{plan.id}: {plan.duration_s:.1f} s, {len(plan.placements)} turns", file=sys.stderr)
    write_plans(args.output / "plans.jsonl", plans)
    if args.lhotse:
        write_cuts(args.output / "cuts.jsonl", plans)
    return 0


def _check(args: argparse.Namespace) -> None:
    if not 0 < args.hours < float("inf"):
        raise DataError(f"--hours must be above 0, not {args.hours:g}.")
    for name, (low, high) in {"--speakers": args.speakers, "--seconds": args.seconds}.items():
        if not 0 < low <= high < float("inf"):
            raise DataError(f"{name} must be two numbers above 0, the lower first, not {low:g} and {high:g}.")
    for name in SHARES:
        if not 0 <= getattr(args, name) <= 1:
            raise DataError(f"--{name} must be a share from 0 to 1, not {getattr(args, name):g}.")
    if args.telephone + args.codec > 1:
        raise DataError("--telephone and --codec are shares of all meetings: together at most 1.")


def conditions(args: argparse.Namespace) -> Conditions:
    """What the options say about rooms, microphones and what a recording goes through."""
    return Conditions(args.rooms, args.microphone, args.clipped, args.telephone, args.codec)


def draw_plans(sources: Sources, args: argparse.Namespace) -> Iterator[Plan]:
    """Plans until `args.hours` are full; each has a generator of its own, so that more hours keep the first ones."""
    made_s, number = 0.0, 0
    while made_s < args.hours * 3600:
        rng = np.random.default_rng([args.seed, number])
        num_speakers = int(rng.integers(args.speakers[0], args.speakers[1] + 1))
        chosen = rng.choice(len(sources.voices), num_speakers, replace=False)
        plan = draw_plan(
            rng,
            f"{args.split}-{args.kind}-{args.seed}-{number:04d}",
            args.kind,
            [sources.voices[i] for i in chosen],
            rng.uniform(*args.seconds),
            sources.rooms,
            sources.noises,
            conditions(args),
        )
        number += 1
        if not plan.placements:
            raise DataError(f"No utterance fits into {args.seconds[1]:g} s; give longer --seconds.")
        made_s += plan.duration_s
        yield plan


def write_meeting(plan: Plan, renderer: Renderer, folder: Path) -> None:
    """The wave of a plan and its references, in `folder`."""
    soundfile.write(folder / f"{plan.id}.flac", renderer.wave(plan), SAMPLE_RATE, subtype="PCM_16")
    text = json.dumps(to_seglst(reference(plan)), indent=1)
    (folder / f"{plan.id}.seglst.json").write_text(text + "\n", encoding="utf-8")
    (folder / f"{plan.id}.rttm").write_text(to_rttm(reference(plan)), encoding="utf-8")
