"""What the shared data offers to a simulated meeting: voices, rooms and noises of one split, and their waves."""

import zlib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from sts_model.data.packs import (
    DataError,
    Wave,
    WaveStore,
    for_testing,
    read_alignments,
    read_lines,
    read_manifest,
    read_wave,
)
from sts_model.simulation.pieces import Piece, cut_pieces
from sts_model.simulation.plan import Plan, Voice
from sts_model.simulation.render import render

SPLITS = {
    "train": "*-train",
    "dev": "librispeech-dev",
    "test": "librispeech-test-*",
}
FEWEST_PIECES = 10
"""A speaker with fewer would repeat themselves."""
LONGEST_RT60_S = 0.8
"""Rooms beyond it are halls, not meeting rooms."""


@dataclass(frozen=True)
class Sources:
    """Voices, room ids and noise lengths of one split."""

    voices: tuple[Voice, ...]
    rooms: tuple[str, ...]
    noises: dict[str, float]


def read_sources(data: Path, split: str, seed: int) -> Sources:
    """All that may be used for meetings of a split; held-out speakers of train folders are in none.

    Rooms and noises for testing serve dev and test, the others train.

    Raises:
        DataError: files are missing, or no speaker has enough speech.
    """
    folders = sorted(path.name for path in (data / "speech").glob(SPLITS[split]) if path.is_dir())
    voices = [voice for folder in folders for voice in _voices(data, folder, seed)]
    if not voices:
        raise DataError(f"The data folder {data} has no speech for the split {split} ({SPLITS[split]}).")
    testing = split != "train"
    rooms = [name for name, rt60_s in _numbers(data / "rooms", "rt60_s").items() if rt60_s <= LONGEST_RT60_S]
    noises = _numbers(data / "noise", "duration")
    return Sources(
        tuple(voices),
        tuple(name for name in rooms if for_testing(name) == testing),
        {name: duration_s for name, duration_s in noises.items() if for_testing(name) == testing},
    )


class Renderer:
    """Renders plans from the shared data, which is read as needed."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._stores = cache(WaveStore)

    def wave(self, plan: Plan) -> Wave:
        """The samples of a planned meeting.

        Raises:
            DataError: a clip, room or noise of the plan is not there.
        """
        used = {(placement.folder, placement.clip) for placement in plan.placements}
        clips = {(folder, clip): self._stores(self._data / "speech" / folder)[clip] for folder, clip in used}
        room = read_wave(self._data / "rooms" / f"{plan.room}.flac") if plan.room else None
        noise = self._stores(self._data / "noise")[plan.noise] if plan.noise else None
        return render(plan, clips, room, noise)


def _voices(data: Path, folder: str, seed: int) -> list[Voice]:
    alignments = read_alignments(data, folder)
    rng = np.random.default_rng([seed, zlib.crc32(folder.encode())])
    pieces: dict[str, list[Piece]] = defaultdict(list)
    for clip in read_manifest(data / "speech" / folder):
        if clip.id in alignments and not (folder.endswith("-train") and clip.held_out):
            pieces[clip.speaker] += cut_pieces(rng, clip.id, alignments[clip.id])
    return [Voice(folder, speaker, tuple(own)) for speaker, own in pieces.items() if len(own) >= FEWEST_PIECES]


def _numbers(folder: Path, key: str) -> dict[str, float]:
    """One number an entry of the manifest of rooms or noises; a data folder may do without them."""
    if not folder.is_dir():
        return {}
    try:
        return {str(row["id"]): float(row[key]) for row in read_lines(folder / "manifest.jsonl")}
    except (KeyError, TypeError, ValueError) as err:
        raise DataError(f"The manifest in {folder} has a line of another form: {err!r}.") from err
