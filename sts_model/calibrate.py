"""`python -m sts_model calibrate`: fits the confidence of words on speech of known words, into a model package."""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sts_model.data.packs import DataError, data_root
from sts_model.package import ModelPackageError, change_search_config, read_search_config
from sts_model.search.confidence import Calibration, Traits

if TYPE_CHECKING:
    from sts_model.evaluation.sets import TestSet

SETS = ("librispeech-dev",)
RIDGE = 1e-2
"""Weight of the squares of all weights but the bias, in units of one word: keeps few words from strong claims."""
ROUNDS = 50
FOLDS = 4


@dataclass(frozen=True)
class Judged:
    """A word that was heard in a recording, and whether it was said."""

    recording: str
    traits: Traits
    right: bool


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("calibrate", help="fit the confidence of words on dev speech", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--model", type=Path, required=True, help="model folder; its search settings get the weights")
    parser.add_argument("--sets", nargs="+", default=SETS, help="test sets of evaluate (default: librispeech-dev)")
    parser.add_argument("--limit", type=int, default=150, help="so many recordings a set (default: %(default)s)")
    parser.add_argument("--dry-run", action="store_true", help="only print what the package would get")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Fits, prints the calibration error on recordings that were left out, and seals the package."""
    from sts_model.evaluation.sets import open_set

    try:
        found = [open_set(name, data_root(args.data), args.limit) for name in args.sets]
        words = [word for a_set in found for word in _judge(args.model, a_set)]
        before = read_search_config(args.model).calibration
    except ModelPackageError as err:
        raise DataError(str(err)) from err
    calibration = fit(words)
    report = {
        "words": len(words),
        "right": round(float(np.mean([word.right for word in words])), 4),
        "ece_before": _ece(words, [before(word.traits) for word in words]),
        "ece_left_out": _ece(words, left_out(words)),
        "calibration": rounded(calibration),
    }
    print(json.dumps(report))
    if not args.dry_run:
        change_search_config(args.model, {"calibration": rounded(calibration)})
    return 0


def fit(words: Sequence[Judged]) -> Calibration:
    """The weights under which the words' being right or wrong is likeliest: logistic regression by Newton's steps.

    Raises:
        DataError: all words are right, or all wrong, so that there is nothing to tell apart.
    """
    right_N = np.array([word.right for word in words], float)
    if not 0 < right_N.sum() < len(right_N):
        raise DataError("Calibrating needs words that were heard right and words that were heard wrong.")
    x_NF = np.array([(1.0, *word.traits.features) for word in words])
    weights_F = np.zeros(x_NF.shape[1])
    ridge_F = np.array([0.0, *[RIDGE] * (x_NF.shape[1] - 1)])
    for _ in range(ROUNDS):
        p_N = 1 / (1 + np.exp(-np.clip(x_NF @ weights_F, -30, 30)))
        gradient_F = x_NF.T @ (right_N - p_N) - ridge_F * weights_F
        hessian_FF = (x_NF * (p_N * (1 - p_N))[:, None]).T @ x_NF + np.diag(ridge_F + 1e-9)
        step_F = np.linalg.solve(hessian_FF, gradient_F)
        weights_F += step_F
        if np.abs(step_F).max() < 1e-8:
            break
    return Calibration(*weights_F.tolist())


def left_out(words: Sequence[Judged]) -> list[float]:
    """The confidence of each word by weights fitted without its recording and its neighbours in the list."""
    recordings = list(dict.fromkeys(word.recording for word in words))
    fold = {recording: i * FOLDS // len(recordings) for i, recording in enumerate(recordings)}
    fits = [fit([word for word in words if fold[word.recording] != k]) for k in set(fold.values())]
    return [fits[fold[word.recording]](word.traits) for word in words]


def rounded(calibration: Calibration) -> dict[str, float]:
    return {name: round(weight, 4) for name, weight in asdict(calibration).items()}


def _ece(words: Sequence[Judged], confidences: Sequence[float]) -> float | None:
    from sts_model.evaluation.calibration import ece

    return ece([(confidence, word.right) for word, confidence in zip(words, confidences, strict=True)])


def _judge(model: Path, a_set: "TestSet") -> Iterator[Judged]:
    """The words that the pipeline hears in each recording of a set."""
    from sts_model.evaluation.matching import align_words, match_words
    from sts_model.evaluation.ours import CHUNK_S, to_segment
    from sts_model.evaluation.segments import normalised
    from sts_model.pipeline import Pipeline
    from sts_model.units import samples

    references = {recording.id: recording.reference for recording in a_set.recordings}
    for name, wave_S in a_set.waves(frozenset(references)):
        pipeline = Pipeline.load(model, keep_segments=True)
        for start in range(0, len(wave_S), samples(CHUNK_S)):
            pipeline.accept(wave_S[start : start + samples(CHUNK_S)])
        pipeline.finish()
        ids = sorted(pipeline.turns)
        heard = normalised([to_segment(name, pipeline.turns[i], None) for i in ids])
        match = (align_words if a_set.one_speaker else match_words)(normalised(references[name]), heard)
        for turn, i in enumerate(ids):
            for place, word in enumerate(pipeline.segments[i].words):
                if word.traits is not None:
                    yield Judged(name, word.traits, (turn, place) in match.said)
