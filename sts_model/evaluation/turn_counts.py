"""How well turns are told apart: their number, their boundaries, and turns that are lost, doubled or leak.

Source: papers.md sections 1.8 and 9; the definitions are the docstrings'.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from sts_model.evaluation.matching import Match, match_spans, words_of
from sts_model.evaluation.segments import Segment

MATCHED_S = 0.5
"""A turn is matched when both of its boundaries are this close to the reference's."""
BOUNDARY_TOLERANCES_S = (0.25, 0.5)
SAME_WORD_S = 0.5
"""One word on both channels within this time is said twice."""
MANY = 2
"""Groups of more turns than this are counted apart."""


@dataclass(frozen=True)
class TurnCounts:
    """Sums over recordings; each figure of `figures` is a ratio of two of them."""

    groups: int = 0
    groups_right: int = 0
    large_groups: int = 0
    large_groups_right: int = 0
    off_by: int = 0
    """Sum over groups of how many turns too many or too few."""
    turns: int = 0
    heard: int = 0
    matched: int = 0
    boundaries_quarter: int = 0
    """Starts and ends within 0.25 s, and within 0.5 s below."""
    boundaries_half: int = 0
    omitted: int = 0
    duplicates: int = 0
    leaked_words: int = 0
    heard_words: int = 0
    with_marks: int = 0
    """Turns of which it is known whether `<eot>` came, and those without."""
    without_eot: int = 0

    def __add__(self, other: "TurnCounts") -> "TurnCounts":
        return TurnCounts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


Ratio = tuple[float, float]


def figures(counts: TurnCounts) -> dict[str, Ratio]:
    """Numerator and denominator of every figure, so that they pool over recordings.

    turn_counting: share of groups with as many turns as the reference. count_error: mean absolute difference.
    matched_turns: matched turns a turn of reference and hypothesis (F1). boundary_f1: the same for single starts and
    ends. omitted: turns of which no word was heard. duplicates: heard turns of which at least half is on the other
    channel too. leaked_per_100: words that are on the other channel too, in the later of both. no_eot: heard turns
    that nothing said to be over but silence or the next turn.
    """
    c = counts
    both, edges = c.turns + c.heard, 2 * (c.turns + c.heard)
    return {
        "turn_counting": (c.groups_right, c.groups),
        "turn_counting_large": (c.large_groups_right, c.large_groups),
        "count_error": (c.off_by, c.groups),
        "matched_turns": (2 * c.matched, both),
        "boundary_f1_0.25": (2 * c.boundaries_quarter, edges),
        "boundary_f1_0.5": (2 * c.boundaries_half, edges),
        "omitted": (c.omitted, c.turns),
        "duplicates": (c.duplicates, c.heard),
        "leaked_per_100": (100 * c.leaked_words, c.heard_words),
        "no_eot": (c.without_eot, c.with_marks),
    }


def count_turns(reference: Sequence[Segment], hypothesis: Sequence[Segment], match: Match) -> TurnCounts:
    """The counts of one group, or of a whole recording taken as one."""
    right, large = len(reference) == len(hypothesis), len(reference) > MANY
    quarter, half = (_boundaries(reference, hypothesis, tolerance_s) for tolerance_s in BOUNDARY_TOLERANCES_S)
    leaked = leaked_words(hypothesis)
    marks = [segment.marks for segment in hypothesis if segment.marks is not None]
    return TurnCounts(
        groups=1,
        groups_right=int(right),
        large_groups=int(large),
        large_groups_right=int(large and right),
        off_by=abs(len(reference) - len(hypothesis)),
        turns=len(reference),
        heard=len(hypothesis),
        matched=len(match_spans(_spans(reference), _spans(hypothesis), MATCHED_S)),
        boundaries_quarter=quarter,
        boundaries_half=half,
        omitted=_omitted(reference, match),
        duplicates=_duplicates(hypothesis, leaked),
        leaked_words=len(leaked),
        heard_words=len(words_of(hypothesis)),
        with_marks=len(marks),
        without_eot=sum(one.eot_s is None for one in marks),
    )


def leaked_words(hypothesis: Sequence[Segment]) -> set[tuple[int, int]]:
    """Words that another channel says too within SAME_WORD_S; of the two, the one on the higher channel."""
    words = words_of(hypothesis)
    by_channel: dict[int, list[tuple[tuple[int, int], str, float]]] = {}
    for place, word in words.items():
        by_channel.setdefault(hypothesis[place[0]].channel, []).append((place, word.text, word.start_s))
    leaked: set[tuple[int, int]] = set()
    for channel in sorted(by_channel):
        lower = [entry for other in by_channel if other < channel for entry in by_channel[other]]
        for text in {text for _, text, _ in by_channel[channel]}:
            here = [(place, at) for place, what, at in by_channel[channel] if what == text]
            there = [(at,) for _, what, at in lower if what == text]
            pairs = match_spans([(at,) for _, at in here], there, SAME_WORD_S)
            leaked |= {here[i][0] for i, _ in pairs}
    return leaked


def _duplicates(hypothesis: Sequence[Segment], leaked: Iterable[tuple[int, int]]) -> int:
    copied = [0] * len(hypothesis)
    for turn, _ in leaked:
        copied[turn] += 1
    lengths = [len(segment.words.split()) for segment in hypothesis]
    return sum(number > 0 and 2 * number >= length for number, length in zip(copied, lengths, strict=True))


def _omitted(reference: Sequence[Segment], match: Match) -> int:
    heard = {turn for turn, _ in match.heard}
    return sum(bool(segment.words) and i not in heard for i, segment in enumerate(reference))


def _boundaries(reference: Sequence[Segment], hypothesis: Sequence[Segment], tolerance_s: float) -> int:
    return sum(
        len(match_spans([(s.span[edge],) for s in reference], [(s.span[edge],) for s in hypothesis], tolerance_s))
        for edge in (0, 1)
    )


def _spans(segments: Sequence[Segment]) -> list[tuple[float, ...]]:
    return [segment.span for segment in segments]
