"""`python -m sts_model turntaking`: how near simulated conversations come to the real ones they are drawn from."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from sts_model.data.packs import DataError, data_root
from sts_model.simulation.conversation import converse
from sts_model.simulation.measure import count
from sts_model.simulation.sources import SPLITS, read_sources
from sts_model.simulation.supply import ScoredTurn, Supply
from sts_model.simulation.turntaking import GRID, SOURCES, draw, profiles, real_figures

SPEAKERS = {"ami-train": 4, "icsi": 6, "primock57": 2}
MEETING_S = 600.0
UTTERANCES = 150
"""Of each speaker and meeting, when no speech is given: lengths as in the corpus, and as many as inserts are long."""
MAX_VOICES = 3


def add_parser(subparsers: Any) -> None:
    """Adds `turntaking` to the commands of sts_model."""
    parser = subparsers.add_parser("turntaking", help="simulated next to real turn-taking", description=__doc__)
    parser.add_argument("--hours", type=float, default=5.0, help="of each corpus (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--split", choices=tuple(SPLITS), help="utterances of the shared data instead of ideal lengths")
    parser.add_argument("--data", type=Path, help="folder of the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints a Markdown table of each corpus beside its simulation, and as the last line the same as JSON."""
    if not 0 < args.hours < float("inf"):
        raise DataError(f"--hours must be above 0, not {args.hours:g}.")
    voices = _voices(data_root(args.data), args.split, args.seed) if args.split else None
    both = {corpus: compare(corpus, args.hours, args.seed, voices) for corpus in SOURCES}
    print("| | " + " | ".join(f"{corpus} | simulated" for corpus in SOURCES) + " |")
    print("|---|" + "---|" * (2 * len(SOURCES)))
    for name in both[SOURCES[0]]["real"]:
        cells = [f"{both[corpus][side][name]:.2f}" for corpus in SOURCES for side in ("real", "simulated")]
        print(f"| {name} | " + " | ".join(cells) + " |")
    print(json.dumps(both))
    return 0


def compare(
    corpus: str, hours: float, seed: int, voices: list[list[float]] | None = None
) -> dict[str, dict[str, float]]:
    """Figures of a corpus (`real`) and of `hours` of conversations drawn from its distributions (`simulated`).

    Args:
        voices: lengths in seconds of the utterances of each speaker there is; None has those of the corpus itself.
    """
    figures = count(conversations(corpus, hours, seed, voices)).figures()
    return {"real": real_figures(corpus), "simulated": {name: round(value, 3) for name, value in figures.items()}}


def conversations(
    corpus: str, hours: float, seed: int, voices: list[list[float]] | None = None
) -> Iterator[list[ScoredTurn]]:
    """Conversations of MEETING_S in the manner of one corpus, each seeded on its own."""
    for number in range(max(1, round(hours * 3600 / MEETING_S))):
        rng = np.random.default_rng([seed, SOURCES.index(corpus), number])
        if voices is None:
            lengths_s = [_ideal(rng, corpus) for _ in range(SPEAKERS[corpus])]
        else:
            lengths_s = [voices[i] for i in rng.choice(len(voices), SPEAKERS[corpus], replace=False)]
        yield converse(rng, Supply(lengths_s), MEETING_S, MAX_VOICES, corpus)


def _ideal(rng: np.random.Generator, corpus: str) -> list[float]:
    profile = profiles()[corpus]
    segments = np.interp(rng.uniform(2, 98, UTTERANCES), GRID, profile.segment_s)
    return [*segments.tolist(), *(draw(rng, profile.insert_s) for _ in range(UTTERANCES))]


def _voices(data: Path, split: str, seed: int) -> list[list[float]]:
    return [[piece.length_s for piece in voice.pieces] for voice in read_sources(data, split, seed).voices]
