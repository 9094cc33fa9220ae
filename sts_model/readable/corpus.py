"""Text to learn marks and capitals from: the shared corpora that keep them, talk first, and what is held out."""

import lzma
import random
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sts_model.data.lm_text import test_transcripts
from sts_model.data.overlap import Overlap
from sts_model.data.packs import DataError
from sts_model.readable.labels import label
from sts_model.readable.marks import Labelled

SHARES = {
    **{"ami": 1.0, "icsi": 1.0, "masc-spoken": 1.0, "qmsum-committee": 1.0, "scotus": 0.4},
    **{"changelog-podcasts": 0.4, "bitcoin-transcripts": 0.2, "ethereum-calls": 0.2},
    **{"taskmaster": 0.6, "topical-chat": 0.2, "tatoeba": 1.0, "common-voice-sentences": 0.5},
    **{"presidential-addresses": 0.2, "books": 0.08},
}
"""How much of each corpus is learned from: all of what people said in meetings, a little of what they wrote."""

UNSEEN = ("primock57", "rev16", "earnings21")
"""Whole corpora of talk that only measure: other people, other subjects, other transcribers."""

SEEN = ("ami", "icsi", "qmsum-committee", "changelog-podcasts")
"""Corpora of which some blocks measure how it does on more of what it learned from."""

BLOCK_LINES = 100
HELD_OUT_EVERY = 33
"""Of so many blocks of lines one is never learned from."""
MOST_LINES = 6
"""Longest turn, in lines, that is made of neighbouring lines: people say more than a sentence in a turn."""


def training_turns(data: Path) -> list[Labelled]:
    """Turns of every corpus by its share, without what tests of the recogniser would know again.

    Raises:
        DataError: a corpus is missing.
    """
    overlap = Overlap(test_transcripts(data))
    turns: list[Labelled] = []
    for corpus, share in SHARES.items():
        lines = enumerate(_lines(data, corpus))
        chosen = (line for place, line in lines if _is_learned_from(place // BLOCK_LINES, share))
        labelled = (found for line in chosen if (found := label(line)) and not overlap.spoils(" ".join(found.words)))
        turns += _joined(list(labelled), seed=corpus)
    return turns


def held_out_turns(data: Path, most_lines: int = 1500) -> dict[str, list[Labelled]]:
    """Turns that were never learned from, by corpus.

    Raises:
        DataError: a corpus is missing.
    """
    turns: dict[str, list[Labelled]] = {}
    for corpus in (*SEEN, *UNSEEN):
        lines = enumerate(_lines(data, corpus))
        kept = (line for place, line in lines if corpus in UNSEEN or _is_held_out(place // BLOCK_LINES))
        turns[corpus] = _joined([found for line in islice(kept, most_lines) if (found := label(line))], seed=corpus)
    return turns


def _is_held_out(block: int) -> bool:
    return block % HELD_OUT_EVERY == 0


def _is_learned_from(block: int, share: float) -> bool:
    return int((block + 1) * share) > int(block * share) and not _is_held_out(block)


def _joined(lines: list[Labelled], *, seed: str) -> list[Labelled]:
    """Neighbouring lines as turns of one to MOST_LINES, drawn always alike."""
    drawn = random.Random(zlib.crc32(seed.encode()))
    turns, start = [], 0
    while start < len(lines):
        part = lines[start : start + drawn.randint(1, MOST_LINES)]
        start += len(part)
        turns.append(
            Labelled(
                tuple(word for line in part for word in line.words),
                tuple(mark for line in part for mark in line.marks),
                tuple(form for line in part for form in line.forms),
            )
        )
    return turns


def _lines(data: Path, corpus: str) -> Iterator[str]:
    try:
        with lzma.open(data / "text" / f"{corpus}.txt.xz", "rt", encoding="utf-8") as file:
            yield from file
    except FileNotFoundError as err:
        raise DataError(f"The text {err.filename} is missing.") from err
