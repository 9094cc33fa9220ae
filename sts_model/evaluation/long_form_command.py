"""`python -m sts_model long-form`: the same passages early and late in meetings of an hour, simulated of dev speech."""

import argparse
import json
import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from sts_model.commit import commit
from sts_model.data.packs import DataError, data_root
from sts_model.evaluation.systems import MODEL

SEED = 14


def add_parser(subparsers: Any) -> None:
    """Adds `long-form` to the commands of sts_model."""
    parser = subparsers.add_parser("long-form", help="error rates early and late in long meetings", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--model", type=Path, default=MODEL, help="model folder (default: %(default)s)")
    parser.add_argument(
        "--folder", type=Path, required=True, help="what each meeting gave; found ones are not run again"
    )
    parser.add_argument("--output", type=Path, help="write the figures here as JSON")
    parser.add_argument("--meetings", type=int, default=6)
    parser.add_argument("--minutes", type=float, default=60.0, help="of each meeting")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--processes", type=int, choices=(1, 2), default=1)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Hears the meetings that are missing, and prints the figures of all; 0 when done."""
    from sts_model.evaluation.long_form import summarise
    from sts_model.evaluation.long_meeting import shortest_s
    from sts_model.evaluation.run import digest

    if args.meetings < 1 or not shortest_s() <= 60 * args.minutes < float("inf"):
        raise DataError(f"Give at least one meeting, of at least {shortest_s() / 60:g} minutes.")
    about = {"model": digest(args.model / "model.safetensors"), "seed": args.seed, "minutes": args.minutes}
    data = data_root(args.data)
    args.folder.mkdir(parents=True, exist_ok=True)
    jobs = [(data, args.model, args.folder, number, about) for number in range(args.meetings)]
    rows = []
    for name, row in _hear_all(jobs, args.processes):
        print(f"{name}: {row['seconds']:.0f} s for {row['duration_s']:.0f} s of audio", file=sys.stderr)
        rows.append(row)
    options = f"--meetings {args.meetings} --minutes {args.minutes:g} --seed {args.seed}"
    report = {
        "command": f"python -m sts_model long-form {options}",
        "commit": commit(),
        **about,
        **summarise(rows),
        "footprints": [row["footprints"] for row in rows],
    }
    shown = {key: value for key, value in report.items() if key != "footprints"}
    print(json.dumps(shown, indent=1))
    if args.output:
        args.output.write_text(json.dumps(report) + "\n", encoding="utf-8")
    return 0


Job = tuple[Path, Path, Path, int, dict[str, Any]]
"""Data, model, folder, number of the meeting, and what must be the same for a kept result to be used."""


def _hear_all(jobs: list[Job], processes: int) -> Iterator[tuple[str, dict[str, Any]]]:
    if processes <= 1:
        yield from map(_hear, jobs)
        return
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(_hear, jobs)


def _hear(job: Job) -> tuple[str, dict[str, Any]]:
    """What a meeting gave, from its file when that is of the same model and settings; else heard and kept there."""
    import torch

    from sts_model.evaluation.long_form import hear_meeting
    from sts_model.evaluation.long_meeting import draw_meeting
    from sts_model.evaluation.ours import load
    from sts_model.simulation.sources import Renderer, read_sources

    data, model, folder, number, about = job
    name = f"long-{about['seed']}-{number:02d}"
    path = folder / f"{name}.json"
    if path.exists():
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if kept["about"] == about:
            return name, kept["row"]
    torch.set_num_threads(1)
    seed = about["seed"]
    blocks = draw_meeting(read_sources(data, "dev", seed), name, 60 * about["minutes"], (seed, number))
    row = hear_meeting(load(model), blocks, Renderer(data))
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps({"about": about, "row": row}) + "\n", encoding="utf-8")
    unfinished.replace(path)
    return name, row
