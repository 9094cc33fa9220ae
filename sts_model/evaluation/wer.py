"""The WER family as counts that add up over recordings; texts come normalised."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import jiwer
from meeteval.io import SegLST
from meeteval.wer import (
    cp_word_error_rate,
    orc_word_error_rate,
    time_constrained_minimum_permutation_word_error_rate,
)

from sts_model.evaluation.segments import Segment, timed_words, to_seglst

COLLAR_S = 5.0
"""How far from where it was spoken a word may be heard and still match, in tcpWER."""


@dataclass(frozen=True)
class WordErrors:
    """Errors against `words` reference words; recordings add up with `+`."""

    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0
    words: int = 0

    def __add__(self, other: "WordErrors") -> "WordErrors":
        return WordErrors(
            self.substitutions + other.substitutions,
            self.deletions + other.deletions,
            self.insertions + other.insertions,
            self.words + other.words,
        )

    @property
    def errors(self) -> int:
        return self.substitutions + self.deletions + self.insertions

    @property
    def rate(self) -> float | None:
        """Errors a reference word; None without reference words."""
        return self.errors / self.words if self.words else None


def wer(reference: str, hypothesis: str) -> WordErrors:
    """Errors of one text against another."""
    if not reference.split():
        return WordErrors(insertions=len(hypothesis.split()))
    out = jiwer.process_words(reference, hypothesis)
    return WordErrors(out.substitutions, out.deletions, out.insertions, out.hits + out.substitutions + out.deletions)


def cpwer(reference: Sequence[Segment], hypothesis: Sequence[Segment]) -> WordErrors:
    """Errors with the words of each speaker joined and speakers matched best: recognition and attribution."""
    return _score(cp_word_error_rate, reference, hypothesis)


def orcwer(reference: Sequence[Segment], hypothesis: Sequence[Segment]) -> WordErrors:
    """Errors with each reference segment given to the channel that suits best: recognition and separation."""
    channels = [replace(segment, speaker=str(segment.channel)) for segment in hypothesis]
    return _score(orc_word_error_rate, reference, channels)


def tcpwer(reference: Sequence[Segment], hypothesis: Sequence[Segment]) -> WordErrors:
    """cpWER in which only words match whose times, the hypothesis widened by COLLAR_S, overlap; real word times."""
    return _score(_time_constrained, _by_word(reference), _by_word(hypothesis))


def _time_constrained(reference: SegLST, hypothesis: SegLST) -> Any:
    return time_constrained_minimum_permutation_word_error_rate(
        reference,
        hypothesis,
        collar=COLLAR_S,
        reference_pseudo_word_level_timing="none",
        hypothesis_pseudo_word_level_timing="none",
        # to_seglst has put the words in order of time.
        reference_sort=False,
        hypothesis_sort=False,
    )


def _by_word(segments: Sequence[Segment]) -> list[Segment]:
    return [
        replace(segment, words=word.text, start_time=word.start_s, end_time=word.end_s)
        for segment in segments
        for word in timed_words(segment)
    ]


def _score(metric: Callable[..., Any], reference: Sequence[Segment], hypothesis: Sequence[Segment]) -> WordErrors:
    references = [segment for segment in reference if segment.words]
    hypotheses = [segment for segment in hypothesis if segment.words]
    # meeteval's metrics disagree on what an empty side gives, so that is counted here.
    if not references or not hypotheses:
        num_words = sum(len(segment.words.split()) for segment in references)
        return WordErrors(0, num_words, sum(len(segment.words.split()) for segment in hypotheses), num_words)
    out = metric(SegLST(to_seglst(references)), SegLST(to_seglst(hypotheses)))
    return WordErrors(out.substitutions, out.deletions, out.insertions, out.length)
