"""What is counted in one group of turns, and figures pooled over groups and seeds."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.evaluation.latency import latencies_ms
from sts_model.evaluation.matching import match_words
from sts_model.evaluation.overlap import overlap_words
from sts_model.evaluation.segments import Segment
from sts_model.evaluation.turn_counts import count_turns, figures
from sts_model.evaluation.wer import orcwer

RATIOS = ("wer", "orc", "counting", "counting_large", "no_eot", "second")
PERCENTILES = {"ep_p50": 50.0, "ep_p90": 90.0}
METRICS = {
    "wer": "word error rate %",
    "orc": "ORC error rate %",
    "counting": "turns counted right %",
    "counting_large": "of more than 2 turns %",
    "no_eot": "no `<eot>` %",
    "second": "second voice kept %",
    "ep_p50": "EP p50 ms",
    "ep_p90": "EP p90 ms",
}
MORE_IS_BETTER = frozenset({"counting", "counting_large", "second"})


@dataclass(frozen=True)
class Group:
    """The counts of one group, or clip: numerator and denominator of each ratio, and when its turns were said to end.

    wer: errors and words of a clip. orc: errors and reference words (or phones) by the best assignment to channels.
    counting, counting_large: whether as many turns were heard as there are, of all groups and of those of more than
    two. no_eot: turns that end without the token. second: of the voice that began later, words while two speak. ep_ms:
    latencies without the lookahead.
    """

    id: str
    condition: str
    ratios: dict[str, tuple[float, float]]
    ep_ms: tuple[float, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def group_of(row: dict[str, Any]) -> Group:
    """The group that `Group.to_json` wrote."""
    ratios = {name: (float(pair[0]), float(pair[1])) for name, pair in row["ratios"].items()}
    return Group(row["id"], row["condition"], ratios, tuple(row["ep_ms"]))


def count_group(group_id: str, condition: str, reference: Sequence[Segment], hypothesis: Sequence[Segment]) -> Group:
    """The counts of one group; words, or phones, come normalised on both sides."""
    match = match_words(reference, hypothesis)
    errors, overlapped = orcwer(reference, hypothesis), overlap_words(reference, match)
    turns = figures(count_turns(reference, hypothesis, match))
    ratios = {
        "orc": (float(errors.errors), float(errors.words)),
        "counting": turns["turn_counting"],
        "counting_large": turns["turn_counting_large"],
        "no_eot": turns["no_eot"],
        "second": (float(overlapped.second_heard), float(overlapped.second)),
    }
    return Group(group_id, condition, ratios, tuple(latencies_ms(reference, hypothesis, match)["EP"]))


class Table:
    """The groups of one arm, seed by seed, groups in the same order in each: what the bootstrap draws from."""

    def __init__(self, seeds: Sequence[Sequence[Group]]) -> None:
        """Raises ValueError when the seeds have not the same groups."""
        self.ids = [group.id for group in seeds[0]]
        if any([group.id for group in groups] != self.ids for groups in seeds):
            raise ValueError("every seed must have the same groups")
        self.shape = len(seeds), len(self.ids)
        counted = [name for name in RATIOS if name in seeds[0][0].ratios]
        self._ratios_MSG2 = {
            name: np.array([[group.ratios[name] for group in groups] for groups in seeds]) for name in counted
        }
        self._ep_SG = [[group.ep_ms for group in groups] for groups in seeds]
        of_turns = PERCENTILES if "counting" in counted else {}
        self.metrics = tuple(name for name in METRICS if name in counted or name in of_turns)

    @property
    def error_rate(self) -> str:
        """The metric of recognition."""
        return next(iter(self._ratios_MSG2))

    def value(self, metric: str, seeds: NDArray[np.int64], groups: NDArray[np.int64]) -> float | None:
        """A metric over the chosen seeds and groups, each as often as it was chosen; None without anything to count."""
        if metric in RATIOS:
            count, of = self._ratios_MSG2[metric][np.ix_(seeds, groups)].sum(axis=(0, 1))
            return float(count / of) if of else None
        values = [ep for s in seeds for g in groups for ep in self._ep_SG[s][g]]
        return float(np.percentile(values, PERCENTILES[metric])) if values else None

    def whole(self, metric: str) -> float | None:
        """A metric over everything."""
        return self.value(metric, *(np.arange(size) for size in self.shape))


def bootstrap(
    shape: tuple[int, int],
    statistic: Callable[[NDArray[np.int64], NDArray[np.int64]], float | None],
    *,
    draws: int = 500,
    seed: int = 0,
) -> tuple[float, float] | None:
    """The 2.5 and 97.5 percentiles of a statistic when seeds and groups are both drawn anew, with replacement.

    None where it cannot be told: fewer than two groups, or the statistic is None in more than a tenth of the draws.
    """
    rng = np.random.default_rng(seed)
    if shape[1] < 2:
        return None
    drawn = [statistic(rng.integers(0, shape[0], shape[0]), rng.integers(0, shape[1], shape[1])) for _ in range(draws)]
    values = [value for value in drawn if value is not None]
    if len(values) < 0.9 * draws:
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def difference(
    arm: Table, other: Table, metric: str, *, draws: int = 500
) -> tuple[float | None, tuple[float, float] | None]:
    """arm - other, and its interval: paired, as both are drawn with the same seeds and groups."""
    if arm.ids != other.ids or arm.shape != other.shape:
        raise ValueError("two arms are compared on the same groups and seeds")

    def statistic(seeds: NDArray[np.int64], groups: NDArray[np.int64]) -> float | None:
        mine, theirs = arm.value(metric, seeds, groups), other.value(metric, seeds, groups)
        return None if mine is None or theirs is None else mine - theirs

    mine, theirs = arm.whole(metric), other.whole(metric)
    if mine is None or theirs is None:
        return None, None
    return mine - theirs, bootstrap(arm.shape, statistic, draws=draws)
