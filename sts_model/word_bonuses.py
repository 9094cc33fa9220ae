"""`python -m sts_model word-bonuses`: fits what single words get in the search, by counting which dev speech confuses.

A transducer that knows few speakers takes short words for longer ones that are likelier anyway (`in` for `and`), and
it does so only in voices that it does not know: training cannot see it, counting on held-out speakers can.
"""

import argparse
import json
import math
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sts_model.data.packs import DataError, WaveStore, data_root, read_manifest
from sts_model.data.text import normalise
from sts_model.evaluation.one_voice import heard_words, listen
from sts_model.model import Sts
from sts_model.package import ModelPackageError, change_search_config, read_model, verify
from sts_model.package_search import build_search
from sts_model.search.lexicon_search import Floats
from sts_model.training.corpus import train_folders

DEV = "librispeech-dev"
APART = 100
"""`evaluate --limit 100` scores so many clips of the dev set: nothing is fitted on those."""
RATES = (0.6, 0.35, 0.2)
"""Of the rounds."""
PRIOR, LEAST = 8, 6
"""Errors of both kinds that every word is thought to have had before, and how many it must have at least to count."""


@dataclass(frozen=True)
class Spoken:
    """A clip of dev speech: its words, and what the search hears of it; `apart` if it is only scored."""

    text: str
    emissions: Floats
    apart: bool


@dataclass(frozen=True)
class Confusions:
    """How often each word was said and not heard, and heard and not said, among so many words said."""

    missed: Counter[str]
    false: Counter[str]
    errors: int
    words: int


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("word-bonuses", help="fit what single words get in the search", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--model", type=Path, required=True, help="model folder; its search settings get the bonuses")
    parser.add_argument("--hypotheses", type=int, default=96, help="of the search while fitting (default: %(default)s)")
    parser.add_argument("--dry-run", action="store_true", help="only print what the package would get")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Fits anew, prints the word errors of each round, and seals the package."""
    from sts_model.evaluation.sets import open_set

    try:
        verify(args.model)  # now, not when all is fitted
        model, data = read_model(args.model), data_root(args.data)
        apart_ids = {recording.id for recording in open_set(DEV, data, APART).recordings}
        spoken = list(_dev_speech(model, data, apart_ids))
        bonuses: dict[str, float] = {}
        for rate in (*RATES, None):
            settings = {"hypotheses": args.hypotheses, "word_bonuses": bonuses}
            search = build_search(model, args.model, settings=settings)
            pairs = [(one.text, normalise(heard_words(search, one.emissions))) for one in spoken]
            fitted, apart = (
                confusions(pair for pair, one in zip(pairs, spoken, strict=True) if one.apart == only)
                for only in (False, True)
            )
            figures = {"words": len(bonuses), "wer": _percent(fitted), "wer_apart": _percent(apart)}
            print(json.dumps(figures), flush=True)
            if rate is not None:
                bonuses = adjusted(bonuses, fitted, rate)
        if args.dry_run:
            print(json.dumps(bonuses))
        else:
            change_search_config(args.model, {"word_bonuses": bonuses})
    except ModelPackageError as err:
        raise DataError(str(err)) from err
    return 0


def confusions(pairs: Iterable[tuple[str, str]]) -> Confusions:
    """Of what was said and what was heard instead, both normalised; what was said is not empty."""
    import jiwer

    missed, false, errors, words = Counter[str](), Counter[str](), 0, 0
    for said, heard in pairs:
        out = jiwer.process_words(said, heard)
        errors += out.substitutions + out.deletions + out.insertions
        words += len(out.references[0])
        for part in out.alignments[0]:
            if part.type != "equal":
                missed.update(out.references[0][part.ref_start_idx : part.ref_end_idx])
                false.update(out.hypotheses[0][part.hyp_start_idx : part.hyp_end_idx])
    return Confusions(missed, false, errors, words)


def adjusted(bonuses: Mapping[str, float], found: Confusions, rate: float) -> dict[str, float]:
    """`bonuses` moved towards where a word is missed as often as it is falsely heard, each by the logarithm of the
    ratio of both, of which few errors make little."""
    after = dict(bonuses)
    for word in sorted(found.missed.keys() | found.false.keys()):
        missed, false = found.missed[word], found.false[word]
        if missed + false >= LEAST:
            after[word] = round(after.get(word, 0.0) + rate * math.log((missed + PRIOR) / (false + PRIOR)), 3)
    return after


def _dev_speech(model: Sts, data: Path, apart: Container[str]) -> Iterator[Spoken]:
    """The dev set, and of every training folder the speakers that training leaves out."""
    for folder in (DEV, *train_folders(data)):
        waves = WaveStore(data / "speech" / folder)
        for clip in read_manifest(data / "speech" / folder):
            text = normalise(clip.text)
            if text and (folder == DEV or clip.held_out):
                yield Spoken(text, listen(model, waves[clip.id]), clip.id in apart)


def _percent(found: Confusions) -> float | None:
    return round(100 * found.errors / found.words, 2) if found.words else None
