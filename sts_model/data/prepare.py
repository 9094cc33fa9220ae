"""`python -m sts_model features`: log-mel features of every speech folder and of the noises, for training."""

import argparse
import sys
from pathlib import Path

import torch

from sts_model.data.features import write_features
from sts_model.data.packs import data_root, iter_waves


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("features", help="compute the features that training reads")
    parser.add_argument("--data", type=Path, help="the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--output", type=Path, required=True, help="folder for the features, about 2 GB")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    torch.set_num_threads(1)  # clips are short: handing them to threads costs more than it saves
    data = data_root(args.data)
    speech = [path.parent for path in sorted((data / "speech").glob("*/manifest.jsonl"))]
    for folder in [*speech, data / "noise"]:
        stem = args.output / folder.name
        if not stem.with_suffix(".json").exists():
            print(f"features of {folder.name}", file=sys.stderr)
            write_features(iter_waves(folder), stem)
    return 0
