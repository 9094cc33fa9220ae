"""One evaluation: what the systems hear in each set, the figures of it, and what a reader needs to make them again."""

import argparse
import functools
import hashlib
import itertools
import json
import shlex
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from sts_model.commit import commit
from sts_model.data.packs import data_root
from sts_model.evaluation.hearing import Kept, Results, hear_set, read_kept, write_kept
from sts_model.evaluation.ours import CHUNK_S
from sts_model.evaluation.report import markdown
from sts_model.evaluation.scoring import score
from sts_model.evaluation.sets import NEED_NO_DATA, SETS, SUBSET_SEED, TestSet, open_set
from sts_model.evaluation.systems import MODEL, OURS, SEPARATES_SPEAKERS


def evaluate(args: argparse.Namespace) -> int:
    """Scores each system on each set and prints the tables; 0 when done."""
    data = None if set(args.sets) <= set(NEED_NO_DATA) else data_root(args.data)
    found = [open_set(name, data, args.limit) for name in args.sets]
    kept, source = read_kept(args.reuse) if args.reuse else ({}, None)
    about = _about(args)
    heard = _hear(args, found, kept, about)
    report = {**about, "reused": _reused(source, kept, args.systems), "sets": _score(found, heard, args)}
    if args.output:
        args.output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        args.output.with_suffix(".md").write_text(markdown(report), encoding="utf-8")
    print(markdown(report), end="")
    return 0


def _hear(args: argparse.Namespace, found: Sequence[TestSet], kept: Kept, about: dict[str, Any]) -> Kept:
    """What each system hears in each set, written down after each; progress goes to standard error."""
    heard: Kept = {system: {} for system in args.systems}
    with Progress(console=Console(stderr=True)) as progress:
        for a_set, system in itertools.product(found, args.systems):
            known = kept.get(system, {}).get(a_set.name, {})
            bar = progress.add_task(f"{a_set.name}, {system}", total=len(a_set.recordings))
            progress.update(bar, completed=sum(recording.id in known for recording in a_set.recordings))
            advance = functools.partial(progress.advance, bar)
            heard[system][a_set.name] = hear_set(system, args.model, a_set, args.processes, known, advance)
            if args.details:
                write_kept(args.details, heard, about)
    return heard


def _score(found: Sequence[TestSet], heard: Kept, args: argparse.Namespace) -> dict[str, Any]:
    """The figures of each set, and of each condition of a set that has several."""
    return {
        part.name: _figures(part, {system: heard[system][whole.name] for system in args.systems})
        for whole in found
        for part in (*whole.conditions(), whole)
    }


def _figures(part: TestSet, heard: dict[str, Results]) -> dict[str, Any]:
    durations_s = (next(iter(heard.values()))[recording.id].duration_s for recording in part.recordings)
    return {
        "one_speaker": part.one_speaker,
        "recordings": len(part.recordings),
        "of": part.num_all,
        "hours": round(sum(durations_s) / 3600, 4),
        "systems": {
            system: score(part, results, separates_speakers=SEPARATES_SPEAKERS[system])
            for system, results in heard.items()
        },
    }


def _about(args: argparse.Namespace) -> dict[str, Any]:
    """What a reader needs to make the figures again."""
    return {
        "command": _command(args),
        "commit": commit(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "systems": args.systems,
        "model": digest(args.model / "model.safetensors") if set(OURS) & set(args.systems) else None,
        "limit": args.limit,
        "subset_seed": SUBSET_SEED,
        "chunk_s": CHUNK_S,
    }


def _command(args: argparse.Namespace) -> str:
    """The command without places on this machine: where data lies and files go changes no figure."""
    words = ["python", "-m", "sts_model", "evaluate", "--systems", ",".join(args.systems)]
    if args.sets != list(SETS):
        words += ["--sets", ",".join(args.sets)]
    if args.model != MODEL:
        words += ["--model", args.model.name]
    if args.limit is not None:
        words += ["--limit", str(args.limit)]
    return shlex.join(words)


def digest(path: Path) -> str | None:
    """SHA-256 of the weights, so that figures and weights can be told to belong together."""
    if not path.is_file():
        return None
    with path.open("rb") as weights:
        return hashlib.file_digest(weights, "sha256").hexdigest()


def _reused(source: dict[str, Any] | None, kept: Kept, systems: Sequence[str]) -> dict[str, Any]:
    """Which systems' results came from an earlier run, and from which."""
    return {system: source for system in systems if system in kept}
