"""What hypotheses have said: items in a pool, each pointing to the one before; those that are settled leave it."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.compiled import njit
from sts_model.search.beam import ITEM, NODE, SCORE, WORD_START

Floats = NDArray[Any]
Ints = NDArray[np.int64]
Said = tuple[Ints, Floats]
"""`pool` and `traits` of the items of a row."""

PARENT, WHAT, START, END, ITEM_FIELDS = range(5)
SAID_SOT, SAID_EOT = -1, -2
"""Values of WHAT that are no word ids."""

CLARITY, TOKENS, MASS, LOOKS, NOW, TRAITS = range(6)
"""Traits of an item: probability of a token on average and their number; the sum over looks of the share of all
hypotheses that said the same there, how many looks, and that share at the last look."""

ALIKE_FRAMES = 3
"""The same word from almost the same frame to almost the same is one, in however many histories."""

BUCKETS = 512
"""Of a hash of words."""

SURE_MASS = 0.98
"""The few that disagree with so many on what is old enough go."""


@njit()
def say(said: Said, count: int, parent: int, what: int, start: int, end: int, clarity: float, tokens: int) -> int:
    """Puts an item at `count`; the new count."""
    pool, traits = said
    pool[count, PARENT], pool[count, WHAT] = parent, what
    pool[count, START], pool[count, END] = start, end
    traits[count] = 0.0
    traits[count, CLARITY], traits[count, TOKENS] = clarity, tokens
    return count + 1


@njit()
def _forget_unreachable(ints: Ints, num: int, said: Said, count: int, moved: Ints) -> int:
    """Keeps only the items that some hypothesis leads back to; the new count."""
    pool, traits = said
    for k in range(count):
        moved[k] = -1
    for i in range(num):
        k = ints[i, ITEM]
        while k >= 0 and moved[k] < 0:
            moved[k] = 0
            k = pool[k, PARENT]
    kept = 0
    for k in range(count):  # parents come before children, so that they have moved already
        if moved[k] == 0:
            parent = pool[k, PARENT]
            pool[kept] = pool[k]
            pool[kept, PARENT] = moved[parent] if parent >= 0 else -1
            traits[kept] = traits[k]
            moved[k] = kept
            kept += 1
    for i in range(num):
        if ints[i, ITEM] >= 0:
            ints[i, ITEM] = moved[ints[i, ITEM]]
    return kept


@njit()
def _alike(pool: Ints, k: int, j: int) -> bool:
    if k == j:
        return True
    if k < 0 or j < 0 or pool[k, WHAT] != pool[j, WHAT]:
        return False
    away = max(abs(pool[k, START] - pool[j, START]), abs(pool[k, END] - pool[j, END]))
    return bool(away <= ALIKE_FRAMES)


@njit()
def _weights(floats: Floats, num: int) -> Floats:
    """The share of each hypothesis in the probability of all."""
    weights = np.exp(floats[:num, SCORE] - floats[0, SCORE])
    shares: Floats = weights / weights.sum()
    return shares


@njit()
def look(ints: Ints, floats: Floats, num: int, said: Said, count: int) -> None:
    """Notes for every item which share of all hypotheses has said it, or its like."""
    pool, traits = said
    weights = _weights(floats, num)
    own = np.zeros(count)
    for i in range(num):
        if ints[i, ITEM] >= 0:
            own[ints[i, ITEM]] += weights[i]
    for k in range(count - 1, -1, -1):  # children come after their parents
        if pool[k, PARENT] >= 0:
            own[pool[k, PARENT]] += own[k]
    heads, after = np.full(BUCKETS, -1, np.int64), np.empty(count, np.int64)
    for k in range(count):  # items of the same word lie in a chain
        bucket = pool[k, WHAT] % BUCKETS
        after[k], heads[bucket] = heads[bucket], k
    for k in range(count):
        mass = 0.0
        j = heads[pool[k, WHAT] % BUCKETS]
        while j >= 0:
            if _alike(pool, k, j):
                mass += own[j]
            j = after[j]
        traits[k, NOW] = min(1.0, mass)
        traits[k, MASS] += min(1.0, mass)
        traits[k, LOOKS] += 1


@njit()
def _root(pool: Ints, k: int) -> int:
    while k >= 0 and pool[k, PARENT] >= 0:
        k = pool[k, PARENT]
    return k


@njit()
def _begins(ints: Ints, i: int, root: int, pool: Ints, frame: int) -> int:
    """Where the first thing begins that hypothesis `i` has said and that is not settled."""
    if root >= 0:
        return int(pool[root, START])
    return int(ints[i, WORD_START]) if ints[i, NODE] != 0 else frame


@njit()
def _keep(ints: Ints, floats: Floats, num: int, agrees: Ints, roots: Ints) -> int:
    """Leaves the hypotheses that agree, in order; how many."""
    stay = 0
    for i in range(num):
        if agrees[i]:
            ints[stay], floats[stay], roots[stay] = ints[i], floats[i], roots[i]
            stay += 1
    return stay


@njit()
def _agree(
    ints: Ints, floats: Floats, num: int, pool: Ints, roots: Ints, frame: int, limits: tuple[int, int]
) -> tuple[int, bool]:
    """Drops those that disagree with the best on what is old; (hypotheses left, whether the best's first is settled).

    `limits` are the ages in frames from which nearly all, and from which the best alone, decide.
    """
    agrees = np.ones(num, np.int64)
    weights = _weights(floats, num)
    first = roots[0]
    if first >= 0:
        mass, everyone = 0.0, True
        for i in range(num):
            agrees[i] = _alike(pool, first, roots[i])
            everyone = everyone and agrees[i] == 1
            mass += weights[i] * agrees[i]
        age = frame - pool[first, END]
        if everyone or age > limits[1] or (age > limits[0] and mass >= SURE_MASS):
            return _keep(ints, floats, num, agrees, roots), True
    for age in limits:
        if _begins(ints, 0, first, pool, frame) >= frame - age:
            mass = 0.0
            for i in range(num):
                agrees[i] = _begins(ints, i, roots[i], pool, frame) >= frame - age
                mass += weights[i] * agrees[i]
            if age == limits[1] or mass >= SURE_MASS:
                return _keep(ints, floats, num, agrees, roots), False
    return num, False


@njit()
def commit(
    ints: Ints, floats: Floats, num: int, said: Said, count: int, frame: int, limits: tuple[int, int], out: Said,
    num_out: int, moved: Ints,
) -> tuple[int, int, int]:  # fmt: skip
    """Puts out, oldest first, the items that all hypotheses share, or enough of them once an item is old.

    Returns (hypotheses left, items left, items put out).
    """
    pool, traits = said
    count = _forget_unreachable(ints, num, said, count, moved)
    look(ints, floats, num, said, count)
    roots = np.empty(num, np.int64)
    while num_out < len(out[0]):
        for i in range(num):
            roots[i] = _root(pool, ints[i, ITEM])
        num, settled = _agree(ints, floats, num, pool, roots, frame, limits)
        if not settled:
            break
        out[0][num_out], out[1][num_out] = pool[roots[0]], traits[roots[0]]
        num_out += 1
        for i in range(num):
            moved[roots[i]] = -2
            if ints[i, ITEM] == roots[i]:
                ints[i, ITEM] = -1
        for k in range(count):
            if pool[k, PARENT] >= 0 and moved[pool[k, PARENT]] == -2:
                pool[k, PARENT] = -1
        count = _forget_unreachable(ints, num, said, count, moved)
    return num, _forget_unreachable(ints, num, said, count, moved), num_out


@njit()
def clarity(logp: float, tokens: int) -> float:
    """The probability of a token of the word on average."""
    return math.exp(logp / max(1, tokens))
