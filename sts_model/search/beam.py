"""The beam of one row: hypotheses as rows of numbers, merged where they are equal and pruned where they are poor.

A hypothesis is a row of `FIELDS` integers and of `VALUES` floats. Hypotheses of the same (tree node, language model
context, last two tokens, turn open, place in a hot phrase) are equal.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.compiled import njit

Floats = NDArray[Any]
Ints = NDArray[np.int64]

NODE, CONTEXT, OLDER, NEWER, OPEN, HOT, ITEM, WORD_START, WORD_TOKENS, FIELDS = range(10)
SCORE, LOGP, VALUES = range(3)

MAX_CANDIDATES = 6000
TABLE_SIZE = 16_384


@njit()
def _slot(ints: Ints, table: Ints, i: int) -> int:
    """Place of hypothesis `i` in the hash table: where its equal stands, or a free place."""
    key = ints[i, NODE] * 1_000_003 + ints[i, CONTEXT] * 8_191 + ints[i, OLDER] * 131 + ints[i, NEWER] * 7
    key += ints[i, OPEN] + ints[i, HOT] * 65_537
    place = (key ^ (key >> 17)) & (TABLE_SIZE - 1)
    while table[place] >= 0:
        j = int(table[place])
        same = True
        for field in (NODE, CONTEXT, OLDER, NEWER, OPEN, HOT):
            if ints[i, field] != ints[j, field]:
                same = False
                break
        if same:
            return int(place)
        place = (place + 1) & (TABLE_SIZE - 1)
    return int(place)


@njit()
def _merge(ints: Ints, floats: Floats, num: int, table: Ints) -> int:
    """Merges equal hypotheses among the first `num`, in front; how many stay.

    Scores of equals are added as probabilities; the better one's history stays.
    """
    used = np.empty(num, np.int64)
    kept = 0
    for i in range(num):
        place = _slot(ints, table, i)
        j = table[place]
        if j < 0:
            if kept != i:
                ints[kept] = ints[i]
                floats[kept] = floats[i]
            table[place] = kept
            used[kept] = place
            kept += 1
        else:
            one, two = floats[j, SCORE], floats[i, SCORE]
            if two > one:
                ints[j] = ints[i]
                floats[j] = floats[i]
                one, two = two, one
            floats[j, SCORE] = one + math.log1p(math.exp(two - one))
    for k in range(kept):
        table[used[k]] = -1
    return kept


@njit()
def merge_and_prune(ints: Ints, floats: Floats, num: int, most: int, beam: float, table: Ints) -> int:
    """Merges equal hypotheses among the first `num` and keeps the best `most` within `beam`, best first; how many."""
    kept = _merge(ints, floats, num, table)
    order = np.argsort(-floats[:kept, SCORE])
    kept = min(kept, most)
    ints_sorted, floats_sorted = ints[order[:kept]], floats[order[:kept]]
    best = floats_sorted[0, SCORE] if kept else 0.0
    stay = 0
    while stay < kept and floats_sorted[stay, SCORE] >= best - beam:
        ints[stay] = ints_sorted[stay]
        floats[stay] = floats_sorted[stay]
        stay += 1
    return stay


@njit()
def only_best(ints: Ints, floats: Floats, num: int) -> int:
    """Leaves the best hypothesis that is not in the middle of a word, or else the best; always 1."""
    for i in range(num):
        if ints[i, NODE] == 0:
            ints[0], floats[0] = ints[i], floats[i]
            break
    return 1
