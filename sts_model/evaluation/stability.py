"""How much of what was shown while people spoke did not stay.

UPWR (unstable partial word ratio): words of partial texts that the next text changed or removed, a word of the final
text. A word counts each time it is shown and taken back. Partial retraction rate: share of updates that change or
remove a word already shown.
Source: Shangguan et al. 2020, arXiv 2006.01416; papers.md section 9.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from itertools import takewhile

from sts_model.turns import Partial, Turn


@dataclass(frozen=True)
class Stability:
    """Counts that add up over recordings."""

    unstable_words: int = 0
    final_words: int = 0
    retractions: int = 0
    updates: int = 0
    retracted_chars: int = 0
    final_chars: int = 0

    def __add__(self, other: "Stability") -> "Stability":
        return Stability(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass
class Watcher:
    """Follows the news of a pipeline, batch after batch, and counts what it takes back."""

    stability: Stability = field(default_factory=Stability)
    _shown: dict[int, list[str]] = field(default_factory=dict)
    _known: set[int] = field(default_factory=set)

    def watch(self, news: Sequence[Turn | Partial]) -> None:
        """Counts one batch: what `accept` gave at once is seen at once. A turn that only gets another speaker counts
        for nothing."""
        new_turns = [item for item in news if isinstance(item, Turn) and item.id not in self._known]
        self._known.update(turn.id for turn in new_turns)
        for channel in {turn.channel for turn in new_turns} | {p.channel for p in news if isinstance(p, Partial)}:
            final = [word.text for turn in new_turns if turn.channel == channel for word in turn.words]
            partials = [p for p in news if isinstance(p, Partial) and p.channel == channel]
            still = self._shown.get(channel, []) if not final else []
            open_words = [word.text for word in partials[-1].words] if partials else still
            self.stability += compare(self._shown.get(channel, []), final + open_words)
            self.stability += Stability(final_words=len(final), final_chars=len(" ".join(final)))
            self._shown[channel] = open_words


def compare(shown: Sequence[str], now: Sequence[str]) -> Stability:
    """What one update takes back of the words shown before it; words that only follow them take back nothing."""
    lost = len(shown) - _common_subsequence(shown, now)
    before, after = " ".join(shown), " ".join(now)
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))))
    return Stability(
        unstable_words=lost,
        retractions=int(lost > 0),
        updates=int(before != after),
        retracted_chars=len(before) - same if lost else 0,
    )


def _common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    """The most words that both have in the same order."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for j, candidate in enumerate(other, 1):
            before, row[j] = row[j], before + 1 if word == candidate else max(row[j], row[j - 1])
    return row[-1]
