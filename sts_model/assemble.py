"""`python -m sts_model package`: a checkpoint, search tables and a speaker embedder become a sealed model package."""

import argparse
import json
import shutil
from dataclasses import asdict
from pathlib import Path

from sts_model.data.packs import DataError
from sts_model.neural_lm import FILE as NEURAL_LM
from sts_model.package import LANGUAGE_MODEL, LEXICON, SEARCH_CONFIG, write_manifest, write_model
from sts_model.readable.file import FILE as READABLE
from sts_model.search.config import SearchConfig
from sts_model.speakers.embedder import CONFIG_FILE, WEIGHTS_FILE
from sts_model.speakers.limits import CONFIG_FILE as LIMITS_FILE
from sts_model.training.checkpoint import read_checkpoint

CARD = "card.md"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("package", help="assemble a model package from what training left")
    parser.add_argument("--checkpoint", type=Path, required=True, help="checkpoint of the recogniser")
    parser.add_argument("--tables", type=Path, required=True, help=f"folder with {LEXICON} and {LANGUAGE_MODEL}")
    parser.add_argument(
        "--speaker", type=Path, required=True, help=f"folder with {WEIGHTS_FILE}, and maybe {LIMITS_FILE}"
    )
    parser.add_argument("--neural", type=Path, help=f"folder with {NEURAL_LM}, beside the n-gram language model")
    parser.add_argument("--readable", type=Path, help=f"folder with {READABLE}, for capitals and marks")
    parser.add_argument("--search", type=json.loads, default={}, help="search settings as JSON, where not the default")
    parser.add_argument("--card", type=Path, help="model card; by default the one already in the output folder stays")
    parser.add_argument("--name", default="meetapp-english")
    parser.add_argument("--version", required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    args.output.mkdir(parents=True, exist_ok=True)
    write_model(read_checkpoint(args.checkpoint), args.output)
    copies = [args.tables / LEXICON, args.tables / LANGUAGE_MODEL, args.speaker / WEIGHTS_FILE]
    copies += [args.neural / NEURAL_LM] if args.neural else []
    copies += [args.readable / READABLE] if args.readable else []
    copies += [path for path in [args.speaker / LIMITS_FILE] if path.exists()]
    for source in [*copies, args.speaker / CONFIG_FILE]:
        _copy(source, args.output / source.name)
    if args.card:
        _copy(args.card, args.output / CARD)
    settings = asdict(SearchConfig(**args.search))
    (args.output / SEARCH_CONFIG).write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    info = write_manifest(args.output, args.name, args.version)
    for name, size in info.files.items():
        print(f"{size / 1e6:8.2f} MB  {name}")
    return 0


def _copy(source: Path, target: Path) -> None:
    try:
        if not target.exists() or not source.samefile(target):
            shutil.copyfile(source, target)
    except FileNotFoundError as err:
        raise DataError(f"The package needs the file {source}, which is missing.") from err
