"""`python -m sts_model synthesise`: speech of free voices saying what people say, aligned, as a pack to train on.

Clip k of a seed is always the same, so that an interrupted run goes on with the parts that are missing.
"""

import argparse
import json
import lzma
import multiprocessing
import pickle
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import numpy as np
import torch

from sts_model.data.features import write_features
from sts_model.data.lm_text import read_lm_text
from sts_model.data.packs import SILENCE, DataError, Wave, data_root
from sts_model.data.pronounce import Pronunciations, read_pronunciations
from sts_model.data.tts import VOICES, TtsError, Voice, installed, speak, trim
from sts_model.evaluation.systems import MODEL
from sts_model.frontend import log_mel
from sts_model.model import Sts
from sts_model.package import read_model
from sts_model.training.alignment import align
from sts_model.units import REDUCTION, SAMPLE_RATE
from sts_model.vocabulary import TOKENS, spell

Spelt = tuple[str, tuple[int, ...]]
"""A word and the tokens of its phones."""

SYNTHETIC = "synthetic"
"""Name of the pack. Not `-train`: none of its voices is held out, as none is a person."""

GROUPS = ("meetings", "podcasts", "typed", "sentences")
WORDS = (4, 24)
PACE = (0.85, 1.2)
PAD_S = 0.3
WORST_LOSS = 2.0
"""Nats a label above which a voice has said something else than the dictionary's pronunciations."""
CLIPS_A_PART = 100


@dataclass(frozen=True)
class Synthetic:
    """One clip: the words with their phones, each phone with its length in feature frames, silences included."""

    id: str
    voice: str
    wave_S: Wave
    words: tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...]
    score: float

    @property
    def text(self) -> str:
        return " ".join(word for word, _, _ in self.words if word != SILENCE)


@dataclass(frozen=True)
class Part:
    """What a process makes: clips `first` to `first + CLIPS_A_PART`, in a file."""

    path: Path
    first: int
    texts: tuple[tuple[Spelt, ...], ...]
    seed: int


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds `synthesise` to the commands of sts_model."""
    parser = subparsers.add_parser("synthesise", help="make training speech with the free voices of Debian")
    parser.add_argument("--data", type=Path, help="the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument(
        "--output", type=Path, required=True, help="folder of the pack; an interrupted one is completed"
    )
    parser.add_argument("--clips", type=int, default=3000, help="about four seconds each (default: %(default)s)")
    parser.add_argument("--package", type=Path, default=MODEL, help="what aligns (default: %(default)s)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes waves' features, alignments and manifest in the form of the shared data.

    Raises:
        DataError: text is missing, or no voice is installed.
    """
    if not (voices := installed()):
        raise DataError("No voice is installed: apt-get install flite espeak-ng.")
    data = data_root(args.data)
    texts = chosen_texts(read_lm_text(data).train, read_pronunciations(data), args.clips, args.seed)
    folder = args.output / "parts"
    folder.mkdir(parents=True, exist_ok=True)
    parts = [
        Part(folder / f"{first:06}.pickle", first, tuple(texts[first : first + CLIPS_A_PART]), args.seed)
        for first in range(0, len(texts), CLIPS_A_PART)
    ]
    missing = [part for part in parts if not part.path.exists()]
    with ProcessPoolExecutor(args.processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        for number, _ in enumerate(pool.map(partial(make_part, package=args.package, voices=voices), missing), 1):
            print(f"{number} of {len(missing)} parts", file=sys.stderr, flush=True)
    clips = [clip for part in parts for clip in _read_part(part.path)]
    write_pack(clips, args.output)
    seconds = sum(len(clip.wave_S) for clip in clips) / SAMPLE_RATE
    print(f"{len(clips)} of {len(texts)} clips, {seconds / 3600:.2f} hours", file=sys.stderr)
    return 0


def chosen_texts(
    groups: Mapping[str, Sequence[str]], pronunciations: Pronunciations, count: int, seed: int
) -> list[tuple[Spelt, ...]]:
    """So many stretches of talk, cut to WORDS, as many from each of GROUPS; words nobody can pronounce are not said."""
    rng = np.random.default_rng(seed)
    texts = []
    for k in range(count):
        lines = groups[GROUPS[k % len(GROUPS)]]
        words = lines[int(rng.integers(len(lines)))].split()
        length = int(rng.integers(WORDS[0], WORDS[1] + 1))
        start = int(rng.integers(max(1, len(words) - length + 1)))
        known = (word for word in words[start : start + length] if word in pronunciations)
        texts.append(tuple((word, spell(pronunciations[word][0])) for word in known))
    return texts


def make_part(part: Part, package: Path, voices: Sequence[Voice]) -> None:
    """Speaks and aligns the clips of a part; those that fail or say something else are left out."""
    torch.set_num_threads(1)
    model = _loaded(package)
    clips = []
    for k, words in enumerate(part.texts, part.first):
        rng = np.random.default_rng((part.seed, k))
        voice = replace(voices[int(rng.integers(len(voices)))], pace=float(rng.uniform(*PACE)))
        try:
            wave_S = trim(speak(" ".join(word for word, _ in words), voice))
        except TtsError:
            continue
        clip = align_clip(model, f"{SYNTHETIC}-{k:06}", voice.name, wave_S, words)
        if clip is not None and -clip.score <= WORST_LOSS:
            clips.append(clip)
    partial_file = part.path.with_suffix(".partial")
    partial_file.write_bytes(pickle.dumps(clips))
    partial_file.replace(part.path)


def align_clip(model: Sts, clip_id: str, voice: str, wave_S: Wave, words: Sequence[Spelt]) -> Synthetic | None:
    """A clip between two silences, with the limits of its phones halfway between their times; None if it is too short.

    `score` is minus the loss a label.
    """
    padded_S = np.pad(wave_S, round(PAD_S * SAMPLE_RATE))
    frames_LF = log_mel(torch.from_numpy(padded_S)[None], model.frontend.filters)[0].numpy()
    labels_Y = np.array([token for _, spelling in words for token in spelling], np.int64)
    first, last = round(PAD_S * 100), len(frames_LF) - round(PAD_S * 100)
    if not words or last - first < 2 * len(labels_Y):
        return None
    found = align(model, frames_LF, labels_Y)
    times_Y = (found.times_Y + 0.5) * REDUCTION
    limits = np.round(np.concatenate([[first], (times_Y[1:] + times_Y[:-1]) / 2, [last]])).astype(int)
    limits = np.maximum.accumulate(limits.clip(first, last))
    phones = [
        (TOKENS[token].lstrip("_"), int(end - start))
        for token, start, end in zip(labels_Y, limits[:-1], limits[1:], strict=True)
    ]
    return Synthetic(
        clip_id, voice, padded_S, tuple(_parted(words, phones, first, len(frames_LF))), -found.loss_a_label
    )


def _parted(
    words: Sequence[Spelt], phones: Sequence[tuple[str, int]], first: int, frames: int
) -> Iterator[tuple[str, int, tuple[tuple[str, int], ...]]]:
    """The words with their start and phones, between the silences of a clip."""
    yield SILENCE, 0, (("SIL", first),)
    start, k = first, 0
    for word, spelling in words:
        own = tuple(phones[k : k + len(spelling)])
        yield word, start, own
        start, k = start + sum(length for _, length in own), k + len(spelling)
    yield SILENCE, start, (("SIL", frames - start),)


def write_pack(clips: Sequence[Synthetic], root: Path) -> None:
    """Features, alignments and manifest of clips, read again by `training.corpus.load_utterances`."""
    write_features(((clip.id, clip.wave_S) for clip in clips), root / "features" / SYNTHETIC)
    (root / "alignments").mkdir(exist_ok=True)
    with lzma.open(root / "alignments" / f"{SYNTHETIC}.jsonl.xz", "wt", encoding="utf-8") as lines:
        for clip in clips:
            words = [[word, start, " ".join(f"{p} {n}" for p, n in phones)] for word, start, phones in clip.words]
            lines.write(json.dumps({"id": clip.id, "score": clip.score, "words": words}) + "\n")
    folder = root / "speech" / SYNTHETIC
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "manifest.jsonl").open("w", encoding="utf-8") as lines:
        for clip in clips:
            row = {"id": clip.id, "shard": "", "duration": round(len(clip.wave_S) / SAMPLE_RATE, 2)}
            row |= {"text": clip.text, "speaker": f"tts-{clip.voice}", "source": VOICES[clip.voice].licence}
            lines.write(json.dumps(row) + "\n")


def _read_part(path: Path) -> list[Synthetic]:
    clips: list[Synthetic] = pickle.loads(path.read_bytes())  # our own, from a moment ago
    return clips


@cache
def _loaded(package: Path) -> Sts:
    return read_model(package)
