"""Vocabulary of the net: its common words, a few classes of rare ones by their ending, and how words are spelt."""

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sts_model.readable.marks import ENDS, Labelled

MOST_WORDS = 9_000
MOST_FORMS = 9_000
RARE_CLASSES = 64
ENDING = 3

FEWEST_SEEN = 3
LEAST_CAPITAL = 0.1
"""A word that has a capital less often, inside sentences, is spelt small always."""
NAME = 0.5
"""A rare word that has a capital more often is a name always: the net does not know it."""


@dataclass(frozen=True)
class Spelling:
    """How a word is written when it has a capital, and how often inside sentences it has, 0 to 1."""

    form: str
    share: float


@dataclass(frozen=True)
class Vocabulary:
    """Ids 0 to RARE_CLASSES - 1 are classes of rare words; then the `words` in order."""

    words: tuple[str, ...]
    spellings: Mapping[str, Spelling]
    _ids: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ids", {word: RARE_CLASSES + i for i, word in enumerate(self.words)})

    def __len__(self) -> int:
        return RARE_CLASSES + len(self.words)

    def __contains__(self, word: str) -> bool:
        return word in self._ids

    def ids(self, words: Iterable[str]) -> list[int]:
        """The id of each word."""
        return [self._ids[word] if word in self._ids else _rare(word) for word in words]


def build_vocabulary(turns: Sequence[Labelled]) -> Vocabulary:
    """The commonest words of `turns` and the spellings that are worth keeping."""
    counts: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    capitals: Counter[tuple[str, str]] = Counter()
    for turn in turns:
        counts.update(turn.words)
        starts = True
        for word, mark, form in zip(turn.words, turn.marks, turn.forms, strict=True):
            if not starts and form is not None:
                inside[word] += 1
                if form != word:
                    capitals[word, form] += 1
            starts = mark in ENDS
    words = tuple(sorted(word for word, _ in counts.most_common(MOST_WORDS)))
    return Vocabulary(words, _spellings(inside, capitals))


def _spellings(inside: Counter[str], capitals: Counter[tuple[str, str]]) -> dict[str, Spelling]:
    totals: Counter[str] = Counter()
    best: dict[str, str] = {}
    for (word, form), count in capitals.most_common():
        best.setdefault(word, form)
        totals[word] += count
    worth = [
        word for word, count in totals.most_common() if count >= FEWEST_SEEN and count / inside[word] >= LEAST_CAPITAL
    ]
    return {word: Spelling(best[word], totals[word] / inside[word]) for word in sorted(worth[:MOST_FORMS])}


def _rare(word: str) -> int:
    return zlib.crc32(word[-ENDING:].encode()) % RARE_CLASSES
