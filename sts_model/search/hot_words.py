"""Hot words: phrases that get a bonus, a part of it for each word heard of one, taken back where it goes on otherwise.

The automaton of Aho and Corasick (1975) over words: its state is the longest end of what was said that begins a phrase.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.lexicon import Lexicon

Floats = NDArray[np.float64]


class HotWordError(ValueError):
    """Hot words that cannot be listened for, in one sentence."""


@dataclass(frozen=True)
class HotWords:
    """Phrases as an automaton; state 0 is in no phrase.

    Attributes:
        column_W: for each word of the lexicon its column; 0 for words of no phrase.
        after_SC: the state after a word.
        held_S: what the score has gained by words of a phrase that is not complete, to be taken back.
        gain_S: what it gains for good where a phrase is complete.
        word_boost: by word, the highest boost of a phrase that has it.
    """

    column_W: NDArray[np.int32]
    after_SC: NDArray[np.int32]
    held_S: Floats
    gain_S: Floats
    word_boost: dict[int, float]

    @property
    def tables(self) -> tuple[NDArray[Any], ...]:
        return self.column_W, self.after_SC, self.held_S, self.gain_S


def build_hot_words(phrases: Mapping[str, float], words: Sequence[str]) -> HotWords:
    """The automaton of `phrases`, each with its boost in nats a word; `words` are those of the lexicon.

    Raises:
        HotWordError: a phrase is empty, has a word that the lexicon lacks, or a boost below 0.
    """
    ids = {word: i for i, word in enumerate(words)}
    spelt = {tuple(_id(word, ids, phrase) for word in _split(phrase)): boost for phrase, boost in phrases.items()}
    if worst := [phrase for phrase, boost in phrases.items() if not 0 <= boost < np.inf]:
        raise HotWordError(f"the boost of the hot words {worst[0]!r} must be 0 or more, not {phrases[worst[0]]}")
    column_W = np.zeros(len(words), np.int32)
    hot = sorted({word for phrase in spelt for word in phrase})
    column_W[hot] = np.arange(1, len(hot) + 1)
    states = sorted({phrase[:length] for phrase in spelt for length in range(len(phrase) + 1)} | {()}, key=_order)
    after_SC, fails = _transitions(states, column_W, len(hot) + 1)
    held_S, gain_S = _bonuses(states, spelt, fails)
    boosts = {word: max(boost for phrase, boost in spelt.items() if word in phrase) for word in hot}
    return HotWords(column_W, after_SC, held_S, gain_S, boosts)


def raised_lookahead(lexicon: Lexicon, boosts: Mapping[int, float], lm_scale: float) -> NDArray[np.float32]:
    """The lexicon's lookahead where a hot word counts as that much likelier, so that the beam keeps its first phones.

    What a hypothesis gains by it in the tree it loses when the word is complete, or another is.
    """
    logp = lexicon.lookahead.copy()
    if not boosts or lm_scale <= 0:
        return logp
    ends = np.repeat(np.arange(len(logp)), np.diff(lexicon.first_word))
    parent = np.repeat(np.arange(len(logp)), np.diff(lexicon.first_child))  # of node i + 1
    raised = {
        int(node): boosts[int(word)] for node, word in zip(ends, lexicon.node_words, strict=True) if word in boosts
    }
    for node, boost in raised.items():
        value = min(0.0, float(lexicon.lookahead[node]) + boost / lm_scale)
        while node > 0 and logp[node] < value:
            logp[node] = value
            node = int(parent[node - 1])
    return logp


Phrase = tuple[int, ...]


def _order(phrase: Phrase) -> tuple[int, Phrase]:
    return len(phrase), phrase


def _split(phrase: str) -> list[str]:
    if not phrase.split():
        raise HotWordError("a hot phrase needs at least one word")
    return phrase.lower().split()


def _id(word: str, ids: Mapping[str, int], phrase: str) -> int:
    if word not in ids:
        raise HotWordError(f"the word {word!r} of the hot words {phrase!r} is not in the lexicon")
    return ids[word]


def _transitions(
    states: Sequence[Phrase], column_W: NDArray[np.int32], columns: int
) -> tuple[NDArray[np.int32], list[int]]:
    """The state after each hot word, and of each state the longest shorter one that is its end."""
    after_SC = np.zeros((len(states), columns), np.int32)
    fails = [0] * len(states)
    children: dict[int, list[tuple[int, int]]] = {}
    number = {phrase: i for i, phrase in enumerate(states)}
    for phrase, i in number.items():
        if phrase:
            children.setdefault(number[phrase[:-1]], []).append((int(column_W[phrase[-1]]), i))
    waiting = deque([0])
    while waiting:
        state = waiting.popleft()
        if state:
            after_SC[state] = after_SC[fails[state]]
        for column, child in children.get(state, []):
            fails[child] = int(after_SC[fails[state], column]) if state else 0
            after_SC[state, column] = child
            waiting.append(child)
    return after_SC, fails


def _bonuses(states: Sequence[Phrase], boosts: Mapping[Phrase, float], fails: Sequence[int]) -> tuple[Floats, Floats]:
    """held_S, gain_S: states come by length, so that those they depend on are known."""
    number = {phrase: i for i, phrase in enumerate(states)}
    held_S, gain_S = np.zeros(len(states)), np.zeros(len(states))
    words_S = [0] * len(states)  # since the last complete phrase
    for phrase, i in number.items():
        if not phrase:
            continue
        before = number[phrase[:-1]]
        boost = max(value for whole, value in boosts.items() if whole[: len(phrase)] == phrase)
        held_S[i] = held_S[before] + boost
        gain_S[i] = gain_S[fails[i]]
        words_S[i] = words_S[before] + 1
        if phrase in boosts:  # complete: its own boost is kept; what a longer one would get beyond it is still held
            kept = boosts[phrase] * words_S[i]
            gain_S[i] += kept
            held_S[i] -= kept
            words_S[i] = 0
    return held_S, gain_S
