"""What a hypothesis may say next: a turn mark, a phone inside a word, or the phone that ends one."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.compiled import njit
from sts_model.neural_lm import WORDS_BACK, history_place, neural_logp
from sts_model.ngram import next_context, score_word
from sts_model.search.beam import (
    CONTEXT,
    HOT,
    ITEM,
    LOGP,
    MAX_CANDIDATES,
    NEWER,
    NODE,
    OLDER,
    OPEN,
    SCORE,
    WORD_START,
    WORD_TOKENS,
)
from sts_model.search.history import PARENT, SAID_EOT, SAID_SOT, WHAT, Said, clarity, say
from sts_model.vocabulary import EOT, SOT

Floats = NDArray[Any]
Ints = NDArray[np.int64]
Beam = tuple[Ints, Floats]
Knowledge = tuple[Any, ...]
"""tree, lm, hot phrases, ilm_PV, settings, neural lm: see `LexiconSearch`."""

CANDIDATES, ITEMS, RECENT = range(3)
"""Places in `fill`: how many candidates there are, how many items in the pool, and from there on what was committed
last, newest first, as WHAT of items; a mark where nothing was."""


@njit()
def _mark(
    i: int, mark: int, score: float, frame: int, now: Beam, next_: Beam, said: Said, fill: Ints, start_context: int
) -> None:
    """Hypothesis `i` with `<sot>` or `<eot>` as a new candidate."""
    ints, num = next_[0], fill[CANDIDATES]
    ints[num] = now[0][i]
    ints[num, OLDER], ints[num, NEWER] = now[0][i, NEWER], mark
    ints[num, OPEN], ints[num, CONTEXT], ints[num, HOT] = int(mark == SOT), start_context, 0
    ints[num, ITEM] = fill[ITEMS]
    what = SAID_SOT if mark == SOT else SAID_EOT
    fill[ITEMS] = say(said, fill[ITEMS], now[0][i, ITEM], what, frame, frame, 1.0, 1)
    next_[1][num, SCORE], next_[1][num, LOGP] = score, 0.0
    fill[CANDIDATES] += 1


@njit()
def _history(i: int, now: Beam, pool: Ints, fill: Ints, neural: tuple[Any, ...]) -> int:
    """The place of the words before hypothesis `i`, back to the beginning of its turn, in the neural model's memory."""
    short_W, start = neural[0], len(neural[3]) - 1
    history_K = np.full(WORDS_BACK, start, np.int64)
    if not now[0][i, OPEN]:
        return int(history_place(neural, history_K))
    item, known, recent = now[0][i, ITEM], 0, RECENT
    while known < WORDS_BACK:
        what = pool[item, WHAT] if item >= 0 else fill[recent]
        if what < 0:
            break
        history_K[known] = short_W[what]
        known += 1
        if item >= 0:
            item = pool[item, PARENT]
        else:
            recent += 1
    return int(history_place(neural, history_K))


@njit()
def _words(
    i: int, child: int, acoustic: float, floor: float, start: int, frame: int, logp: float, tokens: int, token: int,
    now: Beam, next_: Beam, said: Said, fill: Ints, knowledge: Knowledge,
) -> None:  # fmt: skip
    """Hypothesis `i` with each word that ends at node `child` as new candidates."""
    tree, lm, hot, _, settings, neural = knowledge
    first_word, node_words, bonus_W = tree[3], tree[4], tree[6]
    column_W, after_SC, held_S, gain_S = hot
    lm_scale, start_context, share = settings[0], int(settings[6]), settings[7]
    before, ints, floats = now[0], next_[0], next_[1]
    context = before[i, CONTEXT] if before[i, OPEN] else start_context
    place, history = before[i, HOT], -1
    for w in range(first_word[child], first_word[child + 1]):
        word = node_words[w]
        phrase = after_SC[place, column_W[word]]
        lm_logp = score_word(lm, context, word)
        if share > 0:
            history = _history(i, now, said[0], fill, neural) if history < 0 else history
            lm_logp = math.log((1 - share) * math.exp(lm_logp) + share * math.exp(neural_logp(neural, history, word)))
        score = acoustic + lm_scale * lm_logp + bonus_W[word]
        score += gain_S[phrase] + held_S[phrase] - held_S[place]
        num, count = fill[CANDIDATES], fill[ITEMS]
        if score <= floor or num >= MAX_CANDIDATES or count >= len(said[0]):
            continue
        ints[num] = before[i]
        ints[num, NODE], ints[num, OPEN], ints[num, HOT] = 0, 1, phrase
        ints[num, CONTEXT] = next_context(lm, context, word)
        ints[num, OLDER], ints[num, NEWER] = before[i, NEWER], token
        ints[num, ITEM] = count
        fill[ITEMS] = say(said, count, before[i, ITEM], word, start, frame, clarity(logp, tokens), tokens)
        floats[num, SCORE], floats[num, LOGP] = score, 0.0
        fill[CANDIDATES] += 1


@njit()
def _marks(
    i: int, now: Beam, logp_V: Floats, frame: int, floor: float, bonus: float, next_: Beam, said: Said, fill: Ints,
    knowledge: Knowledge,
) -> None:  # fmt: skip
    """The turn marks that hypothesis `i` may put out between words."""
    held_S, settings = knowledge[2][2], knowledge[4]
    mark_bonus, odd_mark_penalty, start_context = settings[2], settings[5], int(settings[6])
    is_open = now[0][i, OPEN]
    for mark in (SOT, EOT):
        score = now[1][i, SCORE] + logp_V[mark] + mark_bonus + bonus - held_S[now[0][i, HOT]]
        if (mark == SOT) == is_open:
            score -= odd_mark_penalty
        if score > floor and fill[CANDIDATES] < MAX_CANDIDATES and fill[ITEMS] < len(said[0]):
            _mark(i, mark, score, frame, now, next_, said, fill, start_context)


@njit()
def expand(
    i: int, now: Beam, logp_V: Floats, frame: int, floor: float, bonus: float, next_: Beam, said: Said, fill: Ints,
    knowledge: Knowledge,
) -> None:  # fmt: skip
    """Every label that hypothesis `i` of `now` may put out at `frame`, as new candidates in `next_`.

    Args:
        logp_V: log-probabilities of all tokens, and after them of any label at all.
        floor: candidates that score less are left out.
        bonus: what every label of this frame gets on top.
    """
    tree, _, _, ilm_PV, settings, _ = knowledge
    first_child, child_token, child_node, first_word, _, lookahead, _ = tree
    lm_scale, token_bonus, ilm_scale, opening_penalty = settings[0], settings[1], settings[3], settings[4]
    before, ints, floats, V = now[0], next_[0], next_[1], len(logp_V) - 1
    node, begins = before[i, NODE], before[i, NODE] == 0
    if begins:
        _marks(i, now, logp_V, frame, floor, bonus, next_, said, fill, knowledge)
    newer, pair = before[i, NEWER], before[i, OLDER] * V + before[i, NEWER]
    base = now[1][i, SCORE] + token_bonus + bonus - lm_scale * lookahead[node]
    if begins and not before[i, OPEN]:
        base -= opening_penalty
    start = frame if begins else before[i, WORD_START]
    tokens = 1 if begins else 1 + before[i, WORD_TOKENS]
    logp_before = 0.0 if begins else now[1][i, LOGP]
    for arc in range(first_child[node], first_child[node + 1]):
        token, child = child_token[arc], child_node[arc]
        acoustic = base + logp_V[token] - ilm_scale * ilm_PV[pair, token]
        score = acoustic + lm_scale * lookahead[child]
        num = fill[CANDIDATES]
        if score <= floor or num + 1 >= MAX_CANDIDATES:
            continue
        # When to speak is left out of a word's clarity: that a label may come a frame later is no doubt of the word.
        logp = logp_V[token] - logp_V[V] + logp_before
        if first_child[child + 1] > first_child[child]:
            ints[num] = before[i]
            ints[num, NODE], ints[num, OPEN] = child, 1
            ints[num, OLDER], ints[num, NEWER] = newer, token
            ints[num, WORD_START], ints[num, WORD_TOKENS] = start, tokens
            floats[num, SCORE], floats[num, LOGP] = score, logp
            fill[CANDIDATES] += 1
        if first_word[child + 1] > first_word[child]:
            _words(i, child, acoustic, floor, start, frame, logp, tokens, token, now, next_, said, fill, knowledge)
