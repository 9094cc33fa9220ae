"""Which reference word was heard as which word, and which reference turn as which turn, by time; each at most once."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import jiwer
import numpy as np
from scipy.optimize import linear_sum_assignment

from sts_model.evaluation.segments import Segment, TimedWord, timed_words

WORD_COLLAR_S = 1.0
"""A word heard further than this from where it was spoken is another word."""

Place = tuple[int, int]
"""A word by the index of its turn and its own index in there."""


@dataclass(frozen=True)
class Match:
    """Words of two lists of turns that are one: `heard` by the place in the reference, `said` by that in the
    hypothesis."""

    heard: dict[Place, Place]
    said: dict[Place, Place]


def match_words(reference: Sequence[Segment], hypothesis: Sequence[Segment], collar_s: float = WORD_COLLAR_S) -> Match:
    """As many pairs of equal words as there can be whose middles are at most `collar_s` apart, and the closest such.

    Channels and speakers do not matter, so a word counts as heard wherever it came out. Texts come normalised.
    """
    spoken, found = _by_text(reference), _by_text(hypothesis)
    heard: dict[Place, Place] = {}
    for text in spoken.keys() & found.keys():
        off = np.abs(np.subtract.outer([at for _, at in spoken[text]], [at for _, at in found[text]]))
        rows, columns = _closest(off, collar_s)
        heard |= {spoken[text][i][0]: found[text][j][0] for i, j in zip(rows, columns, strict=True)}
    return Match(heard, {there: here for here, there in heard.items()})


def align_words(reference: Sequence[Segment], hypothesis: Sequence[Segment]) -> Match:
    """The words that are right in the least edits from one text to the other, whatever their times: one speaker."""
    spoken, found = list(words_of(reference).items()), list(words_of(hypothesis).items())
    if not spoken or not found:
        return Match({}, {})
    said, out = (" ".join(word.text for _, word in side) for side in (spoken, found))
    heard = {
        spoken[part.ref_start_idx + k][0]: found[part.hyp_start_idx + k][0]
        for part in jiwer.process_words(said, out).alignments[0]
        if part.type == "equal"
        for k in range(part.ref_end_idx - part.ref_start_idx)
    }
    return Match(heard, {there: here for here, there in heard.items()})


def match_turns(match: Match, reference: Sequence[Segment], hypothesis: Sequence[Segment]) -> dict[int, int]:
    """Which turn each reference turn was heard as: the assignment that shares most words; who shares none is absent."""
    shared = Counter((here[0], there[0]) for here, there in match.heard.items())
    counts = np.zeros((len(reference), len(hypothesis)))
    for (i, j), number in shared.items():
        counts[i, j] = number
    rows, columns = linear_sum_assignment(counts, maximize=True)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if counts[i, j] > 0}


def match_spans(
    reference: Sequence[tuple[float, ...]], hypothesis: Sequence[tuple[float, ...]], tolerance_s: float
) -> list[tuple[int, int]]:
    """As many pairs as there can be that differ by at most `tolerance_s` in each of their times."""
    if not reference or not hypothesis:
        return []
    off = np.abs(np.subtract.outer(np.asarray(reference), np.asarray(hypothesis)))
    # outer gives [i, time of i, j, time of j]: only equal times are compared.
    worst = np.max([off[:, k, :, k] for k in range(len(reference[0]))], axis=0)
    rows, columns = _closest(worst, tolerance_s)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True)]


def _closest(off: np.ndarray, limit: float) -> tuple[np.ndarray, np.ndarray]:
    """The largest set of pairs within `limit`, and of those of that size the one with the least sum."""
    allowed = off <= limit + 1e-9
    if not allowed.any():
        return np.zeros(0, int), np.zeros(0, int)
    too_far = (limit + 1.0) * (min(off.shape) + 1)
    rows, columns = linear_sum_assignment(np.where(allowed, off, too_far))
    kept = allowed[rows, columns]
    return rows[kept], columns[kept]


def _by_text(segments: Sequence[Segment]) -> dict[str, list[tuple[Place, float]]]:
    found: dict[str, list[tuple[Place, float]]] = defaultdict(list)
    for i, segment in enumerate(segments):
        for k, word in enumerate(timed_words(segment)):
            found[word.text].append(((i, k), word.middle_s))
    return found


def words_of(segments: Sequence[Segment]) -> dict[Place, TimedWord]:
    """Every word by its place."""
    return {(i, k): word for i, segment in enumerate(segments) for k, word in enumerate(timed_words(segment))}
