"""`python -m sts_model score-readable`: F1 of marks and capitals on text that was never learned from, as JSON."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from sts_model.commit import commit
from sts_model.data.packs import DataError, data_root
from sts_model.readable.corpus import UNSEEN, held_out_turns
from sts_model.readable.file import FILE, ReadableError, load
from sts_model.readable.marks import Labelled
from sts_model.readable.score import Guess, Tally, baseline, score
from sts_model.readable.writer import Writer


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("score-readable", help="F1 of marks and capitals on held-out text")
    parser.add_argument("--data", help="folder of the shared data (default: $MEETAPP_DATA, else ../shared/data)")
    parser.add_argument("--model", type=Path, required=True, help=f"folder with {FILE}")
    parser.add_argument("--output", type=Path, help="JSON file to write; without it the figures are printed")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Scores the writer of a folder and, beside it, what can be guessed without one.

    Raises:
        DataError: data or the writer's file is missing.
    """
    try:
        writer = load(args.model / FILE)
    except (OSError, ReadableError) as err:
        raise DataError(f"The model in {args.model} cannot be used: {err}.") from err
    torch.set_num_threads(1)  # a turn is small: threads would wait for each other
    turns = held_out_turns(data_root(args.data))
    figures = {
        "command": " ".join(["python -m sts_model", *sys.argv[1:]]),
        "commit": commit(),
        "f1 %": {name: _rows(turns, guess) for name, guess in (("ours", _ours(writer)), ("baseline", baseline))},
        "words": {corpus: sum(len(turn.words) for turn in each) for corpus, each in turns.items()},
        "unseen corpora": list(UNSEEN),
    }
    text = json.dumps(figures, indent=1) + "\n"
    if args.output:
        args.output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


def _ours(writer: Writer) -> Guess:
    def guess(words: Sequence[str]) -> tuple[Sequence[int], Sequence[str]]:
        marks, capitals = writer.marks(words)
        return marks, writer.spelt(words, capitals)

    return guess


def _rows(turns: dict[str, list[Labelled]], guess: Guess) -> dict[str, dict[str, list[float]]]:
    """By corpus, and all together: F1, precision and recall in per cent, by mark and kind of capital."""
    by_corpus = {corpus: score(each, guess) for corpus, each in turns.items()}
    kinds = next(iter(by_corpus.values()))
    by_corpus["all"] = {kind: sum((tallies[kind] for tallies in by_corpus.values()), Tally()) for kind in kinds}
    return {
        corpus: {kind: [round(100 * part, 1) for part in (t.f1, t.precision, t.recall)] for kind, t in tallies.items()}
        for corpus, tallies in by_corpus.items()
    }
