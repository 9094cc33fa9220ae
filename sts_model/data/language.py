"""`python -m sts_model language`: lexicon and language model of a package, made from the shared text and lists."""

import argparse
import lzma
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from sts_model.data.kneser_ney import estimate
from sts_model.data.lm_text import LmText, read_lm_text
from sts_model.data.ngram_counts import Symbols, count, encode
from sts_model.data.pack_ngram import pack
from sts_model.data.packs import data_root, read_manifest
from sts_model.data.pronounce import Pronunciations, guess, read_pronunciations
from sts_model.data.text import normalise
from sts_model.lexicon import build_lexicon
from sts_model.ngram import Ngram

WEIGHTS = {
    **{"meetings": 2.8, "formal": 0.18, "podcasts": 0.42, "software": 0.25, "typed": 0.05},
    **{"sentences": 1.4, "read": 1.8, "books": 1.06},
}
"""What a count of each group is worth: the least sum of log-perplexities on librispeech-dev and held-out meetings."""

MOST_WORDS = 62_000
COMMON_WORDS = 60_000
"""So many of the commonest words of the word list may enter the vocabulary without being in the text."""
UNLISTED_COUNT = 6.0
"""Weighted occurrences that a word needs that no dictionary has: fewer, and it is likely a slip of the pen."""

MOST_BIGRAMS = 1_350_000
MOST_TRIGRAMS = 1_450_000


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("language", help="make lexicon.safetensors and lm.safetensors from the shared text")
    parser.add_argument("--data", help="folder of the shared data (default: $MEETAPP_DATA, else ../shared/data)")
    parser.add_argument("--output", type=Path, required=True, help="folder to write to")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes both files and prints their sizes and perplexities.

    Raises:
        DataError: data is missing.
    """
    data = data_root(args.data)
    text = read_lm_text(data)
    pronunciations = read_pronunciations(data)
    words = choose_words(text, pronunciations, _transcribed(data), _common(data))
    pronunciations |= guess(word for word in words if word not in pronunciations)
    words = [word for word in words if word in pronunciations]
    ngram = build_ngram(text, words)
    args.output.mkdir(parents=True, exist_ok=True)
    ngram.save(args.output / "lm.safetensors")
    build_lexicon(words, pronunciations, ngram.arrays[0]).save(args.output / "lexicon.safetensors")
    for name, lines in text.dev.items():
        found, unknown = perplexity(ngram, words, lines)
        print(f"{name}: perplexity {found:.1f}, {unknown:.2%} of words unknown", file=sys.stderr)
    return 0


def choose_words(
    text: LmText, pronunciations: Pronunciations, transcribed: Iterable[str], common: Iterable[str]
) -> list[str]:
    """The vocabulary, in alphabetical order: words of the training speech, then of the text, then common ones."""
    counts: Counter[str] = Counter()
    for group, stretches in text.train.items():
        for word, times in Counter(word for stretch in stretches for word in stretch.split()).items():
            counts[word] += times * WEIGHTS[group]  # type: ignore[assignment]  # weighted counts are fractions
    wanted = dict.fromkeys(transcribed)
    for word, times in counts.most_common():
        if word in pronunciations or times >= UNLISTED_COUNT:
            wanted[word] = None
    wanted.update(dict.fromkeys(word for word in common if word in pronunciations))
    return sorted(list(wanted)[:MOST_WORDS])


def build_ngram(text: LmText, words: list[str]) -> Ngram:
    """The packed trigram model of the text over `words`."""
    symbols = Symbols(len(words))
    ids = {word: i for i, word in enumerate(words)}
    counts = [count(encode(stretches, ids, symbols), symbols) for stretches in text.train.values()]
    model = estimate(counts, [WEIGHTS[group] for group in text.train], symbols)
    return pack(model, MOST_BIGRAMS, MOST_TRIGRAMS)


def perplexity(ngram: Ngram, words: list[str], stretches: Iterable[str]) -> tuple[float, float]:
    """Of the known words of `stretches`, and the share of unknown words."""
    ids = {word: i for i, word in enumerate(words)}
    total, known, unknown = 0.0, 0, 0
    for stretch in stretches:
        context = ngram.start
        for word in stretch.split():
            if word not in ids:
                unknown += 1
                continue
            total += ngram.logp(context, ids[word])
            context = ngram.next(context, ids[word])
            known += 1
    return float(np.exp(-total / max(1, known))), unknown / max(1, known + unknown)


def _transcribed(data: Path) -> list[str]:
    """Words of the training speech, commonest first; of speakers held out of training none."""
    counts: Counter[str] = Counter()
    for folder in sorted((data / "speech").glob("*-train")):
        for clip in read_manifest(folder):
            if not clip.held_out:
                counts.update(normalise(clip.text).split())
    return [word for word, _ in counts.most_common()]


def _common(data: Path) -> list[str]:
    with lzma.open(data / "lexicon" / "wordfreq-en.txt.xz", "rt", encoding="utf-8") as lines:
        return [word for line in list(lines)[:COMMON_WORDS] for word in [line.split()[0]] if normalise(word) == word]
