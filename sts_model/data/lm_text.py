"""Text for language models: the corpora of the text pack, normalised, without what tests would recognise."""

import json
import lzma
import random
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sts_model.data.overlap import Overlap
from sts_model.data.packs import DataError, read_manifest
from sts_model.data.text import normalise

GROUPS = {
    "meetings": ("ami", "icsi", "masc-spoken"),
    "formal": ("qmsum-committee", "scotus", "presidential-addresses"),
    "podcasts": ("changelog-podcasts",),
    "software": ("bitcoin-transcripts", "ethereum-calls"),
    "typed": ("sgd", "taskmaster", "topical-chat"),
    "sentences": ("common-voice-sentences", "tatoeba", "prompts"),
    "read": ("librispeech-train-clean-100",),
    "books": ("books",),
}
"""Corpora that are alike and get one weight; "prompts" are the transcripts of the training speech.

Left out because they are, whole, test sets of others: earnings21, earnings22, rev16, primock57.
"""

HELD_OUT_SHARE = 0.03
"""Share at the end of AMI and ICSI that measures perplexity instead."""

_MEETINGS = ("ami", "icsi")
_JOINED = {"meetings": 3, "formal": 3, "podcasts": 3, "software": 3, "typed": 2, "books": 3}


@dataclass(frozen=True)
class LmText:
    """Normalised stretches of text, by group and by dev set; a stretch is what is said in one go."""

    train: dict[str, list[str]]
    dev: dict[str, list[str]]


def read_lm_text(data: Path) -> LmText:
    """The text of all groups, and the dev texts "reading" and "meeting".

    Raises:
        DataError: a corpus is missing.
    """
    overlap = Overlap(test_transcripts(data))
    repeats = _repeats(data)
    train: dict[str, list[str]] = {}
    meeting: list[str] = []
    for group, corpora in GROUPS.items():
        train[group] = []
        for corpus in corpora:
            lines = [line for line in map(normalise, _lines(data, corpus)) if line and not overlap.spoils(line)]
            if corpus in _MEETINGS:
                cut = round(len(lines) * (1 - HELD_OUT_SHARE))
                lines, held_out = lines[:cut], lines[cut:]
                meeting += stretches(held_out, _JOINED[group], seed=corpus)
            train[group] += stretches(lines, _JOINED.get(group, 1), seed=corpus) + repeats[corpus]
    reading = [normalise(clip.text) for clip in read_manifest(data / "speech" / "librispeech-dev")]
    return LmText(train, {"reading": reading, "meeting": meeting})


def stretches(lines: list[str], longest: int, *, seed: str) -> list[str]:
    """Neighbouring lines joined, one to `longest` in one go: people say more than a sentence in a turn."""
    drawn = random.Random(zlib.crc32(seed.encode()))
    joined, start = [], 0
    while start < len(lines):
        count = drawn.randint(1, longest)
        joined.append(" ".join(lines[start : start + count]))
        start += count
    return joined


def test_transcripts(data: Path) -> Iterator[str]:
    """Normalised transcripts of every test and dev set."""
    for folder in sorted((data / "speech").iterdir()):
        if folder.is_dir() and not folder.name.endswith("-train") and (folder / "manifest.jsonl").exists():
            yield from (normalise(clip.text) for clip in read_manifest(folder))
    for path in sorted([*data.glob("meetings/**/*.seglst.json"), *data.glob("mixtures/**/*.seglst.json")]):
        segments = json.loads(path.read_text(encoding="utf-8"))
        yield from (normalise(segment["words"]) for segment in segments)


def _lines(data: Path, corpus: str) -> Iterator[str]:
    if corpus == "prompts":
        yield from _prompts(data)
        return
    try:
        with lzma.open(data / "text" / f"{corpus}.txt.xz", "rt", encoding="utf-8") as file:
            yield from file
    except FileNotFoundError as err:
        raise DataError(f"The text {err.filename} is missing.") from err


def _prompts(data: Path) -> Iterator[str]:
    """Different texts of the training speech, LibriSpeech's aside: it is a corpus of its own."""
    texts: dict[str, None] = {}
    for folder in sorted((data / "speech").glob("*-train")):
        if not folder.name.startswith("librispeech"):
            texts.update((clip.text, None) for clip in read_manifest(folder) if not clip.held_out)
    yield from texts


def _repeats(data: Path) -> defaultdict[str, list[str]]:
    """By corpus, the lines that were dropped from it as repeated: people do say "yeah" seven thousand times."""
    repeats: defaultdict[str, list[str]] = defaultdict(list)
    with lzma.open(data / "text" / "repeated-lines.tsv.xz", "rt", encoding="utf-8") as file:
        next(file)
        for row in file:
            corpus, count, line = row.rstrip("\n").split("\t")
            repeats[corpus] += [normalise(line)] * (int(count) - 1)
    return repeats
