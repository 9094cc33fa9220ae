"""`python -m sts_model train-readable`: learn capitals and marks from the shared text, in a few minutes of one core."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from sts_model.data.packs import SILENCE, data_root, read_alignments, read_lines
from sts_model.readable.corpus import training_turns
from sts_model.readable.file import FILE, save
from sts_model.readable.labels import label
from sts_model.readable.pauses import count
from sts_model.readable.training import Recipe, train
from sts_model.readable.vocabulary import build_vocabulary
from sts_model.units import HOP, SAMPLE_RATE

SPOKEN = ("vctk-train", "vctk-more-train", "voxforge-train", "voxforge2-train", "ljprompts-train", "kathleen-train")
"""Recordings whose text kept its marks: where people pause."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("train-readable", help=f"make {FILE}: capitals and marks for bare words")
    parser.add_argument("--data", help="folder of the shared data (default: $MEETAPP_DATA, else ../shared/data)")
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--output", type=Path, required=True, help="folder to write to")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes the file and prints its size.

    Raises:
        DataError: data is missing.
    """
    data = data_root(args.data)
    pauses = count(spoken_pauses(data))
    turns = training_turns(data)
    vocabulary = build_vocabulary(turns)
    print(f"{sum(len(turn.words) for turn in turns)} words, {len(vocabulary.spellings)} spellings", file=sys.stderr)
    net = train(turns, vocabulary, Recipe(epochs=args.epochs), lambda line: print(line, file=sys.stderr))
    args.output.mkdir(parents=True, exist_ok=True)
    save(args.output / FILE, vocabulary, net, pauses)
    print(f"{(args.output / FILE).stat().st_size / 1e6:.2f} MB  {FILE}")
    return 0


def spoken_pauses(data: Path) -> Iterator[tuple[float, int]]:
    """Pause in seconds and mark after each word but the last of every recording whose text has marks."""
    for folder in SPOKEN:
        alignments = read_alignments(data, folder)
        for row in read_lines(data / "speech" / folder / "manifest.jsonl"):
            labelled = label(str(row.get("raw_text") or ""))
            alignment = alignments.get(str(row["id"]))
            if labelled is None or alignment is None:
                continue
            spoken = [word for word in alignment.words if word.text != SILENCE]
            if tuple(word.text for word in spoken) == labelled.words:
                for before, after, mark in zip(spoken, spoken[1:], labelled.marks, strict=False):
                    yield (after.start_frame - before.end_frame) * HOP / SAMPLE_RATE, mark
